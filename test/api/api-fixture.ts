/** The API over a real SQLite store in memory, with a cluster that the test makes up. */
import type { NodeRegistration } from '@crony/shared/domain/assignment';
import { systemClock } from '@crony/shared/runtime/clock';
import { silentLogger } from '@crony/shared/runtime/logger';
import { createReportTokens } from '@crony/shared/runtime/report-tokens';
import { createSecretBox } from '@crony/shared/runtime/secret-box';
import { openStore } from '@crony/shared/store/open-store';
import type { Store } from '@crony/shared/store/store';
import type { FieldError } from '@crony/shared/wire/problem';
import type { ApiApp } from '@crony/admin/api/api-route';
import type { ApiDependencies, HubRegistration } from '@crony/admin/api/dependencies';
import { TrustedProxies } from '@crony/admin/auth/client-address';
import { ensureDefaults } from '@crony/admin/api/ensure-defaults';
import { createApp, type AppOptions } from '@crony/admin/app';

export const API_TOKEN = 'a-bootstrap-token-of-24-ch';
export const PUBLIC_URL = 'http://localhost';

/** The members that tests reach into; whether an answer has them is for each test to assert. */
export interface AnswerBody {
  id: string;
  name: string;
  status: number;
  code: string;
  errors: FieldError[];
  items: AnswerBody[];
  job: AnswerBody;
  nextRuns: string[];
  schedule: Record<string, unknown>;
  assignment: string;
  traceparent: string;
  requestId: string;
  paths: Record<string, Record<string, Record<string, unknown>>>;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed when it is JSON. */
  body: AnswerBody;
}

export interface RequestOptions {
  body?: unknown;
  headers?: Record<string, string>;
  /** Sent as it is, instead of `body`. */
  raw?: string;
  /** Without the bearer token. */
  anonymous?: boolean;
}

export interface ApiFixture {
  app: ApiApp;
  api: ApiDependencies;
  store: Store;
  nodes: Map<string, NodeRegistration>;
  hubs: Map<string, HubRegistration>;
  /** What the leader was told. */
  changed: string[];
  /** What nodes were told. */
  commands: string[];
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  close(): Promise<void>;
}

export async function startApi(
  overrides: Partial<ApiDependencies> = {},
  options: AppOptions = {},
): Promise<ApiFixture> {
  const store = await openStore('sqlite::memory:', { clock: systemClock, logger: silentLogger });
  const nodes = new Map<string, NodeRegistration>();
  const hubs = new Map<string, HubRegistration>();
  const changed: string[] = [];
  const commands: string[] = [];
  const api: ApiDependencies = {
    store,
    cluster: {
      nodes: () => nodes,
      hubs: () => hubs,
      leader: () => ({ hubId: 'hub-1', term: 4 }),
      isCurrent: () => true,
    },
    changes: { jobsChanged: (ids) => void changed.push(...ids) },
    commands: {
      lookAtPending: (nodeId) => void commands.push(`look-at-pending ${nodeId}`),
      cancelRun: (nodeId, runId) => void commands.push(`cancel ${nodeId} ${runId}`),
    },
    clock: systemClock,
    logger: silentLogger,
    secretBox: createSecretBox('a secret of the hub'),
    reportTokens: createReportTokens('a secret of the hub'),
    channels: { send: () => Promise.resolve() },
    stopping: new AbortController().signal,
    apiToken: API_TOKEN,
    sessionSecret: 'a secret of the hub',
    requestsPerS: { known: 0, strangers: 0 },
    oidc: null,
    trustedProxies: new TrustedProxies([]),
    publicUrl: PUBLIC_URL,
    hubId: 'hub-1',
    version: '1.2.3',
    installation: { database: 'sqlite', coordination: 'memory', settings: [] },
    pingCoordination: () => Promise.resolve(),
    ...overrides,
  };
  await ensureDefaults(api);
  const app = createApp(api, options);
  return {
    app,
    api,
    store,
    nodes,
    hubs,
    changed,
    commands,
    request: (method, path, request = {}) => send(app, method, path, request),
    close: () => store.close(),
  };
}

async function send(app: ApiApp, method: string, path: string, options: RequestOptions): Promise<Answer> {
  const { body, raw, anonymous = false } = options;
  const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const headers = new Headers({
    ...(anonymous ? {} : { authorization: `Bearer ${API_TOKEN}` }),
    ...(text === undefined ? {} : { 'content-type': 'application/json' }),
    ...options.headers,
  });
  const response = await app.request(`http://localhost${path}`, {
    method,
    headers,
    ...(text === undefined ? {} : { body: text }),
  });
  const answered = await response.text();
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson ? JSON.parse(answered) : answered) as AnswerBody,
  };
}

/** The least that a job must say. */
export function minimalJob(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: 'settle-orders',
    schedule: { cron: '0 */5 * * * *' },
    callback: { type: 'http', url: 'http://orders.internal/settle' },
    ...overrides,
  };
}

export function nodeRegistration(overrides: Partial<NodeRegistration> = {}): NodeRegistration {
  return {
    incarnation: '01890000-0000-7000-8000-000000000001',
    address: 'http://127.0.0.1:8090',
    weight: 2,
    labels: { zone: 'a' },
    projects: [],
    capacity: 1_000,
    version: '0.1.0',
    tzVersion: '2026a',
    draining: false,
    startedAt: Date.UTC(2026, 0, 1),
    ...overrides,
  };
}

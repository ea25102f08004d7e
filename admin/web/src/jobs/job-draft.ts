/**
 * A job as the form holds it: every field has a value, maps are rows, durations are seconds. Paths of fields are those of the
 * API wherever they can be, so that what the hub says of a field finds its place.
 */
import { FIRST_JOB_ALERTS, type JobAlertsDraft } from '../alerts/job-alerts-draft';
import type { Job, JobInput } from '../api/client';

export interface Pair {
  name: string;
  value: string;
}

export const SCHEDULE_KINDS = ['cron', 'every', 'at'] as const;
export type ScheduleKind = (typeof SCHEDULE_KINDS)[number];
export type CallbackType = 'http' | 'grpc' | 'shell';

export interface ScheduleDraft {
  kind: ScheduleKind;
  cron: string;
  everyMs: number;
  phaseMs: number;
  /** Wall times in the job's zone, as `2027-01-31T08:00`; empty for none. */
  at: string;
  startAt: string;
  endAt: string;
  timeZone: string;
  jitterS: number;
}

export const AUTH_KINDS = ['none', 'basic', 'bearer', 'oauth2'] as const;
export type AuthKind = (typeof AUTH_KINDS)[number];

/** Secrets stand here as in the API: `{{secrets.NAME}}`. */
export interface AuthDraft {
  type: AuthKind;
  username: string;
  password: string;
  token: string;
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  scope: string;
  audience: string;
}

export interface TlsDraft {
  /** Of gRPC it turns TLS on; of HTTP the URL does. */
  on: boolean;
  ca: string;
  cert: string;
  key: string;
  serverName: string;
}

export interface CallbackDraft {
  type: CallbackType;
  method: string;
  url: string;
  headers: Pair[];
  body: string;
  auth: AuthDraft;
  tls: TlsDraft;
  success: { statuses: string[]; bodyPattern: string };
  maxRedirects: number | '';
  cancelUrl: string;
  target: string;
  grpcMethod: string;
  payload: string;
  metadata: Pair[];
  /** Base64. */
  descriptorSet: string;
  expectedCodes: string[];
  command: string;
  /** With arguments the command is a program, without a line for the shell: no arguments at all are another thing than none. */
  isProgram: boolean;
  args: string[];
  cwd: string;
  env: Pair[];
  secrets: string[];
  stdin: string;
  successExitCodes: string[];
  setup: { command: string; timeoutS: number | '' };
}

export interface JobDraft {
  name: string;
  project: string;
  description: string;
  owner: string;
  tags: Pair[];
  enabled: boolean;
  schedule: ScheduleDraft;
  callback: CallbackDraft;
  timeoutS: number;
  completion: 'sync' | 'async';
  reportTimeoutS: number | '';
  heartbeatS: number | '';
  startDeadlineS: number | '';
  retry: {
    limit: number;
    delayS: number;
    factor: number;
    maxDelayS: number;
    jitterPercent: number;
    on: Job['retry']['on'];
  };
  concurrency: Job['concurrency'];
  queueLimit: number | '';
  misfire: Job['misfire'];
  misfireAfterS: number;
  misfireLimit: number;
  onNodeLoss: Job['onNodeLoss'];
  onIsolation: Job['onIsolation'];
  nodeLabels: Pair[];
  priority: number;
  alerts: JobAlertsDraft;
}

export function emptyDraft(project: string): JobDraft {
  return {
    name: '',
    project,
    description: '',
    owner: '',
    tags: [],
    enabled: true,
    schedule: {
      kind: 'cron',
      cron: '*/5 * * * *',
      everyMs: 60_000,
      phaseMs: 0,
      at: '',
      startAt: '',
      endAt: '',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      jitterS: 0,
    },
    callback: {
      type: 'http',
      method: 'POST',
      url: '',
      headers: [],
      body: '',
      auth: {
        type: 'none',
        username: '',
        password: '',
        token: '',
        tokenUrl: '',
        clientId: '',
        clientSecret: '',
        scope: '',
        audience: '',
      },
      tls: { on: false, ca: '', cert: '', key: '', serverName: '' },
      success: { statuses: [], bodyPattern: '' },
      maxRedirects: '',
      cancelUrl: '',
      target: '',
      grpcMethod: '',
      payload: '',
      metadata: [],
      descriptorSet: '',
      expectedCodes: [],
      command: '',
      isProgram: false,
      args: [],
      cwd: '',
      env: [],
      secrets: [],
      stdin: '',
      successExitCodes: [],
      setup: { command: '', timeoutS: '' },
    },
    timeoutS: 30,
    completion: 'sync',
    reportTimeoutS: '',
    heartbeatS: '',
    startDeadlineS: '',
    retry: { limit: 0, delayS: 1, factor: 2, maxDelayS: 60, jitterPercent: 0, on: ['failed', 'timed_out'] },
    concurrency: 'forbid',
    queueLimit: '',
    misfire: 'fire_once',
    misfireAfterS: 5,
    misfireLimit: 100,
    onNodeLoss: 'redispatch',
    onIsolation: 'fire',
    nodeLabels: [],
    priority: 0,
    alerts: FIRST_JOB_ALERTS,
  };
}

export const toPairs = (map: Readonly<Record<string, string>> | undefined): Pair[] =>
  Object.entries(map ?? {}).map(([name, value]) => ({ name, value }));

/** Rows without a name are rows that nobody has filled in yet. */
export const fromPairs = (pairs: readonly Pair[]): Record<string, string> =>
  Object.fromEntries(pairs.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value]));

export type StoredCallback = JobInput['callback'];

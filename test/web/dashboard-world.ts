/** A standalone Crony in this process, with a past if it is wanted, and the service that it calls. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProject } from '@crony/admin/api/ensure-defaults';
import { sealing } from '@crony/cli/sealing';
import { composeStandalone, type Standalone } from '@crony/cli/standalone';
import type { Job } from '@crony/shared/domain/job';
import { systemClock } from '@crony/shared/runtime/clock';
import { silentLogger } from '@crony/shared/runtime/logger';
import { readSettings } from '@crony/shared/runtime/settings/read-settings';
import { migrateStore } from '@crony/shared/store/migrate-store';
import { openStore } from '@crony/shared/store/open-store';
import { CallbackTarget } from '../kit/callback-target.js';
import { seedAlerts } from './seed-alerts.js';
import { seedHistory } from './seed-history.js';
import { seedPeople, seedTokens } from './seed-people.js';
import { seededJobs } from './seeded-jobs.js';

export const USER = 'admin';
export const PASSWORD = 'a password for the tests';
const TOKEN = 'a-token-of-the-dashboards-tests';
const SECRET = 'a secret of the dashboards tests, long enough';
const PROJECTS = ['platform', 'reporting', 'catalogue', 'pricing'];

export interface DashboardWorld {
  url: string;
  target: CallbackTarget;
  /** Those of the past. */
  jobs: readonly Job[];
  api<T>(method: string, path: string, body?: unknown): Promise<T>;
  close(): Promise<void>;
}

interface WorldOptions {
  withPast: boolean;
  /** More settings. */
  env?: Record<string, string>;
}

export async function startDashboardWorld({ withPast, env: more = {} }: WorldOptions): Promise<DashboardWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'crony-web-'));
  const target = await CallbackTarget.start();
  const parts = { clock: systemClock, logger: silentLogger };
  const env = {
    CRONY_DATA_DIR: directory,
    CRONY_PORT: '0',
    CRONY_SECRET: SECRET,
    CRONY_API_TOKEN: TOKEN,
    CRONY_ADMIN_PASSWORD: PASSWORD,
    CRONY_NODE_ID: 'worker-a',
    CRONY_NODE_LABELS: 'zone=a,disk=ssd',
    ...more,
  };
  const { settings, effective } = readSettings('standalone', { argv: [], env });
  const jobs = withPast ? await writePast(directory, target.url('').replace(/\/$/, '')) : [];
  const stopping = new AbortController();
  const lifecycle = { stopping: stopping.signal, fail: (error: unknown) => console.error(error), finish: () => {} };
  const standalone: Standalone = await composeStandalone({
    settings,
    effective,
    ...parts,
    lifecycle,
    onFirstUser: () => {},
  });
  await standalone.start();
  const { url } = standalone;
  const api = callerOf(url, { authorization: `Bearer ${TOKEN}` });
  if (withPast) {
    await seedPeople(api, jobs);
    await seedTokens(callerOf(url, await sessionOf(url)));
  }
  return {
    url,
    target,
    jobs,
    api,
    async close() {
      stopping.abort();
      await standalone.stop();
      await target.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function callerOf(url: string, credentials: Record<string, string>): DashboardWorld['api'] {
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { ...credentials, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
}

/** Of the first user, as a browser shows it. */
async function sessionOf(url: string): Promise<Record<string, string>> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: USER, password: PASSWORD }),
  });
  return { cookie: response.headers.get('set-cookie')!.split(';')[0]!, origin: url };
}

async function writePast(directory: string, targetUrl: string): Promise<Job[]> {
  const url = `sqlite:${join(directory, 'crony.db')}`;
  const parts = { clock: systemClock, logger: silentLogger };
  await migrateStore(url, parts);
  const store = await openStore(url, parts);
  try {
    const { secretBox } = sealing(SECRET, null);
    for (const name of ['default', ...PROJECTS]) await createProject(name, { store, secretBox, clock: systemClock });
    const now = systemClock.now();
    const jobs = await seedHistory(store, seededJobs(targetUrl), now);
    await seedAlerts({ store, secretBox, jobs, now, targetUrl });
    return jobs;
  } finally {
    await store.close();
  }
}

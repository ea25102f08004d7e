/**
 * A service with the SDK in a process of its own, under a real hub and real nodes that are killed and restarted in the
 * middle of a thousand asynchronous runs: every verdict is right, no work is done twice, and the service's own count is
 * the table's.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunAnswer, RunDetailAnswer } from '@crony/shared/wire/run';
import { FaultCluster } from '../fault/fault-cluster.js';
import { freePort } from '../kit/free-port.js';
import { waitUntil } from '../kit/wait-until.js';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

let cluster: FaultCluster;
let service: ChildProcess;
let url: string;
let appliedFile: string;

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}/work`;
  cluster = await FaultCluster.start({ hubs: 1, nodes: 2, ttlS: 3, receiverUrl: url });
  appliedFile = join(cluster.folder, 'applied.log');
  const { current } = await cluster.api().get<{ current: string }>('/projects/default/signing-secret');
  service = spawn(process.execPath, ['--import', here('../kit/typescript-loader.mjs'), here('service.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      PORT: String(port),
      CRONY_SIGNING_SECRET: current,
      APPLIED: appliedFile,
      JOURNAL: join(cluster.folder, 'runs.jsonl'),
    },
  });
  await once(service.stdout!, 'data');
}, 120_000);
afterAll(async () => {
  service.kill('SIGKILL');
  await cluster.stop();
});

const applied = (): string[] => {
  try {
    return readFileSync(appliedFile, 'utf8').trim().split('\n');
  } catch {
    return [];
  }
};

async function createJob(how: string, ms: number, over: Record<string, unknown> = {}): Promise<string> {
  const { id } = await cluster.api().post<{ id: string }>('/jobs', {
    name: `${how}-${Math.random()}`,
    schedule: { cron: '0 0 1 1 *' },
    callback: { type: 'http', url, body: JSON.stringify({ how, ms }) },
    completion: 'async',
    reportTimeoutMs: 120_000,
    timeoutMs: 5_000,
    concurrency: 'allow',
    retry: { limit: 1, delayMs: 500, factor: 1 },
    ...over,
  });
  return id;
}

test('a thousand runs through the death of hub and nodes', { timeout: 240_000 }, async () => {
  const jobs = {
    quick: await createJob('succeed', 100),
    slow: await createJob('succeed', 6_000),
    failing: await createJob('fail', 50),
    recovering: await createJob('recover', 50),
  };
  const runs = new Map<string, keyof typeof jobs>();
  const start = async (kind: keyof typeof jobs, count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) {
      const run = await retried(() => cluster.api().post<RunAnswer>(`/jobs/${jobs[kind]}/run`));
      runs.set(run.id, kind);
    }
  };
  const everyKind = (count: number) =>
    Promise.all((Object.keys(jobs) as (keyof typeof jobs)[]).map((kind) => start(kind, count)));

  await everyKind(60);
  await cluster.kill('hub-1');
  await cluster.startAgain('hub-1');
  await cluster.waitUntilReady('hub-1', 30_000);
  await everyKind(60);
  await cluster.kill('node-1');
  await everyKind(60);
  await cluster.startAgain('node-1');
  await cluster.waitUntilReady('node-1', 30_000);
  await cluster.terminate('node-2', 20_000);
  await cluster.startAgain('node-2');
  await everyKind(70);
  expect(runs.size).toBe(1_000);

  const states = await waitUntil('every run has its verdict', 120_000, async () => {
    const found = new Map<string, RunAnswer>();
    for (const jobId of Object.values(jobs)) {
      for (const run of await cluster.api().list<RunAnswer>(`/runs?jobId=${jobId}`)) found.set(run.id, run);
    }
    const open = [...found.values()].filter(({ finishedAt }) => finishedAt === null);
    return open.length === 0 && found;
  });
  const wrong = [...runs].filter(
    ([id, kind]) => states.get(id)?.status !== (kind === 'failing' ? 'failed' : 'succeeded'),
  );
  expect(wrong.map(([id, kind]) => [kind, states.get(id)])).toEqual([]);

  // What the service has done against what the table says.
  const done = applied()
    .filter((line) => line.endsWith(' done'))
    .map((line) => line.split(' ')[0]!);
  const succeeded = [...runs.keys()].filter((id) => states.get(id)!.status === 'succeeded');
  expect(done.length).toBe(new Set(done).size);
  expect([...done].sort()).toEqual(succeeded.sort());
});

test('a cancel reaches the work within two seconds', { timeout: 60_000 }, async () => {
  const jobId = await createJob('hang', 0, { heartbeatMs: 2_000 });
  const run = await cluster.api().post<RunAnswer>(`/jobs/${jobId}/run`);
  const read = () => cluster.api().get<RunDetailAnswer>(`/runs/${run.id}`);
  await waitUntil('it is accepted', 20_000, async () => (await read()).status === 'accepted');
  await waitUntil('its log has come', 10_000, async () => (await read()).status === 'accepted');
  const askedAt = Date.now();
  await cluster.api().post(`/runs/${run.id}/cancel`);
  await waitUntil('the work has stopped', 10_000, () => applied().includes(`${run.id} aborted`));
  expect(Date.now() - askedAt).toBeLessThan(2_500);
  expect((await read()).status).toBe('cancelled');
});

test('a service that dies in silence is noticed by its heartbeats', { timeout: 60_000 }, async () => {
  const jobId = await createJob('hang', 0, { heartbeatMs: 1_500, retry: { limit: 0 } });
  const run = await cluster.api().post<RunAnswer>(`/jobs/${jobId}/run`);
  const read = () => cluster.api().get<RunDetailAnswer>(`/runs/${run.id}`);
  await waitUntil('it is accepted', 20_000, async () => (await read()).status === 'accepted');
  service.kill('SIGSTOP');
  const { attempts } = await waitUntil('it has timed out', 20_000, async () => {
    const now = await read();
    return now.status === 'timed_out' && now;
  });
  expect(attempts.at(-1)).toMatchObject({ errorCode: 'heartbeat_timeout' });
  service.kill('SIGCONT');
});

async function retried<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

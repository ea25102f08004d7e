/** What a command finds in its environment, and above all what it does not. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CallbackRequest } from '../../node/src/callback/callback.js';
import type { ShellCallback } from '@crony/shared/domain/callback';
import { sh, ShellFixture } from './shell-fixture.js';

const OF_THE_NODE = {
  PATH: process.env.PATH,
  HOME: '/home/of-the-node',
  LANG: 'C.UTF-8',
  LC_NUMERIC: 'C',
  TZ: 'Europe/Lisbon',
  TMPDIR: '/tmp',
  CRONY_SECRET: 'node-secret',
  CRONY_DATABASE_URL: 'mysql://user:node-secret@db/crony',
  CRONY_ETCD_PASSWORD: 'node-secret',
  CRONY_API_TOKEN: 'node-secret',
  CRONY_ADMIN_PASSWORD: 'node-secret',
  AWS_SECRET_ACCESS_KEY: 'node-secret',
  NODE_OPTIONS: '--max-old-space-size=300',
  LD_PRELOAD: '',
};

let fixture: ShellFixture;
beforeAll(() => {
  fixture = new ShellFixture({ environment: OF_THE_NODE });
});
afterAll(() => fixture.close());

/** `env` as a program, so that no shell adds its own. */
async function environment(
  more: Partial<ShellCallback> = {},
  change: Partial<CallbackRequest<ShellCallback>> = {},
): Promise<Record<string, string>> {
  const { response } = await fixture.call(sh('env', { args: [], ...more }), change);
  const lines = response!.trimEnd().split('\n');
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

it('is a few variables of the node, and what the run is', async () => {
  const found = await environment({}, { runId: 'r-1', jobId: 'j-1', jobName: 'nightly', attempt: 2, timeoutMs: 9_000 });
  const { TRACEPARENT, ...others } = found;
  const { PATH, HOME, LANG, LC_NUMERIC, TZ, TMPDIR } = OF_THE_NODE;
  expect(others).toEqual({
    ...{ PATH, HOME, LANG, LC_NUMERIC, TZ, TMPDIR },
    CRONY_JOB_ID: 'j-1',
    CRONY_JOB_NAME: 'nightly',
    CRONY_RUN_ID: 'r-1',
    CRONY_ATTEMPT: '2',
    CRONY_PLANNED_AT: '2023-11-14T22:13:20.123Z',
    CRONY_TIMEOUT_MS: '9000',
    CRONY_RETRY_LIMIT: '3',
  });
  expect(TRACEPARENT).toBe('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01');
});

it('holds nothing else of the node, whatever stands there', async () => {
  const { response } = await fixture.call(sh('env; export -p'));
  expect(response).not.toMatch(/node-secret|DATABASE|ETCD|API_TOKEN|ADMIN|AWS|NODE_OPTIONS|LD_PRELOAD/);
});

it('takes it from this process where nothing else is said, and leaks nothing of that either', async () => {
  process.env.CRONY_SECRET = 'node-secret';
  process.env.CRONY_DATABASE_URL = 'mysql://u:node-secret@db/crony';
  const own = new ShellFixture();
  try {
    const { response } = await own.call(sh('env'));
    expect(response).toContain(`PATH=${process.env.PATH}`);
    expect(response).not.toMatch(/node-secret|CRONY_SECRET|DATABASE|VITEST|NODE_/);
  } finally {
    delete process.env.CRONY_SECRET;
    delete process.env.CRONY_DATABASE_URL;
    await own.close();
  }
});

it('has the job’s own variables before the node’s, and the secrets that it names before those', async () => {
  const env = { MODE: 'full', TZ: 'Asia/Shanghai', TOKEN: 'not this', EMPTY: '' };
  const found = await environment({ env }, { secretEnvironment: { TOKEN: 'hush\thush' } });
  expect(found).toMatchObject({ MODE: 'full', TZ: 'Asia/Shanghai', TOKEN: 'hush\thush', EMPTY: '' });
});

it('finds programs by the job’s PATH, or by a usual one where the node has none', async () => {
  const none = new ShellFixture({ environment: {} });
  expect((await none.call(sh('env', { args: [] }))).outcome).toBe('succeeded');
  await none.close();
  const result = await fixture.call(sh('env', { args: [], env: { PATH: '/no/such' } }));
  expect(result.errorCode).toBe('invalid_request');
});

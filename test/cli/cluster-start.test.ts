/** Hubs and nodes that start before, after and against their servers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCrony, type CronyProcess } from '../kit/crony-process.js';
import { EtcdServer } from '../kit/etcd.js';
import { freePorts } from '../kit/free-port.js';
import { MariadbServer } from '../kit/mariadb.js';
import { waitUntil } from '../kit/wait-until.js';
import { runProgram } from './program.js';

const PASSWORD = 'of-etcd-itself';

let folder: string;
let etcd: EtcdServer;
let mariadb: MariadbServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crony-cluster-start-'));
  [etcd, mariadb] = await Promise.all([EtcdServer.start(), MariadbServer.start()]);
});
afterAll(async () => {
  await Promise.all([etcd.dispose(), mariadb.stop()]);
  rmSync(folder, { recursive: true });
});

async function settings(databaseUrl: string, prefix: string) {
  const [port, nodePort] = await freePorts(2);
  const env = {
    CRONY_ETCD: etcd.endpoint,
    CRONY_ETCD_PREFIX: prefix,
    CRONY_DATABASE_URL: databaseUrl,
    CRONY_SECRET: 'the-secret-of-this-test',
    CRONY_HOST: '127.0.0.1',
    CRONY_PORT: String(port),
    CRONY_NODE_PORT: String(nodePort),
    CRONY_DATA_DIR: join(folder, prefix.slice(1)),
  };
  return { env, hubUrl: `http://127.0.0.1:${port}`, nodeUrl: `http://127.0.0.1:${nodePort}` };
}

const said = (crony: CronyProcess, part: string): Promise<true> =>
  waitUntil(`it says "${part}"`, 20_000, () => {
    if (crony.log().includes(part)) return true;
    if (!crony.isRunning()) throw new Error(`it has ended: ${crony.log()}`);
    return false;
  });

describe('migrate', () => {
  it('says what it did, and finds nothing to do a second time', async () => {
    const env = { CRONY_DATABASE_URL: await mariadb.createDatabase(), CRONY_LOG_LEVEL: 'error' };
    const first = await runProgram(['migrate'], env);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/^applied 0000_\w+\n(applied .*\n)*mysql:.* is up to date\n$/);
    const second = await runProgram(['migrate'], env);
    expect(second).toMatchObject({ code: 0, stderr: '', stdout: first.stdout.split('\n').at(-2)! + '\n' });
  });

  it('may be started several times at once', async () => {
    const env = { CRONY_DATABASE_URL: await mariadb.createDatabase(), CRONY_LOG_LEVEL: 'error' };
    const all = await Promise.all([1, 2, 3].map(() => runProgram(['migrate'], env)));
    expect(all.map(({ code, stderr }) => ({ code, stderr }))).toEqual(Array(3).fill({ code: 0, stderr: '' }));
    expect(all.filter(({ stdout }) => stdout.includes('applied 0000_'))).toHaveLength(1);
  });

  it.each([
    ['there is no such database', (url: string) => url.replace(/\/[^/]+$/, '/no_such_database')],
    ['it refuses the user or the password', (url: string) => url.replace('root@', 'root:wrong-password@')],
    ['no connection to the database', (url: string) => url.replace(/:\d+\//, ':1/')],
  ])('tells in one sentence: %s', async (sentence, spoil) => {
    const url = spoil(await mariadb.createDatabase());
    const { code, stdout, stderr } = await runProgram(['migrate'], { CRONY_DATABASE_URL: url });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain('wrong-password');
  });
});

describe('hub and node', () => {
  it('a node waits for the tables, which the hub brings, and both then become ready and stop cleanly', async () => {
    const { env, hubUrl, nodeUrl } = await settings(await mariadb.createDatabase(), '/tables');
    const node = await startCrony('node', nodeUrl, env, { folder, waitUntilReady: false });
    await said(node, 'waiting for the database');
    expect(node.log()).toContain('run \\"crony migrate\\"');
    const hub = await startCrony('admin', hubUrl, env, { folder });
    expect(hub.log()).toContain('sign in as "admin" with the password');
    await waitUntil('the node is ready', 20_000, async () => (await fetch(`${nodeUrl}/readyz`)).ok);
    expect(await node.stop()).toBe(0);
    expect(await hub.stop()).toBe(0);
  }, 90_000);

  it('wait for etcd and the database, say so, and end at once when told to', async () => {
    const { env, hubUrl, nodeUrl } = await settings(await mariadb.createDatabase(), '/waiting');
    expect((await runProgram(['migrate'], { CRONY_DATABASE_URL: env.CRONY_DATABASE_URL })).code).toBe(0);
    const noEtcd = { ...env, CRONY_ETCD: 'http://127.0.0.1:1' };
    const noDatabase = { ...env, CRONY_DATABASE_URL: 'mysql://root@127.0.0.1:1/crony' };
    const node = await startCrony('node', nodeUrl, noEtcd, { folder, waitUntilReady: false });
    const hub = await startCrony('admin', hubUrl, noDatabase, { folder, waitUntilReady: false });
    await said(node, 'waiting for etcd at http://127.0.0.1:1');
    await said(hub, 'waiting for the database mysql://root@127.0.0.1:1/crony');
    expect(await Promise.all([node.stop(), hub.stop()])).toEqual([0, 0]);
  }, 60_000);

  it('end with a sentence when etcd refuses them', async () => {
    const guarded = await EtcdServer.start();
    try {
      await guarded.enableAuth(PASSWORD);
      const { env } = await settings(await mariadb.createDatabase(), '/refused');
      const wrong = { CRONY_ETCD: guarded.endpoint, CRONY_ETCD_USER: 'root', CRONY_ETCD_PASSWORD: 'wrong' };
      const { code, stderr } = await runProgram(['admin'], { ...env, ...wrong, CRONY_LOG_LEVEL: 'silent' });
      expect(code).toBe(1);
      expect(stderr).toMatch(/^crony admin: etcd refuses this process \(CRONY_ETCD_USER, CRONY_ETCD_PASSWORD\): /);
    } finally {
      await guarded.dispose();
    }
  }, 60_000);

  it('a second node on the same data directory is refused by name', async () => {
    const { env, nodeUrl } = await settings(await mariadb.createDatabase(), '/owned');
    expect((await runProgram(['migrate'], { CRONY_DATABASE_URL: env.CRONY_DATABASE_URL })).code).toBe(0);
    const node = await startCrony('node', nodeUrl, env, { folder });
    const second = await runProgram(['node', '--node-port', '0'], { ...env, CRONY_LOG_LEVEL: 'silent' });
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`${env.CRONY_DATA_DIR} belongs to process ${node.pid}, which is running`);
    expect(await node.stop()).toBe(0);
  }, 60_000);
});

/** SIGHUP: hub, node and standalone as real processes, whose settings change in a file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOG_FIELDS } from '@crony/shared/runtime/log-fields';
import { LOG_LEVELS } from '@crony/shared/runtime/logger';
import { createAuthority, type Certified } from '../callback/certificates.js';
import { ApiClient } from '../kit/api-client.js';
import { startCrony, type CronyProcess } from '../kit/crony-process.js';
import { EtcdServer } from '../kit/etcd.js';
import { freePort, freePorts } from '../kit/free-port.js';
import { MariadbServer } from '../kit/mariadb.js';
import { waitUntil } from '../kit/wait-until.js';
import { runProgram } from './program.js';

const TOKEN = 'a-token-for-this-test';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'crony-reload-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Line {
  msg: string;
  level: string;
  changed?: string[];
  needRestart?: string[];
  problems?: string[];
}

/** Sends SIGHUP, and answers with the line that is logged about it. */
async function reload(crony: CronyProcess, lines: Record<string, string>, path: string): Promise<Line> {
  writeFileSync(path, Object.entries(lines).map((pair) => `${pair.join('=')}\n`).join('')); // prettier-ignore
  return hangup(crony);
}

async function hangup(crony: CronyProcess): Promise<Line> {
  const before = crony.log().length;
  crony.kill('SIGHUP');
  return waitUntil('it says what it reloaded', 10_000, () => {
    const whole = crony.log().slice(before).split('\n').slice(0, -1);
    const said = whole.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Line);
    return said.find(({ msg }) => /reloaded/.test(msg));
  });
}

describe('standalone', () => {
  let crony: CronyProcess;
  let path: string;
  let api: ApiClient;
  let first: Record<string, string>;
  beforeAll(async () => {
    const port = await freePort();
    path = join(folder, 'standalone.env');
    first = { CRONY_PORT: String(port), CRONY_API_TOKEN: TOKEN, CRONY_LOG_LEVEL: 'info' };
    writeFileSync(path, Object.entries(first).map((pair) => `${pair.join('=')}\n`).join('')); // prettier-ignore
    const env = { CRONY_SETTINGS_FILE: path, CRONY_DATA_DIR: join(folder, 'standalone'), CRONY_GRACE_MS: '1000' };
    crony = await startCrony('standalone', `http://127.0.0.1:${port}`, env, { folder });
    api = new ApiClient(() => crony.url, TOKEN);
  });
  afterAll(async () => {
    expect(await crony.stop()).toBe(0);
  });

  interface SettingsAnswer {
    items: { variable: string; value: string | null; source: string }[];
  }
  const shown = async (variable: string) =>
    (await api.get<SettingsAnswer>('/settings')).items.find((one) => one.variable === variable);

  it('takes over what may change, names what may not, and shows what is in force', async () => {
    const next = { ...first, CRONY_PORT: '1', CRONY_STRANGER_LIMIT_PER_S: '1', CRONY_GRACE_MS: '5' };
    const said = await reload(crony, { ...next, CRONY_LOG_LEVEL: 'debug' }, path);
    expect(said.changed).toEqual(['CRONY_STRANGER_LIMIT_PER_S', 'CRONY_LOG_LEVEL']);
    await waitUntil('all is said', 5_000, () => crony.log().includes('in vain'));
    expect(crony.log()).toMatch(/"needRestart":\["CRONY_PORT"\].*count from the next start/);
    expect(crony.log()).toMatch(/"overruled":\["CRONY_GRACE_MS"\]/);
    expect(await shown('CRONY_STRANGER_LIMIT_PER_S')).toMatchObject({ value: '1', source: 'file' });
    expect(await shown('CRONY_PORT')).toMatchObject({ value: first['CRONY_PORT'], source: 'file' });
    const answers = await Promise.all(
      Array.from({ length: 30 }, async () => (await fetch(`${crony.url}/api/v1/jobs`)).status),
    );
    expect(new Set(answers)).toEqual(new Set([401, 429]));
  });

  it('keeps everything as it is where a line is wrong, and says which', async () => {
    const said = await reload(crony, { ...first, CRONY_STRANGER_LIMIT_PER_S: '7', CRONY_LOG_LEVELS: 'info' }, path);
    expect(said).toMatchObject({
      level: 'error',
      problems: [`${path}:5: CRONY_LOG_LEVELS=info is not a setting of crony; did you mean CRONY_LOG_LEVEL?`],
    });
    expect(await shown('CRONY_STRANGER_LIMIT_PER_S')).toMatchObject({ value: '1', source: 'file' });
    rmSync(path);
    expect((await hangup(crony)).problems?.[0]).toMatch(/must be the path of a file that this process may read/);
    await reload(crony, first, path);
    expect(await shown('CRONY_STRANGER_LIMIT_PER_S')).toMatchObject({ value: '50', source: 'default' });
  });
});

describe('hub and node', () => {
  const authority = createAuthority();
  let etcd: EtcdServer;
  let mariadb: MariadbServer;
  /** What the kit itself shows etcd; asked at each call. */
  const tls = { ca: Buffer.of() };
  const asBuffers = (ca: string, { cert, key }: Certified) => ({
    ...{ ca: Buffer.from(ca), cert: Buffer.from(cert), key: Buffer.from(key) },
  });
  const file = (name: string): string => join(folder, name);
  const write = (name: string, { cert, key }: Certified): void => {
    writeFileSync(file(`${name}.crt`), cert);
    writeFileSync(file(`${name}.key`), key);
  };

  beforeAll(async () => {
    const client = authority.issue('crony');
    write('server', authority.issue('server'));
    write('client', client);
    writeFileSync(file('ca.crt'), authority.cert);
    writeFileSync(file('server-ca.crt'), authority.cert);
    Object.assign(tls, asBuffers(authority.cert, client));
    [etcd, mariadb] = await Promise.all([
      EtcdServer.start({
        tls,
        args: [
          ...['--cert-file', file('server.crt'), '--key-file', file('server.key')],
          ...['--client-cert-auth', '--trusted-ca-file', file('server-ca.crt')],
        ],
      }),
      MariadbServer.start(),
    ]);
  });
  afterAll(async () => {
    await Promise.all([etcd.dispose(), mariadb.stop()]);
    authority.remove();
  });

  it('read renewed certificates, and jobs follow the labels of a node', async () => {
    const [port, nodePort] = await freePorts(2);
    const shared = {
      CRONY_ETCD: etcd.endpoint,
      CRONY_ETCD_CA_FILE: file('ca.crt'),
      CRONY_ETCD_CERT_FILE: file('client.crt'),
      CRONY_ETCD_KEY_FILE: file('client.key'),
      CRONY_DATABASE_URL: await mariadb.createDatabase(),
      CRONY_LEASE_TTL_S: '3',
      CRONY_SECRET: 'the-secret-of-this-test',
    };
    const hubEnv = { ...shared, CRONY_HOST: '127.0.0.1', CRONY_PORT: String(port), CRONY_API_TOKEN: TOKEN };
    const labels = file('node.env');
    writeFileSync(labels, '');
    const nodeEnv = {
      ...{ ...shared, CRONY_NODE_PORT: String(nodePort), CRONY_DATA_DIR: file('node') },
      CRONY_SETTINGS_FILE: labels,
    };
    expect((await runProgram(['migrate'], { CRONY_DATABASE_URL: shared.CRONY_DATABASE_URL })).code).toBe(0);
    const [hub, node] = await Promise.all([
      startCrony('admin', `http://127.0.0.1:${port}`, hubEnv, { folder }),
      startCrony('node', `http://127.0.0.1:${nodePort}`, nodeEnv, { folder }),
    ]);
    const api = new ApiClient(() => hub.url, TOKEN);
    const job = await api.post<{ id: string; nodeId?: string | null }>('/jobs', {
      name: 'labelled',
      nodeLabels: { zone: 'a' },
      schedule: { everyMs: 60_000 },
      callback: { type: 'http', url: 'http://127.0.0.1:9/' },
    });
    expect(job.nodeId ?? null).toBeNull();
    const own = { CRONY_NODE_LABELS: 'zone=a', CRONY_NODE_WEIGHT: '3', CRONY_LOG_LEVEL: 'debug' };
    const said = await reload(node, own, labels);
    const changed = ['CRONY_NODE_WEIGHT', 'CRONY_NODE_LABELS', 'CRONY_LOG_LEVEL'];
    expect(said).toMatchObject({ level: 'info', changed });
    await waitUntil(
      'the job has found the node',
      10_000,
      async () => (await api.get<typeof job>(`/jobs/${job.id}`)).nodeId,
    );
    const nodes = await api.get<{ items: object[] }>('/nodes');
    expect(nodes.items).toMatchObject([{ labels: { zone: 'a' }, weight: 3 }]);

    // A new authority for both sides. Half a renewal is refused and harms nothing.
    const next = createAuthority();
    const client = next.issue('crony');
    writeFileSync(file('client.crt'), client.cert);
    const half = await hangup(node);
    expect(half.problems?.[0]).toMatch(/CRONY_ETCD_KEY_FILE: these files cannot be used together/);
    write('client', client);
    writeFileSync(file('ca.crt'), authority.cert + next.cert);
    writeFileSync(file('server-ca.crt'), next.cert);
    write('server', next.issue('server'));
    next.remove();
    await Promise.all([hangup(hub), hangup(node)]);
    Object.assign(tls, asBuffers(next.cert, client));
    await etcd.restart();
    for (const { url } of [hub, node]) {
      await waitUntil('it is ready with the new certificates', 20_000, async () => (await fetch(`${url}/readyz`)).ok);
    }
    expect(await node.stop()).toBe(0);
    expect(await hub.stop()).toBe(0);

    // All of it, an outage and a renewal included, is lines of JSON with known fields and without secrets.
    const onStandardOutput = /^(First start: .*|Crony .* hub: http:.*)$/;
    const lines = [hub, node].flatMap((one) => one.log().split('\n')).filter((line) => line !== '' && !onStandardOutput.test(line)); // prettier-ignore
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) {
      const { level, time, msg, command, ...rest } = JSON.parse(line) as Record<string, unknown>;
      expect(LOG_LEVELS).toContain(level);
      expect([String(time), msg, command]).toEqual([
        expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/),
        expect.any(String),
        expect.stringMatching(/^(admin|node)$/),
      ]);
      expect(Object.keys(rest).filter((name) => !(name in LOG_FIELDS))).toEqual([]);
      expect(line.match(/"(\w+)":/g)!.filter((name, i, all) => name === '"hubId":' && all.indexOf(name) !== i)).toEqual(
        [],
      );
      for (const secret of [shared.CRONY_SECRET, TOKEN]) expect(line).not.toContain(secret);
    }
  }, 90_000);
});

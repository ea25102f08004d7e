/** TLS to etcd and the database, with client certificates and users, and what people read where it does not come about. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../callback/certificates.js';
import { startCrony, type CronyProcess } from '../kit/crony-process.js';
import { EtcdServer } from '../kit/etcd.js';
import { freePorts } from '../kit/free-port.js';
import { MariadbServer } from '../kit/mariadb.js';
import { hasNginx, NginxServer } from '../kit/nginx.js';
import { runProgram } from './program.js';

const PASSWORD = 'of-etcd-itself';
/** What the database grants to whom, as docs/operate.md writes it down. */
const WORKS = 'SELECT, INSERT, UPDATE, DELETE';
const MIGRATES = `${WORKS}, CREATE, ALTER, DROP, INDEX`;

let folder: string;
let etcd: EtcdServer;
let mariadb: MariadbServer;
let plainEtcd: EtcdServer;
/** Of a hub and a node that may do what they must. */
let settings: Record<string, string>;
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crony-tls-'));
  const [authority, stranger] = [createAuthority(), createAuthority()];
  const server = authority.issue('server');
  const client = authority.issue('crony');
  const unknown = stranger.issue('crony');
  const elsewhere = authority.issue('elsewhere', 'DNS:elsewhere.example');
  const files = { server, client, unknown, elsewhere };
  for (const [name, { cert, key }] of Object.entries(files)) {
    writeFileSync(file(`${name}.crt`), cert);
    writeFileSync(file(`${name}.key`), key, { mode: 0o600 });
  }
  writeFileSync(file('ca.crt'), authority.cert);
  writeFileSync(file('other-ca.crt'), stranger.cert);
  for (const one of [authority, stranger]) one.remove();
  [etcd, plainEtcd, mariadb] = await Promise.all([
    EtcdServer.start({
      tls: { ca: Buffer.from(authority.cert), cert: Buffer.from(client.cert), key: Buffer.from(client.key) },
      args: [
        ...['--cert-file', file('server.crt'), '--key-file', file('server.key')],
        ...['--client-cert-auth', '--trusted-ca-file', file('ca.crt')],
      ],
    }),
    EtcdServer.start(),
    // mariadbd runs as a user of its own where the tests run as root, and reads these before it becomes that user.
    MariadbServer.start({
      args: [`--ssl-ca=${file('ca.crt')}`, `--ssl-cert=${file('server.crt')}`, `--ssl-key=${file('server.key')}`],
    }),
  ]);
  await etcd.enableAuth('of-root', { name: 'crony', password: PASSWORD, prefix: '/crony/v1/' });
  const database = new URL(await mariadb.createDatabase()).pathname.slice(1);
  const root = await createConnection(mariadb.url(database));
  for (const sql of [
    `CREATE USER crony IDENTIFIED BY 'of-the-hub' REQUIRE X509`,
    `GRANT ${WORKS} ON ${database}.* TO crony`,
    `CREATE USER migrator IDENTIFIED BY 'of-the-migration' REQUIRE SSL`,
    `GRANT ${MIGRATES} ON ${database}.* TO migrator`,
    'SET GLOBAL require_secure_transport = ON',
  ]) {
    await root.query(sql);
  }
  await root.end();
  settings = {
    CRONY_ETCD: etcd.endpoint,
    CRONY_ETCD_USER: 'crony',
    CRONY_ETCD_PASSWORD: PASSWORD,
    CRONY_ETCD_CA_FILE: file('ca.crt'),
    CRONY_ETCD_CERT_FILE: file('client.crt'),
    CRONY_ETCD_KEY_FILE: file('client.key'),
    CRONY_DATABASE_URL: `mysql://crony:of-the-hub@localhost:${mariadb.port}/${database}?tls=true`,
    CRONY_DATABASE_CA_FILE: file('ca.crt'),
    CRONY_DATABASE_CERT_FILE: file('client.crt'),
    CRONY_DATABASE_KEY_FILE: file('client.key'),
    CRONY_SECRET: 'the-secret-of-this-test',
    CRONY_HOST: '127.0.0.1',
    CRONY_PORT: '0',
    CRONY_DATA_DIR: file('data'),
  };
});
afterAll(async () => {
  await Promise.all([etcd.dispose(), plainEtcd.dispose(), mariadb.stop()]);
  rmSync(folder, { recursive: true });
});

const migratorUrl = (): string =>
  settings['CRONY_DATABASE_URL']!.replace('crony:of-the-hub', 'migrator:of-the-migration');

describe('where all certificates are right', () => {
  let hubs: CronyProcess[];
  let node: CronyProcess;
  let ports: number[];
  beforeAll(async () => {
    const asMigrator = { ...settings, CRONY_DATABASE_URL: migratorUrl(), CRONY_LOG_LEVEL: 'error' };
    expect(await runProgram(['migrate'], asMigrator)).toMatchObject({ code: 0, stderr: '' });
    ports = await freePorts(5);
    const start = (command: 'admin' | 'node', port: number, over: Record<string, string>) =>
      startCrony(command, `http://127.0.0.1:${port}`, { ...settings, ...over }, { folder });
    const hub = (port: number) =>
      start('admin', port, {
        CRONY_AUTO_MIGRATE: 'off',
        CRONY_PORT: String(port),
        CRONY_PUBLIC_URL: `https://localhost:${ports[4]}`,
        CRONY_TRUSTED_PROXIES: '127.0.0.1',
        CRONY_ADMIN_PASSWORD: 'of-the-first-user',
      });
    hubs = [await hub(ports[0]!), await hub(ports[1]!)];
    node = await start('node', ports[2]!, { CRONY_NODE_PORT: String(ports[2]) });
  });
  afterAll(async () => {
    const all = [...hubs, node];
    expect(await Promise.all(all.map((one) => one.stop()))).toEqual(all.map(() => 0));
  });

  it('tables, hubs and a node have come up, each with no more grants than docs/operate.md names', async () => {
    for (const { url } of [...hubs, node]) expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const page = readFileSync(join(import.meta.dirname, '../../docs/operate.md'), 'utf8');
    for (const grants of [WORKS, MIGRATES]) expect(page).toContain(`GRANT ${grants} ON crony.* TO`);
  });

  it.skipIf(!hasNginx)(
    'hubs work behind nginx with TLS, as deploy/nginx has it (skipped where there is no nginx)',
    async () => {
      const public_ = `https://localhost:${ports[4]}`;
      const deploy = join(import.meta.dirname, '../../deploy/nginx');
      const site = readFileSync(join(deploy, 'crony-tls.conf'), 'utf8')
        .replace('hub-1:8089', `127.0.0.1:${ports[0]}`)
        .replace('hub-2:8089', `127.0.0.1:${ports[1]}`)
        .replace('listen 80;', `listen 127.0.0.1:${ports[3]};`)
        .replace('listen 443 ssl http2;', `listen 127.0.0.1:${ports[4]} ssl http2;`)
        .replaceAll('/etc/nginx/tls/crony', file('server'))
        .replace('/etc/nginx/crony-proxy.conf', join(deploy, 'crony-proxy.conf'));
      const nginx = new NginxServer(site);
      const plain = readFileSync(join(deploy, 'crony.conf'), 'utf8')
        .replaceAll(/hub-(\d):8089/g, '127.0.0.$1:8089')
        .replace('/etc/nginx/crony-proxy.conf', join(deploy, 'crony-proxy.conf'));
      const other = new NginxServer(plain);
      const agent = new Agent({ connect: { ca: readFileSync(file('ca.crt'), 'utf8') } });
      const call = (path: string, options: Parameters<typeof request>[1] = {}) =>
        request(`${public_}${path}`, { dispatcher: agent, ...options });
      try {
        expect([nginx.complaint(), other.complaint()]).toEqual([null, null]);
        await nginx.start(async () => (await call('/healthz')).statusCode === 200);
        expect((await call('/metrics')).statusCode).toBe(404);

        // A session: its cookie is Secure, and writes come from the public origin only.
        const json = { 'content-type': 'application/json' };
        const body = JSON.stringify({ name: 'admin', password: 'of-the-first-user' });
        const forged = { ...json, origin: public_, 'x-forwarded-for': '203.0.113.9' };
        const signedIn = await call('/api/v1/session', { method: 'POST', headers: forged, body });
        expect(signedIn.statusCode).toBeLessThan(300);
        const cookie = String(signedIn.headers['set-cookie']);
        expect(cookie).toMatch(/; Secure/);
        const headers = { ...json, cookie: cookie.split(';')[0]! };
        const schedule = { at: '2999-01-01T00:00:00.000Z' };
        const job = { name: 'proxied', schedule, callback: { type: 'http', url: 'http://127.0.0.1:9/' } };
        const write = async (origin: string) =>
          call('/api/v1/jobs', { method: 'POST', headers: { ...headers, origin }, body: JSON.stringify(job) });
        expect((await write('https://elsewhere.example')).statusCode).toBe(403);
        const created = await write(public_);
        expect(created.statusCode).toBe(201);

        // What the client says of its own address is not believed.
        const audit = (await (await call('/api/v1/audit?limit=10', { headers })).body.json()) as { items: object[] };
        expect(JSON.stringify(audit.items)).toContain('"127.0.0.1"');
        expect(JSON.stringify(audit.items)).not.toContain('203.0.113.9');

        // A stream comes through while it is open.
        const { id } = (await created.body.json()) as { id: string };
        const run = await call(`/api/v1/jobs/${id}/run`, {
          method: 'POST',
          headers: { ...headers, origin: public_ },
          body: '{}',
        });
        const { id: runId } = (await run.body.json()) as { id: string };
        const events = await call(`/api/v1/runs/${runId}/events`, { headers });
        expect(events.headers['content-type']).toContain('text/event-stream');
        const [first] = (await once(events.body, 'data')) as [Buffer];
        expect(first.toString()).toMatch(/^(event|id|data): /);
        events.body.destroy();

        // One hub goes, and nobody notices.
        hubs[0]!.kill('SIGKILL');
        await hubs[0]!.exited;
        const answers = await Promise.all(
          Array.from({ length: 20 }, async () => (await call('/api/v1/jobs', { headers })).statusCode),
        );
        expect(new Set(answers)).toEqual(new Set([200]));
        hubs.shift();
      } finally {
        await agent.close();
        await Promise.all([nginx.stop(), other.stop()]);
      }
    },
    60_000,
  );
});

describe('where they are not, the program ends with a sentence that names the setting', () => {
  it.concurrent.each<[string, () => Record<string, string>, RegExp]>([
    [
      'an etcd of another authority',
      () => ({ CRONY_ETCD_CA_FILE: file('other-ca.crt') }),
      /etcd at https:.* its certificate is from none of the authorities in CRONY_ETCD_CA_FILE/,
    ],
    [
      'no client certificate for etcd',
      () => ({ CRONY_ETCD_CERT_FILE: '', CRONY_ETCD_KEY_FILE: '' }),
      /etcd at https:.* it refuses the client certificate of this process, or misses one: CRONY_ETCD_CERT_FILE/,
    ],
    [
      'a client certificate that etcd does not know',
      () => ({ CRONY_ETCD_CERT_FILE: file('unknown.crt'), CRONY_ETCD_KEY_FILE: file('unknown.key') }),
      /etcd at https:.* it refuses the client certificate of this process, or misses one: CRONY_ETCD_CERT_FILE/,
    ],
    [
      'https:// for an etcd without TLS',
      () => ({ CRONY_ETCD: plainEtcd.endpoint.replace('http:', 'https:') }),
      /etcd at https:.* it does not speak TLS, which CRONY_ETCD asks for/,
    ],
    [
      'http:// for an etcd with TLS',
      () => ({
        ...{ CRONY_ETCD: etcd.endpoint.replace('https:', 'http:'), CRONY_ETCD_CA_FILE: '' },
        ...{ CRONY_ETCD_CERT_FILE: '', CRONY_ETCD_KEY_FILE: '' },
      }),
      /etcd at http:.* it speaks TLS, so that its URL in CRONY_ETCD must begin with https:/,
    ],
  ])(
    '%s',
    async (_, over, sentence) => {
      const env = { ...settings, ...over(), CRONY_DATABASE_URL: migratorUrl(), CRONY_LOG_LEVEL: 'silent' };
      const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
      const { code, stderr } = await runProgram(['admin'], given);
      expect(stderr).toMatch(sentence);
      expect(stderr.trimEnd()).not.toContain('\n');
      expect(code).toBe(1);
    },
    60_000,
  );

  it.concurrent.each<[string, () => Record<string, string>, RegExp]>([
    [
      'a database of another authority',
      () => ({ CRONY_DATABASE_CA_FILE: file('other-ca.crt') }),
      /the database mysql:.* its certificate is from none of the authorities in CRONY_DATABASE_CA_FILE/,
    ],
    [
      'a database that takes TLS only',
      () => ({ CRONY_DATABASE_URL: mariadb.url('crony_1'), CRONY_DATABASE_CA_FILE: '' }),
      /\(CRONY_DATABASE_URL\): it refuses the user or the password, or lets it in by TLS only \(\?tls=true/,
    ],
    [
      'a user whose client certificate is missing',
      () => ({ CRONY_DATABASE_URL: settings['CRONY_DATABASE_URL']! }),
      /\(CRONY_DATABASE_URL\): it refuses the user or the password, or misses its certificate \(CRONY_DATABASE_CERT_FILE/,
    ],
  ])(
    '%s',
    async (_, over, sentence) => {
      const { CRONY_DATABASE_CA_FILE } = settings;
      const env = { CRONY_DATABASE_URL: migratorUrl(), CRONY_DATABASE_CA_FILE: CRONY_DATABASE_CA_FILE!, ...over() };
      const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
      const { code, stderr } = await runProgram(['migrate'], { ...given, CRONY_LOG_LEVEL: 'silent' });
      expect(stderr).toMatch(sentence);
      expect(stderr).not.toContain('of-the-');
      expect(code).toBe(1);
    },
    60_000,
  );
});

it('the name in the certificate of the database is compared with that in the URL', async () => {
  const strange = await MariadbServer.start({
    args: [`--ssl-ca=${file('ca.crt')}`, `--ssl-cert=${file('elsewhere.crt')}`, `--ssl-key=${file('elsewhere.key')}`],
  });
  try {
    const byAddress = `${await strange.createDatabase()}?tls=true`;
    const url = byAddress.replace('127.0.0.1', 'localhost');
    const env = { CRONY_DATABASE_URL: url, CRONY_DATABASE_CA_FILE: file('ca.crt'), CRONY_LOG_LEVEL: 'silent' };
    const { code, stderr } = await runProgram(['migrate'], env);
    expect(stderr).toMatch(/its certificate is for another name than that in CRONY_DATABASE_URL/);
    expect(code).toBe(1);
    // As docs/operate.md says.
    expect((await runProgram(['migrate'], { ...env, CRONY_DATABASE_URL: byAddress })).code).toBe(0);
  } finally {
    await strange.stop();
  }
}, 60_000);

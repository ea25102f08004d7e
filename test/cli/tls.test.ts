/** TLS to etcd and the database, with client certificates and users, and what people read where it does not come about. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../callback/certificates.js';
import { startCrony } from '../kit/crony-process.js';
import { EtcdServer } from '../kit/etcd.js';
import { freePorts } from '../kit/free-port.js';
import { MariadbServer } from '../kit/mariadb.js';
import { runProgram } from './program.js';

const PASSWORD = 'of-etcd-itself';
/** What the database grants to whom, as docs/operate.md writes it down. */
const WORKS = 'SELECT, INSERT, UPDATE, DELETE';
const MIGRATES = `${WORKS}, CREATE, ALTER, DROP, INDEX, REFERENCES`;

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
  await etcd.enableAuth(PASSWORD);
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
    CRONY_ETCD_USER: 'root',
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
  it('tables, hub and node come up, each with its own grants', async () => {
    const asMigrator = { ...settings, CRONY_DATABASE_URL: migratorUrl(), CRONY_LOG_LEVEL: 'error' };
    expect(await runProgram(['migrate'], asMigrator)).toMatchObject({ code: 0, stderr: '' });
    const [port, nodePort] = await freePorts(2);
    const env = { ...settings, CRONY_AUTO_MIGRATE: 'off', CRONY_PORT: String(port), CRONY_NODE_PORT: String(nodePort) };
    const hub = await startCrony('admin', `http://127.0.0.1:${port}`, env, { folder });
    const node = await startCrony('node', `http://127.0.0.1:${nodePort}`, env, { folder });
    expect(await node.stop()).toBe(0);
    expect(await hub.stop()).toBe(0);
  }, 60_000);
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
  ])('%s', async (_, over, sentence) => {
    const env = { ...settings, ...over(), CRONY_DATABASE_URL: migratorUrl(), CRONY_LOG_LEVEL: 'silent' };
    const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
    const { code, stderr } = await runProgram(['admin'], given);
    expect(stderr).toMatch(sentence);
    expect(stderr.trimEnd()).not.toContain('\n');
    expect(code).toBe(1);
  });

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
  ])('%s', async (_, over, sentence) => {
    const { CRONY_DATABASE_CA_FILE } = settings;
    const env = { CRONY_DATABASE_URL: migratorUrl(), CRONY_DATABASE_CA_FILE: CRONY_DATABASE_CA_FILE!, ...over() };
    const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
    const { code, stderr } = await runProgram(['migrate'], { ...given, CRONY_LOG_LEVEL: 'silent' });
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('of-the-');
    expect(code).toBe(1);
  });
});

it('the name in the certificate of the database is compared with that in the URL', async () => {
  const strange = await MariadbServer.start({
    args: [`--ssl-ca=${file('ca.crt')}`, `--ssl-cert=${file('elsewhere.crt')}`, `--ssl-key=${file('elsewhere.key')}`],
  });
  try {
    const url = `${(await strange.createDatabase()).replace('127.0.0.1', 'localhost')}?tls=true`;
    const env = { CRONY_DATABASE_URL: url, CRONY_DATABASE_CA_FILE: file('ca.crt'), CRONY_LOG_LEVEL: 'silent' };
    const { code, stderr } = await runProgram(['migrate'], env);
    expect(stderr).toMatch(/its certificate is for another name than that in CRONY_DATABASE_URL/);
    expect(code).toBe(1);
  } finally {
    await strange.stop();
  }
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SettingsError, readSettings, type SettingProblem } from './read-settings.js';
import { SETTINGS, SETTING_KEYS, flagOf, type AnySetting, type SettledCommand } from './settings.js';

/** What a cluster's commands need besides the setting under test. */
const CLUSTER = {
  CRONY_ETCD: 'http://127.0.0.1:2379',
  CRONY_DATABASE_URL: 'mysql://crony:pw@127.0.0.1:3306/crony',
  CRONY_SECRET: 'correct horse battery'.replaceAll(' ', '-'),
};

function problems(command: SettledCommand, env: Record<string, string>, argv: string[] = []): SettingProblem[] {
  try {
    readSettings(command, { argv, env });
  } catch (error) {
    if (error instanceof SettingsError) return [...error.problems];
    throw error;
  }
  return [];
}

describe('a bad value is refused by name, value and rule', () => {
  it.each<[SettledCommand, string, string, string]>([
    ['standalone', 'CRONY_PORT', '99999', 'port from 0 to 65535'],
    ['standalone', 'CRONY_PORT', '-1', 'port from 0 to 65535'],
    ['standalone', 'CRONY_PORT', '80.5', 'port from 0 to 65535'],
    ['standalone', 'CRONY_PORT', '0x50', 'port from 0 to 65535'],
    ['standalone', 'CRONY_PORT', ' 8089', 'port from 0 to 65535'],
    ['standalone', 'CRONY_PORT', 'http', 'port from 0 to 65535'],
    ['standalone', 'CRONY_PORT', '', 'leave it unset for the default'],
    ['standalone', 'CRONY_HOST', 'http://localhost', 'IP address or a host name'],
    ['standalone', 'CRONY_HOST', '127.0.0.256', 'IP address or a host name'],
    ['standalone', 'CRONY_HOST', 'localhost:8089', 'IP address or a host name'],
    ['standalone', 'CRONY_HOST', '-bad-.example', 'IP address or a host name'],
    ['node', 'CRONY_NODE_HOST', 'a b', 'IP address or a host name'],
    ['node', 'CRONY_NODE_PORT', '65536', 'port from 0 to 65535'],
    ['standalone', 'CRONY_PUBLIC_URL', 'crony.example.com', 'http:// or https:// URL'],
    ['standalone', 'CRONY_PUBLIC_URL', 'ftp://crony.example.com', 'http:// or https:// URL'],
    ['standalone', 'CRONY_PUBLIC_URL', 'https://crony.example.com/?a=1', 'without user, query or fragment'],
    ['standalone', 'CRONY_DATABASE_URL', 'postgres://127.0.0.1/crony', 'mysql://user:password@host:3306/database'],
    ['standalone', 'CRONY_DATABASE_URL', 'sqlite:', 'sqlite: and the path of a file'],
    ['migrate', 'CRONY_DATABASE_URL', 'mysql://127.0.0.1:3306', 'mysql://user:password@host:3306/database'],
    ['migrate', 'CRONY_DATABASE_URL', 'mysql://127.0.0.1:3306/', 'mysql://user:password@host:3306/database'],
    ['admin', 'CRONY_AUTO_MIGRATE', 'yes', 'one of on, off'],
    ['admin', 'CRONY_ETCD', '127.0.0.1:2379', 'URLs separated by commas'],
    ['admin', 'CRONY_ETCD', 'http://127.0.0.1:2379,', 'URLs separated by commas'],
    ['admin', 'CRONY_ETCD', 'http://127.0.0.1:2379/v3', 'nothing after the port'],
    ['admin', 'CRONY_ETCD', 'http://127.0.0.1:2379,https://127.0.0.1:2380', 'for all members'],
    ['admin', 'CRONY_ETCD_PREFIX', 'crony/v1', 'a path such as /crony/v1'],
    ['admin', 'CRONY_ETCD_PREFIX', '/crony/v1/', 'none at the end'],
    ['node', 'CRONY_ETCD_CA_FILE', '/no/such/file.pem', 'PEM file that this process may read'],
    ['node', 'CRONY_ETCD_USER', 'root', 'needs CRONY_ETCD_PASSWORD beside it'],
    ['node', 'CRONY_LEASE_TTL_S', '2', 'whole number of seconds from 3 to 600'],
    ['node', 'CRONY_LEASE_TTL_S', '6s', 'whole number of seconds from 3 to 600'],
    ['admin', 'CRONY_HUB_ID', 'hub/1', '1 to 63 letters, digits'],
    ['node', 'CRONY_NODE_ID', 'a'.repeat(64), '1 to 63 letters, digits'],
    ['node', 'CRONY_NODE_ID', '-node', 'beginning with a letter or digit'],
    ['node', 'CRONY_NODE_WEIGHT', '1.5', 'whole number of shares from 0 to 1000'],
    ['node', 'CRONY_NODE_LABELS', 'zone', 'labels such as zone=a,gpu=1'],
    ['node', 'CRONY_NODE_LABELS', 'zone=a,zone=b', 'no key twice'],
    ['node', 'CRONY_NODE_LABELS', 'zone=a=b', 'labels such as zone=a,gpu=1'],
    ['node', 'CRONY_NODE_LABELS', 'zone=', 'labels such as zone=a,gpu=1'],
    ['node', 'CRONY_NODE_PROJECTS', 'pay,,orders', 'names of projects separated by commas'],
    ['node', 'CRONY_NODE_PROJECTS', 'Pay', 'names of projects separated by commas'],
    ['node', 'CRONY_NODE_PROJECTS', 'pay,pay', 'none twice'],
    ['node', 'CRONY_NODE_CONCURRENCY', '0', 'whole number of attempts from 1 to 100000'],
    ['node', 'CRONY_GRACE_MS', '30s', 'whole number of milliseconds from 0 to 3600000'],
    ['node', 'CRONY_NODE_SHELL', 'yes', 'one of on, off'],
    ['admin', 'CRONY_ASSIGNMENT_POLICY', 'round_robin', 'one of weighted_round_robin, fewest_jobs, or the path'],
    ['admin', 'CRONY_ASSIGNMENT_POLICY', './no-such-policy.js', 'that this process may read'],
    ['admin', 'CRONY_REBALANCE', 'always', 'auto, manual or a whole number of moves a minute'],
    ['admin', 'CRONY_REBALANCE', '0', 'auto, manual or a whole number of moves a minute'],
    ['standalone', 'CRONY_DATA_DIR', ' ', 'the path of a directory'],
    ['standalone', 'CRONY_LOG_LEVEL', 'verbose', 'one of debug, info, warn, error, silent'],
  ])('crony %s with %s=%j: %s', (command, variable, value, rule) => {
    const env = command === 'standalone' ? {} : CLUSTER;
    const found = problems(command, { ...env, [variable]: value });
    expect(found).toEqual([{ name: variable, value, rule: expect.stringContaining(rule) as string }]);
    const message = new SettingsError(found).message;
    expect(message).toContain(`${variable}=${value === '' ? '""' : value}`);
  });

  it.each([
    ['CRONY_SECRET', 'too-short', 'at least 16 characters'],
    ['CRONY_SECRET', 'a line break at the end\n', 'control character'],
    ['CRONY_API_TOKEN', 'has spaces in its middle', 'without spaces'],
    ['CRONY_API_TOKEN', 'schlüssel-mit-umlaut', 'visible ASCII'],
    ['CRONY_API_TOKEN', 'fifteen-letters', 'at least 16 characters'],
    ['CRONY_ADMIN_PASSWORD', 'secret7', 'at least 8 characters'],
  ])('%s is never shown', (variable, value, rule) => {
    const [problem, ...rest] = problems('standalone', { [variable]: value });
    expect(rest).toEqual([]);
    expect(problem).toMatchObject({ name: variable, value: `(hidden, ${value.length} characters)` });
    expect(problem!.rule).toContain(rule);
    expect(JSON.stringify(problem)).not.toContain(value);
  });

  it.each([
    ['CRONY_DATABASE_URL', 'mysq://crony:pass-word@db:3306/crony', 'mysq://crony:***@db:3306/crony'],
    ['CRONY_DATABASE_URL', 'crony:pass-word@db', 'crony:***@db'],
    ['CRONY_DATABASE_URL', 'mysql://crony:p@ss-word@db:3306', 'mysql://crony:***@db:3306'],
    ['CRONY_DATABASE_URL', 'mysql://crony:pass-word', 'mysql://crony:***'],
    ['CRONY_DATABASE_URL', 'mysql://db:3306/', 'mysql://db:3306/'],
    ['CRONY_PUBLIC_URL', 'https://me:pass-word@crony.example.com', 'https://me:***@crony.example.com'],
  ])('the password in %s is never shown: %s', (variable, value, shown) => {
    expect(problems('standalone', { [variable]: value })).toMatchObject([{ name: variable, value: shown }]);
  });
});

describe('what is no setting is refused', () => {
  it.each([
    ['CRONY_PROT', '8089', 'did you mean CRONY_PORT?'],
    ['CRONY_NODE_WIEGHT', '2', 'did you mean CRONY_NODE_WEIGHT?'],
    ['CRONY_SERVICE_HOST', '10.0.0.1', 'enableServiceLinks: false'],
    ['CRONY_HUBS_PORT_8089_TCP', 'tcp://10.0.0.1:8089', 'enableServiceLinks: false'],
    ['CRONY_FAVOURITE_COLOUR', 'blue', 'is not a setting of crony'],
  ])('the variable %s', (variable, value, rule) => {
    const [problem] = problems('standalone', { [variable]: value });
    expect(problem).toMatchObject({ name: variable, value });
    expect(problem!.rule).toContain(rule);
  });

  it.each(['CRONY_SECRTE', 'CRONY_DB_PASSWORD', 'CRONY_X_TOKEN'])('%s, whose value stays hidden', (variable) => {
    const [problem] = problems('standalone', { [variable]: 'very-much-hidden' });
    expect(problem!.value).toMatch(/^\(hidden/);
  });

  it.each<[string[], string, string]>([
    [['--prot', '1'], '--prot', 'did you mean --port?'],
    [['--node-port', '1'], '--node-port', 'only of: node'],
    [['--port'], '--port', 'needs a value'],
    [['--port', '--host', '::1'], '--port', 'needs a value'],
    [['--port=1', '--port=2'], '--port', 'is given twice'],
    [['start'], 'start', 'takes flags only'],
  ])('the arguments %j', (argv, name, rule) => {
    const [problem, ...rest] = problems('standalone', {}, argv);
    expect(rest).toEqual([]);
    expect(problem).toMatchObject({ name, rule: expect.stringContaining(rule) as string });
  });
});

describe('rules between settings', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'crony-settings-'));
    writeFileSync(join(dir, 'some.pem'), '-----BEGIN CERTIFICATE-----\n');
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  it('a certificate needs its key and https', () => {
    const env = { ...CLUSTER, CRONY_ETCD_CERT_FILE: join(dir, 'some.pem') };
    expect(problems('node', env).map(({ rule }) => rule)).toEqual([
      'needs CRONY_ETCD_KEY_FILE beside it',
      'needs https:// URLs in CRONY_ETCD',
    ]);
  });

  it.each(['admin', 'node'] as const)('crony %s refuses a database that others cannot share', (command) => {
    const [problem] = problems(command, { ...CLUSTER, CRONY_DATABASE_URL: 'sqlite:./crony.db' });
    expect(problem).toMatchObject({ name: 'CRONY_DATABASE_URL', value: 'sqlite:./crony.db' });
    expect(problem!.rule).toContain('must be a mysql:// URL');
  });

  it('a provider needs client and secret, and https unless it is on this machine', () => {
    const names = ['CRONY_OIDC_CLIENT_ID', 'CRONY_OIDC_CLIENT_SECRET'];
    const alone = problems('standalone', { CRONY_OIDC_ISSUER: 'https://id.example.com/' });
    expect(alone.map(({ rule }) => rule)).toEqual(names.map((name) => `needs ${name} beside it`));
    const client = { CRONY_OIDC_CLIENT_ID: 'crony', CRONY_OIDC_CLIENT_SECRET: 'hidden' };
    const [plain] = problems('standalone', { ...client, CRONY_OIDC_ISSUER: 'http://id.example.com' });
    expect(plain).toMatchObject({ name: 'CRONY_OIDC_ISSUER', rule: expect.stringContaining('https://') as string });
    expect(problems('standalone', { ...client, CRONY_OIDC_ISSUER: 'http://127.0.0.1:9000' })).toEqual([]);
    expect(problems('standalone', client).map(({ rule }) => rule)).toContain('needs CRONY_OIDC_ISSUER beside it');
  });

  it.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/x', 'proxy.internal', '::/129', '10.0.0.0/8/8'])(
    'proxies are named by network: %s',
    (network) => {
      const { length } = problems('standalone', { CRONY_TRUSTED_PROXIES: `192.0.2.7,${network}` });
      expect(length).toBe(network === '10.0.0.0' ? 0 : 1);
    },
  );

  it('all problems are told at once', () => {
    const names = problems('node', { CRONY_NODE_PORT: 'x', CRONY_NODE_WEIGHT: '-1', CRONY_ODE_ID: 'n' }, ['--what']);
    expect(names.map(({ name }) => name).toSorted()).toEqual(
      ['--what', 'CRONY_DATABASE_URL', 'CRONY_ETCD', 'CRONY_NODE_PORT', 'CRONY_NODE_WEIGHT', 'CRONY_ODE_ID', 'CRONY_SECRET'].toSorted(), // prettier-ignore
    );
  });
});

describe('good settings', () => {
  it('a flag wins over the variable, the variable over the default', () => {
    const env = { CRONY_PORT: '9000', CRONY_NODE_WEIGHT: '5' };
    const { settings } = readSettings('standalone', { argv: ['--port', '9001', '--node-id=n1'], env });
    expect(settings).toMatchObject({ port: 9001, nodeWeight: 5, nodeId: 'n1', nodeConcurrency: 1000, secret: null });
  });

  it('standalone needs nothing at all', () => {
    const { settings, unused } = readSettings('standalone', { argv: [], env: { PATH: '/bin' } });
    expect(settings.host).toBe('127.0.0.1');
    expect(settings.databaseUrl).toBeNull();
    expect(unused).toEqual([]);
  });

  it('values arrive parsed', () => {
    const env = {
      ...CLUSTER,
      CRONY_ETCD: 'http://10.0.0.1:2379, http://[::1]:2379',
      CRONY_NODE_LABELS: 'zone=a, gpu=1',
      CRONY_NODE_PROJECTS: 'pay, orders',
      CRONY_PUBLIC_URL: 'https://crony.example.com/base/',
    };
    expect(readSettings('node', { argv: [], env }).settings).toMatchObject({
      etcd: ['http://10.0.0.1:2379', 'http://[::1]:2379'],
      nodeLabels: { zone: 'a', gpu: '1' },
      nodeProjects: ['pay', 'orders'],
      publicUrl: 'https://crony.example.com/base',
    });
  });

  it('variables of other commands are named, not refused: hubs and nodes may share a file', () => {
    const { unused } = readSettings('admin', { argv: [], env: { ...CLUSTER, CRONY_NODE_PORT: '8090' } });
    expect(unused).toEqual(['CRONY_NODE_PORT']);
  });

  it('a bad variable does not matter where a flag wins over it', () => {
    expect(problems('standalone', { CRONY_PORT: 'x' }, ['--port', '1'])).toEqual([]);
  });
});

describe('the list itself', () => {
  it('every default follows the rule of its own kind', () => {
    for (const key of SETTING_KEYS) {
      const { variable, kind, on }: AnySetting = SETTINGS[key];
      for (const fallback of Object.values(on)) {
        if (typeof fallback === 'string') expect(kind.parse(fallback), `${variable}=${fallback}`).toBeDefined();
      }
    }
  });

  it('names and flags are all different', () => {
    const flags = SETTING_KEYS.map((key) => flagOf(SETTINGS[key].variable));
    expect(new Set(flags).size).toBe(SETTING_KEYS.length);
    expect(flags).toContain('--node-id');
  });
});

describe('certificates of the database, and copies', () => {
  it('go with a URL that asks for TLS, and with SQLite', () => {
    const plain = { ...CLUSTER, CRONY_DATABASE_CA_FILE: '/no/such/file.pem' };
    expect(problems('node', plain)).toMatchObject([{ name: 'CRONY_DATABASE_CA_FILE' }]);
    expect(problems('backup', { CRONY_BACKUP_DIR: tmpdir() })).toMatchObject([
      { name: 'CRONY_BACKUP_DIR', rule: 'must be the path of a directory that is not there yet' },
    ]);
    const mysql = { CRONY_BACKUP_DIR: '/no/such/place', CRONY_DATABASE_URL: 'mysql://a:b@c/d' };
    expect(problems('backup', mysql)).toMatchObject([
      {
        name: 'CRONY_DATABASE_URL',
        value: 'mysql://a:***@c/d',
        rule: expect.stringContaining('must be sqlite:') as string,
      },
    ]);
  });
});

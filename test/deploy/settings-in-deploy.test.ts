/** Whatever deploy/ sets, hubs and nodes take: by name, by value, and together. */
import { describe, expect, it } from 'vitest';
import { readSettings } from '@crony/shared/runtime/settings/read-settings';
import { SETTINGS, SETTING_KEYS, type SettledCommand } from '@crony/shared/runtime/settings/settings';
import { compose, deployFiles, kustomization, manifests, pairsOf, podOf, textOf } from './deploy-files.js';

const KNOWN = new Set<string>(SETTING_KEYS.map((key) => SETTINGS[key].variable));
/** What the kubelet or Docker fills in. */
const FILLED_IN = { CRONY_HUB_ID: 'crony-admin-0', CRONY_NODE_ID: 'crony-node-0' };
const secrets = (name: string) => manifests().find((one) => one.kind === 'Secret' && one.metadata.name === name)!;

/** As the program would find it in its environment; throws what it would say. */
function demandAccepted(command: string, env: Record<string, string>): ReturnType<typeof readSettings>['settings'] {
  const ours = Object.entries(env).filter(([name]) => name.startsWith('CRONY_'));
  return readSettings(command as SettledCommand, { argv: [], env: Object.fromEntries(ours) }).settings;
}

it('every variable that a file names is a setting', () => {
  const unknown = deployFiles().flatMap((path) => {
    const named = textOf(path).match(/\bCRONY_[A-Z0-9_]*[A-Z0-9]\b/g) ?? [];
    return named.filter((name) => !KNOWN.has(name)).map((name) => `${path}: ${name}`);
  });
  // Named to say that it must not be there.
  expect(unknown.filter((one) => !one.endsWith('CRONY_ADMIN_PORT'))).toEqual([]);
});

describe('compose', () => {
  const crony = Object.entries(compose().services).filter(([, { image }]) => image === 'crony:latest');
  it.each(crony)('%s starts with what it is given', (_, { command, environment = {}, env_file: files = [] }) => {
    expect(files).toEqual(['crony.env']);
    const shared = Object.fromEntries(pairsOf(textOf('docker/crony.env.example')));
    demandAccepted(command![0]!, { ...imageEnvironment(), ...shared, ...environment });
  });

  it('the database has the user that hubs and nodes are', () => {
    const mysql = Object.fromEntries(pairsOf(textOf('docker/mysql.env.example')));
    const crony = Object.fromEntries(pairsOf(textOf('docker/crony.env.example')));
    const url = new URL(crony['CRONY_DATABASE_URL']!);
    expect([url.username, url.password, url.pathname.slice(1)]).toEqual([
      ...[mysql['MYSQL_USER'], mysql['MYSQL_PASSWORD'], mysql['MYSQL_DATABASE']],
    ]);
    expect(compose().services).toHaveProperty(url.hostname);
    for (const member of crony['CRONY_ETCD']!.split(','))
      expect(compose().services).toHaveProperty(new URL(member).hostname);
  });
});

describe('kubernetes', () => {
  const pods = manifests().flatMap((one) => podOf(one) ?? []);
  const containers = pods.flatMap(({ containers }) => containers).map((one) => [one.name, one] as const);
  it.each(containers)('%s starts with what it is given', (_, { args, envFrom, env = [] }) => {
    const from = envFrom.flatMap(({ configMapRef, secretRef }) => {
      const map = kustomization().configMapGenerator.find(({ name }) => name === configMapRef?.name);
      return [
        ...pairsOf(map?.literals.join('\n') ?? ''),
        ...Object.entries(secretRef ? secrets(secretRef.name).stringData! : {}),
      ];
    });
    const own = env.map(({ name, value }) => [name, value ?? FILLED_IN[name as keyof typeof FILLED_IN]] as const);
    demandAccepted(args[0]!, { ...imageEnvironment(), ...Object.fromEntries(from), ...Object.fromEntries(own) });
  });

  it('gives each pod longer to end than it takes', () => {
    const graceMs = Number(
      new Map(pairsOf(kustomization().configMapGenerator[0]!.literals.join('\n'))).get('CRONY_GRACE_MS'),
    );
    const servers = pods.filter(({ containers: [one] }) => one!.args[0] !== 'migrate');
    expect(servers).toHaveLength(2);
    for (const pod of servers) expect(pod.terminationGracePeriodSeconds! * 1_000).toBeGreaterThan(graceMs + 20_000);
    for (const pod of pods) expect(pod.enableServiceLinks).toBe(false);
  });
});

describe('systemd', () => {
  it.each(['hub', 'node'])('crony-%s reads a file of settings, and has the time to end', (name) => {
    const unit = textOf(`systemd/crony-${name}.service`);
    const valueOf = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1];
    expect(unit).toContain(`Environment=CRONY_SETTINGS_FILE=/etc/crony/${name}.env\n`);
    expect(Number(valueOf('TimeoutStopSec')) * 1_000).toBeGreaterThan(Number(SETTINGS.graceMs.on.node) + 15_000);
    expect(valueOf('ExecReload')).toBe('/bin/kill -HUP $MAINPID');
    expect(valueOf('ExecStart')).toMatch(new RegExp(`main\\.js ${name === 'hub' ? 'admin' : 'node'}$`));
  });
});

/** The `ENV` of the Dockerfile. */
function imageEnvironment(): Record<string, string> {
  const block = /^ENV ((?:.*\\\n)*.*)$/m.exec(textOf('docker/Dockerfile'))![1]!;
  return Object.fromEntries(block.split(/\s*\\\n\s*/).map((pair) => pair.split('=') as [string, string]));
}

/**
 * Turns arguments, environment and a file into the settings of one command: flags win over variables, variables over
 * the file, and the file over defaults. Everything that is wrong is told at once, and nothing that looks like a setting is passed over.
 */
import { parseDatabaseUrl } from '../../store/database-url.js';
import { didYouMean } from './did-you-mean.js';
import { effectiveSetting, type EffectiveSetting, type GivenSetting } from './effective-settings.js';
import { readSettingsFile } from './settings-file.js';
import {
  CLIENT_VARIABLES,
  SETTINGS,
  SETTING_KEYS,
  flagOf,
  type AnySetting,
  type SettingKey,
  type Settings,
  type SettledCommand,
} from './settings.js';

export interface SettingProblem {
  /** The variable, flag or argument as the user wrote it. */
  readonly name: string;
  /** As it may be shown; null where there is none. */
  readonly value: string | null;
  readonly rule: string;
}

export class SettingsError extends Error {
  override name = 'SettingsError';
  constructor(readonly problems: readonly SettingProblem[]) {
    super(problems.map(describeProblem).join('\n'));
  }
}

export interface SettingSources {
  /** Arguments after the command. */
  argv: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
}

export interface ReadSettings<C extends SettledCommand> {
  settings: Settings<C>;
  /** The same for people, without secrets. */
  effective: EffectiveSetting[];
  /** Variables that are set but belong to other commands only: likely a shared environment file. */
  unused: string[];
  /** What the settings file says in vain, because a variable or a flag says it too. */
  overruled: string[];
}

type Given = GivenSetting;

export function readSettings<C extends SettledCommand>(command: C, sources: SettingSources): ReadSettings<C> {
  const problems: SettingProblem[] = [];
  const given = new Map<SettingKey, Given>();
  const unused = takeVariables(command, sources.env, given, problems);
  takeFlags(command, sources.argv, given, problems);
  const overruled = takeFile(command, given, unused, problems);
  const values: Partial<Record<SettingKey, unknown>> = {};
  for (const key of keysOf(command)) {
    values[key] = valueOf(key, command, given.get(key), problems);
  }
  problems.push(...conflicts(command, values, given));
  if (problems.length > 0) throw new SettingsError(problems);
  const effective = keysOf(command).map((key) => effectiveSetting(key, command, given.get(key)));
  return { settings: Object.freeze(values) as Settings<C>, effective, unused, overruled };
}

/** The settings that a command takes, in the order of the list. */
export function keysOf(command: SettledCommand): SettingKey[] {
  return SETTING_KEYS.filter((key) => command in SETTINGS[key].on);
}

function takeVariables(
  command: SettledCommand,
  env: SettingSources['env'],
  given: Map<SettingKey, Given>,
  problems: SettingProblem[],
): string[] {
  const keyOf = new Map<string, SettingKey>(SETTING_KEYS.map((key) => [SETTINGS[key].variable, key]));
  const unused: string[] = [];
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith('CRONY_') || text === undefined) continue;
    const key = keyOf.get(name);
    if (CLIENT_VARIABLES.includes(name)) unused.push(name);
    else if (key === undefined) problems.push(unknownVariable(name, text));
    else if (command in SETTINGS[key].on) given.set(key, { name, text, source: 'environment' });
    else unused.push(name);
  }
  return unused;
}

/** Which of its lines are overruled. */
function takeFile(
  command: SettledCommand,
  given: Map<SettingKey, Given>,
  unused: string[],
  problems: SettingProblem[],
): string[] {
  const path = given.get('settingsFile')?.text;
  // A path that cannot be read is told of like every bad value.
  if (path === undefined || SETTINGS.settingsFile.kind.parse(path) === undefined) return [];
  const keyOf = new Map<string, SettingKey>(SETTING_KEYS.map((key) => [SETTINGS[key].variable, key]));
  const overruled: string[] = [];
  let file: ReturnType<typeof readSettingsFile>;
  try {
    file = readSettingsFile(path);
  } catch (error) {
    problems.push({ name: SETTINGS.settingsFile.variable, value: path, rule: `cannot be read: ${String(error)}` });
    return [];
  }
  for (const { place, rule } of file.problems) problems.push({ name: place, value: null, rule });
  for (const { place, variable, text } of file.settings) {
    const key = keyOf.get(variable);
    const name = `${place}: ${variable}`;
    if (key === undefined) problems.push(unknownVariable(variable, text, name));
    else if (key === 'settingsFile') problems.push({ name, value: null, rule: 'cannot name another file' });
    else if (!(command in SETTINGS[key].on)) unused.push(variable);
    else if (given.has(key)) overruled.push(variable);
    else given.set(key, { name, text, source: 'file' });
  }
  return overruled;
}

/** What Kubernetes adds to every pod for a Service whose name begins with "crony". */
const SERVICE_LINK = /_(SERVICE_(HOST|PORT.*)|PORT(_\d+_(TCP|UDP|SCTP).*)?)$/;

function unknownVariable(name: string, text: string, shownAs = name): SettingProblem {
  const near = didYouMean(
    name,
    SETTING_KEYS.map((key) => SETTINGS[key].variable),
  );
  const meant = near === null ? '' : `; did you mean ${near}?`;
  const link = SERVICE_LINK.test(name)
    ? '; if Kubernetes set it for a Service, `enableServiceLinks: false` in the pod keeps it out'
    : '';
  return { name: shownAs, value: showUnknown(near, name, text), rule: `is not a setting of crony${meant}${link}` };
}

/** A misspelt secret is still a secret. */
function showUnknown(near: string | null, name: string, text: string): string {
  const setting = SETTING_KEYS.map((key): AnySetting => SETTINGS[key]).find(({ variable }) => variable === near);
  if (setting?.kind.redact) return setting.kind.redact(text);
  return /SECRET|TOKEN|PASS|KEY|CRED|URL|DSN/i.test(name) ? '(hidden)' : text.slice(0, 100);
}

function takeFlags(
  command: SettledCommand,
  argv: readonly string[],
  given: Map<SettingKey, Given>,
  problems: SettingProblem[],
): void {
  const keyOf = new Map<string, SettingKey>(SETTING_KEYS.map((key) => [flagOf(SETTINGS[key].variable), key]));
  const seen = new Set<SettingKey>();
  for (let i = 0; i < argv.length; i += 1) {
    const argument = argv[i]!;
    if (!argument.startsWith('--')) {
      problems.push({ name: argument, value: null, rule: `is not expected: crony ${command} takes flags only` });
      continue;
    }
    const equals = argument.indexOf('=');
    const name = equals < 0 ? argument : argument.slice(0, equals);
    let text = equals < 0 ? undefined : argument.slice(equals + 1);
    // The word after a flag is its value, unless it is a flag itself.
    if (text === undefined && argv[i + 1] !== undefined && !argv[i + 1]!.startsWith('--')) text = argv[(i += 1)];
    const key = keyOf.get(name);
    if (key === undefined) problems.push(unknownFlag(command, name));
    else if (!(command in SETTINGS[key].on)) problems.push(foreignFlag(command, name, key));
    else if (seen.has(key)) problems.push({ name, value: null, rule: 'is given twice' });
    else if (text === undefined)
      problems.push({ name, value: null, rule: `needs a value: ${SETTINGS[key].kind.rule}` });
    else given.set(key, { name, text, source: 'flag' });
    if (key !== undefined) seen.add(key);
  }
}

function unknownFlag(command: SettledCommand, name: string): SettingProblem {
  const near = didYouMean(
    name,
    keysOf(command).map((key) => flagOf(SETTINGS[key].variable)),
  );
  const meant = near === null ? '' : `; did you mean ${near}?`;
  return { name, value: null, rule: `is not a flag of crony ${command}${meant}` };
}

function foreignFlag(command: SettledCommand, name: string, key: SettingKey): SettingProblem {
  const takers = Object.keys(SETTINGS[key].on).join(', ');
  return { name, value: null, rule: `is not a flag of crony ${command}, only of: ${takers}` };
}

function valueOf(
  key: SettingKey,
  command: SettledCommand,
  given: Given | undefined,
  problems: SettingProblem[],
): unknown {
  const { variable, kind, on }: AnySetting = SETTINGS[key];
  const fallback = on[command]!;
  if (given !== undefined) {
    const value = kind.parse(given.text);
    if (value === undefined) problems.push(badValue(given, kind));
    return value;
  }
  if (typeof fallback === 'string') return kind.parse(fallback);
  if ('unset' in fallback) return null;
  problems.push({
    name: variable,
    value: null,
    rule: `is not set, and crony ${command} needs it: ${kind.rule} (or the flag ${flagOf(variable)})`,
  });
  return undefined;
}

function badValue({ name, text }: Given, kind: AnySetting['kind']): SettingProblem {
  // Without a value there is nothing to redact, and a variable set by mistake is easiest to see as what it is.
  if (text === '') return { name, value: '', rule: `must be ${kind.rule}; leave it unset for the default` };
  return { name, value: kind.redact ? kind.redact(text) : text.slice(0, 200), rule: `must be ${kind.rule}` };
}

/** Rules between settings that are each fine by themselves. */
function conflicts(
  command: SettledCommand,
  values: Partial<Record<SettingKey, unknown>>,
  given: ReadonlyMap<SettingKey, Given>,
): SettingProblem[] {
  const found: SettingProblem[] = [];
  const nameOf = (key: SettingKey): string => given.get(key)?.name ?? SETTINGS[key].variable;
  const conflict = (key: SettingKey, rule: string): void => {
    const text = given.get(key)?.text;
    const { redact = (shown: string) => shown } = SETTINGS[key].kind as AnySetting['kind'];
    found.push({ name: nameOf(key), value: text === undefined ? null : redact(text), rule });
  };
  for (const [one, other] of [
    ['etcdUser', 'etcdPassword'],
    ['etcdCertFile', 'etcdKeyFile'],
    ['databaseCertFile', 'databaseKeyFile'],
    ['oidcIssuer', 'oidcClientId'],
    ['oidcIssuer', 'oidcClientSecret'],
  ] as const) {
    for (const [has, lacks] of [
      [one, other],
      [other, one],
    ] as const) {
      if (values[has] != null && !given.has(lacks)) conflict(has, `needs ${SETTINGS[lacks].variable} beside it`);
    }
  }
  const members = (values.etcd ?? []) as string[];
  const plain = members.some((url) => url.startsWith('http:'));
  if (plain && members.some((url) => url.startsWith('https:'))) {
    conflict('etcd', 'must be http:// for all members or https:// for all');
  }
  for (const key of ['etcdCaFile', 'etcdCertFile'] as const) {
    if (plain && values[key] != null) conflict(key, `needs https:// URLs in ${nameOf('etcd')}`);
  }
  const issuer = values.oidcIssuer;
  if (typeof issuer === 'string' && issuer.startsWith('http:') && !isLoopback(new URL(issuer).hostname)) {
    conflict('oidcIssuer', 'must be https://: what the provider says of people must not be changed on the way');
  }
  const database = values.databaseUrl;
  if ((command === 'admin' || command === 'node') && typeof database === 'string' && database.startsWith('sqlite:')) {
    conflict('databaseUrl', `must be a mysql:// URL: crony ${command} shares its database with other processes`);
  }
  if (command === 'backup' && typeof database === 'string' && !database.startsWith('sqlite:')) {
    conflict('databaseUrl', 'must be sqlite: and the path of a file: for MySQL there is mysqldump or mariadb-dump');
  }
  for (const key of ['databaseCaFile', 'databaseCertFile'] as const) {
    if (values[key] != null && !usesTls(database))
      conflict(key, `needs ?tls=true at the end of ${nameOf('databaseUrl')}`);
  }
  return found;
}

function usesTls(databaseUrl: unknown): boolean {
  if (typeof databaseUrl !== 'string') return false;
  const parsed = parseDatabaseUrl(databaseUrl);
  return parsed.kind === 'mysql' && parsed.tls;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

function describeProblem({ name, value, rule }: SettingProblem): string {
  if (value === null) return `${name} ${rule}`;
  return `${name}=${value === '' ? '""' : value} ${rule}`;
}

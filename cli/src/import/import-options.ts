/** The options of `crony import`, read and judged. */
import { findTimeZone } from '@crony/shared/domain/schedule/time-zone';
import { JOB_DEFAULTS } from '@crony/shared/wire/job';
import { managedByName } from '@crony/shared/wire/managed-by';
import { projectName } from '@crony/shared/wire/project';
import { labelName, labelValue } from '@crony/shared/wire/text';
import { usageError, type Given, type Options } from '../terminal/command.js';

export type ImportSource = 'crontab' | 'xxl-job' | 'crony-go';

/** Where a password does not stand in the list of processes. */
export const DATABASE_URL_VARIABLE = 'IMPORT_DATABASE_URL';

/** Of every source. */
export const IMPORT_OPTIONS: Options = {
  'time-zone': { value: 'name', help: "Of the source's times. Default: the zone of this machine." },
  map: { value: 'file', help: 'YAML: which commands or handlers become which callbacks.' },
  'node-label': { value: 'name=value', many: true, help: 'Only nodes with this label may run the jobs.' },
  'name-prefix': { value: 'text', help: 'Before the name of each job, such as web1-.' },
  project: { value: 'name', help: `Of the jobs. Default: ${JOB_DEFAULTS.project}.` },
  'managed-by': { value: 'name', help: 'The mark of the jobs. Default: import- and the source.' },
  paused: { help: 'No job fires before it is resumed.' },
  out: { short: 'o', value: 'file', help: 'Where the jobs file goes. Default: nothing is written.' },
  force: { help: 'Write over a file that is there already.' },
  json: { help: 'The report as one JSON object.' },
  'allow-refused': { help: 'Exit with 0 although something was refused.' },
};

export const CRONTAB_OPTIONS: Options = {
  'system-crontab': { help: 'A user stands before the command, as in /etc/crontab and /etc/cron.d.' },
  'user-crontab': { help: 'None stands there.' },
  cwd: { value: 'path', help: 'Where commands start that have no HOME= above them.' },
  ...IMPORT_OPTIONS,
};

export const DATABASE_OPTIONS: Options = {
  'database-url': {
    value: 'url',
    help: `mysql://user:password@host:3306/database, with ?tls=true for TLS. Default: the variable ${DATABASE_URL_VARIABLE}.`,
  },
  ...IMPORT_OPTIONS,
};

export interface ImportOptions {
  timeZone: string;
  /** Where it comes from, for people. */
  timeZoneFrom: string;
  namePrefix: string;
  nodeLabels: Record<string, string>;
  managedBy: string;
  project: string;
  /** Jobs are written so that none fires before somebody resumes it. */
  paused: boolean;
  out: string | undefined;
  /** A file that is there already is written over. */
  force: boolean;
  json: boolean;
  allowRefused: boolean;
}

const PREFIX = /^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,49}$/u;

/** Throws a `CommandError`. */
export function readImportOptions(source: ImportSource, given: Given): ImportOptions {
  const zone = given.text('time-zone');
  return {
    timeZone: checked('time-zone', zone ?? machineZone(), isZone, 'an IANA time zone such as Europe/Berlin'),
    timeZoneFrom: zone === undefined ? 'the zone of this machine; --time-zone names another' : '--time-zone',
    namePrefix: checked('name-prefix', given.text('name-prefix') ?? '', isPrefix, 'up to 50 letters, digits, . _ / -'),
    nodeLabels: labelsIn(given.texts('node-label')),
    managedBy: checked(
      'managed-by',
      given.text('managed-by') ?? `import-${source}`,
      (name) => managedByName.safeParse(name).success,
      '1 to 63 letters, digits, . _ / -, beginning and ending with a letter or digit',
    ),
    project: checked(
      'project',
      given.text('project') ?? JOB_DEFAULTS.project,
      (name) => projectName.safeParse(name).success,
      'the name of a project',
    ),
    paused: given.has('paused'),
    out: given.text('out'),
    force: given.has('force'),
    json: given.has('json'),
    allowRefused: given.has('allow-refused'),
  };
}

/** Whether there is a user column; undefined: by the path. */
export function systemOption(given: Given): boolean | undefined {
  const [system, user] = [given.has('system-crontab'), given.has('user-crontab')];
  if (system && user) throw usageError('--system-crontab and --user-crontab exclude each other');
  return system ? true : user ? false : undefined;
}

export function cwdOption(given: Given): string | undefined {
  const cwd = given.text('cwd');
  return cwd === undefined ? undefined : checked('cwd', cwd, (path) => path.startsWith('/'), 'an absolute path');
}

function isZone(name: string): boolean {
  return findTimeZone(name) !== undefined;
}

function isPrefix(text: string): boolean {
  return text === '' || PREFIX.test(text);
}

function machineZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function checked(name: string, value: string, holds: (value: string) => boolean, rule: string): string {
  if (!holds(value)) throw usageError(`--${name}=${value.slice(0, 100)} must be ${rule}`);
  return value;
}

function labelsIn(pairs: readonly string[]): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const pair of pairs) {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
    if (!labelName.safeParse(name).success || !labelValue.safeParse(value).success) {
      throw usageError(`--node-label=${pair.slice(0, 100)} must be name=value, such as host=web1`);
    }
    labels[name!] = value!;
  }
  return labels;
}

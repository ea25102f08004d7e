/** The flags of `crony import`, read and judged. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { findTimeZone } from '@crony/shared/domain/schedule/time-zone';
import { didYouMean } from '@crony/shared/runtime/settings/did-you-mean';
import { labelName, labelValue } from '@crony/shared/wire/text';
import { managedByName } from '@crony/shared/wire/managed-by';
import { projectName } from '@crony/shared/wire/project';

export const IMPORT_SOURCES = ['crontab', 'xxl-job', 'crony-go'] as const;
export type ImportSource = (typeof IMPORT_SOURCES)[number];

/** What the user wrote cannot be understood. */
export class ImportUsageError extends Error {
  override name = 'ImportUsageError';
}

export interface ImportOptions {
  source: ImportSource;
  /** Of `crontab`: a path, or `-` for the standard input. */
  file: string | null;
  /** Of `crontab`; null: by the path. */
  system: boolean | null;
  databaseUrl: string | null;
  timeZone: string;
  timeZoneFrom: string;
  mapFile: string | null;
  cwd: string | null;
  namePrefix: string;
  nodeLabels: Record<string, string>;
  managedBy: string;
  /** Jobs are written so that none fires before somebody resumes it. */
  paused: boolean;
  project: string;
  out: string | null;
  /** A file that is there already is written over. */
  force: boolean;
  json: boolean;
  allowRefused: boolean;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const COMMON = {
  'time-zone': text,
  map: text,
  'name-prefix': text,
  'node-label': { type: 'string', multiple: true },
  'managed-by': text,
  paused: flag,
  project: text,
  out: text,
  force: flag,
  json: flag,
  'allow-refused': flag,
} as const;
const FLAGS = {
  crontab: { ...COMMON, 'system-crontab': flag, 'user-crontab': flag, cwd: text },
  'xxl-job': { ...COMMON, 'database-url': text },
  'crony-go': { ...COMMON, 'database-url': text },
} as const;

const PREFIX = /^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,49}$/u;
/** Where a password shall not stand in the list of processes. */
export const DATABASE_URL_VARIABLE = 'IMPORT_DATABASE_URL';

/** Throws `ImportUsageError`. */
export function readImportOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ImportOptions {
  const [word, ...rest] = argv;
  const source = IMPORT_SOURCES.find((one) => one === word);
  if (source === undefined) {
    const near = word === undefined ? null : didYouMean(word, IMPORT_SOURCES);
    const meant = near === null ? '' : `; did you mean ${near}?`;
    throw new ImportUsageError(`there are ${IMPORT_SOURCES.join(', ')} to import, not "${word ?? ''}"${meant}`);
  }
  const { values, positionals } = parsed(source, rest);
  const value = (name: string): string | null => {
    const given = values[name];
    return typeof given === 'string' ? given : null;
  };
  if (positionals.length !== (source === 'crontab' ? 1 : 0)) {
    throw new ImportUsageError(
      source === 'crontab'
        ? 'one crontab is needed: a file, or - for the standard input'
        : `"${positionals[0]}" is one word too many`,
    );
  }
  const databaseUrl = value('database-url') ?? env[DATABASE_URL_VARIABLE] ?? null;
  if (source !== 'crontab' && databaseUrl === null) {
    throw new ImportUsageError(
      `--database-url mysql://user:password@host/database is needed, or ${DATABASE_URL_VARIABLE}`,
    );
  }
  if (values['system-crontab'] === true && values['user-crontab'] === true) {
    throw new ImportUsageError('--system-crontab and --user-crontab exclude each other');
  }
  const zone = value('time-zone');
  return {
    source,
    file: positionals[0] ?? null,
    system: values['system-crontab'] === true ? true : values['user-crontab'] === true ? false : null,
    databaseUrl,
    timeZone: checked(
      'time-zone',
      zone ?? machineZone(),
      (name) => findTimeZone(name) !== undefined,
      'an IANA time zone',
    ),
    timeZoneFrom: zone === null ? 'the zone of this machine; --time-zone names another' : '--time-zone',
    mapFile: value('map'),
    cwd: nullable('cwd', value('cwd'), (path) => path.startsWith('/'), 'an absolute path'),
    namePrefix:
      value('name-prefix') === null
        ? ''
        : checked(
            'name-prefix',
            value('name-prefix')!,
            (p) => PREFIX.test(p),
            'up to 50 letters, digits, dots, hyphens',
          ),
    nodeLabels: labelsIn((values['node-label'] as string[] | undefined) ?? []),
    managedBy: checked(
      'managed-by',
      value('managed-by') ?? `import-${source}`,
      (name) => managedByName.safeParse(name).success,
      'up to 63 letters, digits, dots, hyphens',
    ),
    project: checked(
      'project',
      value('project') ?? 'default',
      (name) => projectName.safeParse(name).success,
      'the name of a project',
    ),
    paused: values['paused'] === true,
    out: value('out'),
    force: values['force'] === true,
    json: values['json'] === true,
    allowRefused: values['allow-refused'] === true,
  };
}

type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

function parsed(source: ImportSource, argv: readonly string[]): { values: Values; positionals: string[] } {
  const options: NonNullable<ParseArgsConfig['options']> = FLAGS[source];
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    const unknown = argv
      .map((word) => /^--([^=]+)/.exec(word)?.[1])
      .find((name) => name !== undefined && !(name in options));
    if (unknown === undefined) throw new ImportUsageError((error as Error).message, { cause: error });
    const near = didYouMean(unknown, Object.keys(options));
    const meant = near === null ? '' : `; did you mean --${near}?`;
    throw new ImportUsageError(`--${unknown} is not a flag of crony import ${source}${meant}`);
  }
}

function machineZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function checked(name: string, value: string, holds: (value: string) => boolean, rule: string): string {
  if (!holds(value)) throw new ImportUsageError(`--${name} ${value.slice(0, 100)} must be ${rule}`);
  return value;
}

function nullable(name: string, value: string | null, holds: (value: string) => boolean, rule: string): string | null {
  return value === null ? null : checked(name, value, holds, rule);
}

function labelsIn(pairs: readonly string[]): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const pair of pairs) {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
    if (!labelName.safeParse(name).success || !labelValue.safeParse(value).success) {
      throw new ImportUsageError(`--node-label ${pair.slice(0, 100)} must be name=value, such as host=web1`);
    }
    labels[name!] = value!;
  }
  return labels;
}

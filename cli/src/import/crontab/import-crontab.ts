/** From the lines of a crontab to jobs, and what is to be said of each. Pure: it reads no file, and knows no clock. */
import { DAY_MS } from '@crony/shared/domain/durations';
import { findTimeZone } from '@crony/shared/domain/schedule/time-zone';
import { CallbackMapError, withoutTemplates, type CallbackMap } from '../callback-map.js';
import { clocksChange } from '../clocks-change.js';
import { descriptionOf, refusal, rowOf, type Import, type ImportedJob, type ImportedRow } from '../imported-row.js';
import { hashOf, numberFrom, slugOf, UniqueNames, wordFor } from '../job-name.js';
import { Untranslatable } from '../untranslatable.js';
import { readCrontab, type CrontabEntry, type CrontabItem, type CrontabSetting } from './read-crontab.js';
import { systemHint } from './system-hint.js';
import { translateFields, translateNickname, type ScheduleContext, type TranslatedSchedule } from './vixie-schedule.js';

export interface CrontabOptions {
  /** What was read, for people. */
  from: string;
  system: boolean;
  /** Of lines without `CRON_TZ`. */
  timeZone: string;
  /** Where the zone comes from, for people: `--time-zone`, `the zone of this machine`. */
  timeZoneFrom: string;
  /** The instant from which changes of the clocks are looked for. */
  now: number;
  map?: CallbackMap | undefined;
  namePrefix?: string;
  nodeLabels?: Record<string, string>;
  /** Where commands run that have no `HOME=` above them. */
  cwd?: string | undefined;
}

const DEFAULT_SHELL = '/bin/sh';
/** Cron's own; they never reach Crony as environment. */
const CRON_SETTINGS: Readonly<Record<string, string>> = {
  MAILTO:
    'cron mails what a command says; Crony keeps the output with each run, and alerts go to channels (alerts.channels)',
  MAILFROM: 'alerts are sent from CRONY_MAIL_FROM',
  CONTENT_TYPE: 'is of the mails that cron sends',
  CONTENT_TRANSFER_ENCODING: 'is of the mails that cron sends',
  RANDOM_DELAY: 'cronie delays every line below it by a random part of these minutes; give such jobs schedule.jitterMs',
  START_HOURS_RANGE: 'is of anacron: there is nothing like it in Crony',
};
/** As the schema of shell callbacks has it. */
const VARIABLE_NAME = /^(?!CRONY_)[A-Za-z_][A-Za-z0-9_]{0,99}$/;

export function importCrontab(text: string, options: CrontabOptions): Import {
  const items = readCrontab(text, options);
  const names = new UniqueNames();
  const rows = items.map((item) => rowFor(item, options, names));
  return { from: options.from, rows, remarks: remarksOn(items, rows, options) };
}

function rowFor(item: CrontabItem, options: CrontabOptions, names: UniqueNames): ImportedRow {
  const seen = { where: `line ${item.line}`, source: item.text };
  switch (item.kind) {
    case 'setting':
      return { ...seen, verdict: 'setting', notes: [effectOf(item)] };
    case 'problem':
      return refusal({ ...seen, notes: [item.rule] });
    case 'entry':
      try {
        const { job, changes } = jobOf(item, options, names);
        return rowOf({ ...seen, job, changes });
      } catch (error) {
        if (!(error instanceof Untranslatable || error instanceof CallbackMapError)) throw error;
        return refusal({ ...seen, notes: [error.message] });
      }
  }
}

function effectOf({ name, value }: CrontabSetting): string {
  const own = CRON_SETTINGS[name];
  if (own !== undefined) return `not carried over: ${own}`;
  if (name === 'CRON_TZ') {
    if (findTimeZone(value) === undefined)
      return `"${value.slice(0, 60)}" is no IANA time zone, and the lines below are refused`;
    return 'the time zone of the lines below it';
  }
  if (name === 'LOGNAME' || name === 'USER') return 'not carried over: a command runs as the user of its node';
  if (!VARIABLE_NAME.test(name)) return `not carried over: "${name.slice(0, 60)}" is no name that a job may set`;
  const more =
    name === 'HOME' ? ', where commands start' : name === 'SHELL' ? ', and the shell of the lines below it' : '';
  if (name === 'TZ')
    return 'in the environment of the shell jobs below it; it moves no times, in cron as in Crony (CRON_TZ does)';
  const literal = /\$[A-Za-z_{]|~\//.test(value) ? '; neither cron nor Crony expands $ and ~ in it' : '';
  return `in the environment of the shell jobs below it${more}${literal}`;
}

function jobOf(
  entry: CrontabEntry,
  options: CrontabOptions,
  names: UniqueNames,
): { job: ImportedJob; changes: string[] } {
  const timeZone = entry.environment.get('CRON_TZ') ?? options.timeZone;
  const zone = findTimeZone(timeZone);
  if (zone === undefined) throw new Untranslatable(`"${timeZone.slice(0, 60)}" is no IANA time zone`);
  const when = 'fields' in entry.when ? entry.when.fields.join(' ') : entry.when.nickname;
  // Everything that makes the line what it is, and not where it stands.
  const identity = [when, timeZone, entry.user, entry.command, entry.stdin];
  const { cron, changes } = scheduleOf(entry, {
    timeZone,
    clocksChange: clocksChange(zone, options.now),
    take: (low, high) => numberFrom(identity, low, high),
  });
  const { callback, job, notes } = callbackOf(entry, options);
  changes.push(...notes, ...entry.doubts);
  if (entry.user !== null) changes.push(`ran as ${entry.user}, and runs as the user of its node`);
  const name = names.take(`${options.namePrefix ?? ''}${slugOf(wordFor(entry.command))}-${hashOf(identity)}`);
  return {
    changes,
    job: {
      name,
      schedule: { cron, timeZone },
      callback,
      // As cron does: whatever an earlier run does, never later, never again.
      concurrency: 'allow',
      misfire: 'skip',
      ...(callback.type === 'shell' ? { timeoutMs: DAY_MS, onNodeLoss: 'lost' as const } : {}),
      ...(entry.user === null ? {} : { tags: { 'cron-user': entry.user } }),
      ...(options.nodeLabels === undefined ? {} : { nodeLabels: { ...options.nodeLabels } }),
      description: descriptionOf([...entry.comment, entry.text]),
      ...job,
    },
  };
}

function scheduleOf(entry: CrontabEntry, context: ScheduleContext): TranslatedSchedule {
  if ('nickname' in entry.when) return translateNickname(entry.when.nickname, context);
  return translateFields(entry.when.fields, context);
}

function callbackOf(
  entry: CrontabEntry,
  { map, cwd }: CrontabOptions,
): { callback: ImportedJob['callback']; job: Partial<ImportedJob>; notes: string[] } {
  const given = { command: entry.command, user: entry.user ?? '', stdin: entry.stdin ?? '' };
  const mapped = map?.find(entry.command, given);
  if (mapped) return { ...mapped, notes: [`the command is replaced by ${summaryOf(mapped.callback)}`] };
  if (map?.unmatched === 'refuse') throw new Untranslatable('no rule of --map matches the command');
  const shell = entry.environment.get('SHELL') ?? DEFAULT_SHELL;
  const env = environmentOf(entry);
  const home = entry.environment.get('HOME') ?? cwd;
  const notes = home === undefined || home.startsWith('/') ? [] : [`HOME=${home.slice(0, 60)} is no absolute path`];
  return {
    notes,
    job: {},
    callback: {
      type: 'shell',
      ...(shell === DEFAULT_SHELL ? { command: entry.command } : { command: shell, args: ['-c', entry.command] }),
      ...(home?.startsWith('/') ? { cwd: home } : {}),
      ...(Object.keys(env).length === 0 ? {} : { env }),
      ...(entry.stdin === null || entry.stdin === '' ? {} : { stdin: withoutTemplates(entry.stdin) }),
    },
  };
}

function environmentOf({ environment }: CrontabEntry): Record<string, string> {
  const carried = [...environment].filter(
    ([name]) =>
      VARIABLE_NAME.test(name) && !Object.hasOwn(CRON_SETTINGS, name) && !['CRON_TZ', 'LOGNAME', 'USER'].includes(name),
  );
  return Object.fromEntries(carried.map(([name, value]) => [name, withoutTemplates(value)]));
}

function summaryOf(callback: ImportedJob['callback']): string {
  if (callback.type === 'http') return `${callback.method ?? 'POST'} ${callback.url}`;
  return callback.type === 'grpc' ? `gRPC ${callback.target}` : 'another command';
}

function remarksOn(items: readonly CrontabItem[], rows: readonly ImportedRow[], options: CrontabOptions): string[] {
  const jobs = rows.flatMap(({ job }) => (job === undefined ? [] : [job]));
  const shellJobs = jobs.filter(({ callback }) => callback.type === 'shell').length;
  const homeless = jobs.filter(({ callback }) => callback.type === 'shell' && callback.cwd === undefined).length;
  const zones = [...new Set(jobs.map(({ schedule }) => schedule.timeZone!))];
  const changing = zones.filter((name) => clocksChange(findTimeZone(name)!, options.now));
  return [
    ...systemHint(items, options.system),
    `Time zone: ${options.timeZone} (${options.timeZoneFrom}), where no CRON_TZ says otherwise.`,
    ...changing.map(
      (name) =>
        `The clocks of ${name} change. Forward: cron makes up for each fixed time that was left out, Crony fires once for ` +
        `all of a job. Back: both fire fixed times once, and run through with * in minute or hour. Cron does so for the ` +
        `machine's own zone only.`,
    ),
    ...(jobs.length === 0
      ? []
      : [
          'As in cron, runs of a job may overlap and missed times are not made up for: concurrency allow, misfire skip.',
        ]),
    ...(shellJobs === 0
      ? []
      : [
          `Shell jobs (${shellJobs}) run only on nodes with CRONY_NODE_SHELL=on, as the node's user, ` +
            (options.nodeLabels === undefined
              ? `on any of them: --node-label says which. `
              : `with the given labels. `) +
            `Each is one line for sh -c, or for the shell that SHELL= names, so that cd, pipes and redirections are as ` +
            `before. Cron sets no time limit: they have the longest, 24 h. A command whose node dies is not run again: ` +
            `onNodeLoss lost.`,
          'Commands are found by the PATH of the node, where cron has /usr/bin:/bin, unless a line PATH= stands above.',
        ]),
    ...(homeless === 0
      ? []
      : [
          `Commands without HOME= above them (${homeless}) start in the node's own directory, not in a home directory: see --cwd.`,
        ]),
  ];
}

/**
 * The lines of a crontab, read as cron reads them: a user's (five fields and a command) or the system's (`/etc/crontab`,
 * `/etc/cron.d`: a user name stands before the command). Nothing is judged here but the form of a line.
 */
import type { FiveFields } from './vixie-schedule.js';

export interface CrontabEntry {
  kind: 'entry';
  line: number;
  text: string;
  /** The comment lines right above, without their `#`. */
  comment: readonly string[];
  /** What the settings above it say; a later one replaces an earlier one of the same name. */
  environment: ReadonlyMap<string, string>;
  when: { nickname: string } | { fields: FiveFields };
  /** Of a system crontab. */
  user: string | null;
  /** For the shell: what stands before the first `%`, with `\%` as `%`. */
  command: string;
  /** What stands behind the first `%`. */
  stdin: string | null;
  /** A `-` before the times: cronie does not log such a line. */
  isUnlogged: boolean;
  /** What cron might read otherwise than its author, each a sentence. */
  doubts: readonly string[];
}

export interface CrontabSetting {
  kind: 'setting';
  line: number;
  text: string;
  name: string;
  value: string;
}

export interface CrontabProblem {
  kind: 'problem';
  line: number;
  text: string;
  rule: string;
}

export type CrontabItem = CrontabEntry | CrontabSetting | CrontabProblem;

/** The text is no crontab at all, or beyond the limits. */
export class CrontabError extends Error {
  override name = 'CrontabError';
}

const LARGEST_CRONTAB = 1_048_576;
const MOST_LINES = 10_000;
const LONGEST_COMMENT_LINES = 10;

const SETTING = /^[ \t]*(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^\s="']+))[ \t]*=[ \t]*(?<value>.*)$/;
const FIELDS = /^(\S+)[ \t]+(\S+)[ \t]+(\S+)[ \t]+(\S+)[ \t]+(\S+)(?:[ \t]+(.*))?$/s;
const NICKNAME = /^(@\S+)(?:[ \t]+(.*))?$/s;
const USER_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,31}\$?$/;

/** Throws `CrontabError`. */
export function readCrontab(text: string, { system }: { system: boolean }): CrontabItem[] {
  if (text.length > LARGEST_CRONTAB) throw new CrontabError(`must have at most ${LARGEST_CRONTAB} characters`);
  if (text.includes('\0')) throw new CrontabError('holds NUL, and is no crontab');
  const lines = text.split('\n');
  if (lines.length > MOST_LINES) throw new CrontabError(`must have at most ${MOST_LINES} lines`);
  const items: CrontabItem[] = [];
  const environment = new Map<string, string>();
  let comment: string[] = [];
  for (const [index, written] of lines.entries()) {
    const line = index + 1;
    const text = written.replace(/^[ \t]+/, '').replace(/\r$/, '');
    if (text === '') {
      comment = [];
      continue;
    }
    if (text.startsWith('#')) {
      comment.push(text.replace(/^#+[ \t]?/, ''));
      if (comment.length > LONGEST_COMMENT_LINES) comment.shift();
      continue;
    }
    const setting = readSetting(text);
    if (setting) {
      environment.set(setting.name, setting.value);
      items.push({ kind: 'setting', line, text, ...setting });
    } else {
      const doubts = [
        ...(written.endsWith('\r') ? ['the line ends with a carriage return, which cron hands to the command'] : []),
        ...(line === lines.length ? ['the last line has no line break, and some crons ignore such a line'] : []),
        ...(text.endsWith('\\') ? ['cron does not continue a line that ends with a backslash'] : []),
      ];
      const read = readEntry(text, system);
      items.push(
        'rule' in read
          ? { kind: 'problem', line, text, rule: read.rule }
          : { kind: 'entry', line, text, comment, environment: new Map(environment), doubts, ...read },
      );
    }
    comment = [];
  }
  return items;
}

/**
 * `NAME = value`; quotes around the whole value (or name) go, spaces behind it too. Nothing in it is expanded. Behind a
 * quote that opens a value nothing may stand but its end: cron takes such a line for no setting.
 */
function readSetting(text: string): { name: string; value: string } | null {
  const parts = SETTING.exec(text)?.groups;
  if (!parts) return null;
  const name = parts['double'] ?? parts['single'] ?? parts['bare'] ?? '';
  const value = parts['value']!.replace(/[ \t]+$/, '');
  if (!/^["']/.test(value)) return { name, value };
  const quoted = /^(["'])((?:(?!\1).)*)\1$/s.exec(value);
  return quoted && { name, value: quoted[2]! };
}

type ReadEntry = Pick<CrontabEntry, 'when' | 'user' | 'command' | 'stdin' | 'isUnlogged'>;

function readEntry(text: string, system: boolean): ReadEntry | { rule: string } {
  const isUnlogged = text.startsWith('-');
  const times = isUnlogged ? text.slice(1).replace(/^[ \t]+/, '') : text;
  let when: CrontabEntry['when'];
  let rest: string;
  if (times.startsWith('@')) {
    const [, nickname, behind] = NICKNAME.exec(times)!;
    when = { nickname: nickname! };
    rest = behind ?? '';
  } else {
    const parts = FIELDS.exec(times);
    if (!parts) {
      return {
        rule: 'is neither a setting (NAME=value) nor five fields (minute hour day month weekday) and a command',
      };
    }
    when = { fields: parts.slice(1, 6) as unknown as FiveFields };
    rest = parts[6] ?? '';
  }
  let user: string | null = null;
  if (system) {
    const [, name, behind] = /^(\S+)(?:[ \t]+(.*))?$/s.exec(rest) ?? [];
    if (name === undefined) return { rule: 'has neither a user nor a command after the times' };
    if (!USER_NAME.test(name)) {
      return { rule: `"${name.slice(0, 60)}" is no user name: is this a user's crontab? Then give --user-crontab` };
    }
    if (behind === undefined || behind === '') {
      return { rule: `has no command after the user "${name}": is this a user's crontab? Then give --user-crontab` };
    }
    user = name;
    rest = behind;
  }
  if (rest.trim() === '') return { rule: 'has no command after the times' };
  if (rest.startsWith('*')) return { rule: 'has a sixth field: cron knows no seconds, and reads "*" as a command' };
  if (/^-[a-z]+[ \t]/.test(rest)) {
    return { rule: `"${rest.split(/[ \t]/)[0]}" before the command is an option of another cron (OpenBSD, FreeBSD)` };
  }
  return { when, user, ...splitAtPercent(rest), isUnlogged };
}

/**
 * Cron's own two passes: in the command `\%` is `%`, and a backslash protects what follows it; in the input behind the
 * first bare `%`, `\%` is `%` and `%` a line break, and only the nearest backslash counts. Input ends with a line break.
 */
export function splitAtPercent(text: string): { command: string; stdin: string | null } {
  let command = '';
  let at = 0;
  for (; at < text.length && text[at] !== '%'; at += 1) {
    if (text[at] !== '\\' || at + 1 >= text.length) command += text[at]!;
    else {
      at += 1;
      command += text[at] === '%' ? '%' : `\\${text[at]!}`;
    }
  }
  if (at >= text.length) return { command, stdin: null };
  const input = text.slice(at + 1).replaceAll(/\\%|%/g, (found) => (found === '%' ? '\n' : '%'));
  return { command, stdin: input === '' || input.endsWith('\n') ? input : `${input}\n` };
}

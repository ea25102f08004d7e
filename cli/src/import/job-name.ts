/**
 * Names for jobs whose source has none: the words that tell most, and a few digits of a hash of everything that makes
 * the line what it is. A line keeps its name wherever it stands; two lines never share one.
 */
import { createHash } from 'node:crypto';

const LONGEST_SLUG = 40;
const HASH_DIGITS = 6;

/** Words in front of a command that say how it is run, and not what. */
const WRAPPERS = new Set([
  ...['cd', 'test', 'nice', 'ionice', 'nohup', 'exec', 'env', 'sudo', 'time', 'timeout', 'flock', 'chronic', 'command'],
  ...[
    'sleep',
    'export',
    'source',
    '.',
    '[',
    '[[',
    '!',
    '(',
    '{',
    'sh',
    'bash',
    'if',
    'then',
    'umask',
    'true',
    'ulimit',
  ],
]);

/** `pg_dump` of `cd /srv && PGHOST=db nice -n 10 /usr/bin/pg_dump shop | gzip > x`. */
export function wordFor(command: string): string {
  const words = command.split(/[\s;&|()]+/).filter((word) => word !== '');
  const candidates = words.filter((word) => /^[A-Za-z0-9_./~$-]*[A-Za-z][A-Za-z0-9_./~-]*$/.test(word));
  const programs = candidates.filter((word) => !/^-|\.(?:lock|pid|log)$/.test(word) && !WRAPPERS.has(baseOf(word)));
  // A script behind an interpreter tells more than the interpreter.
  const script = programs.find((word) => /\.(?:sh|py|pl|rb|php|js|jar)$/.test(word));
  const isArgumentOfCd = (word: string) => words[words.indexOf(word) - 1] === 'cd';
  const found = script ?? programs.find((word) => !isArgumentOfCd(word)) ?? candidates[0] ?? 'command';
  return baseOf(found);
}

function baseOf(word: string): string {
  return word.replace(/\/+$/, '').split('/').at(-1) ?? word;
}

export function slugOf(text: string): string {
  const slug = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-._]+|[-._]+$/g, '');
  return (
    [...slug]
      .slice(0, LONGEST_SLUG)
      .join('')
      .replace(/[-._]+$/, '') || 'job'
  );
}

export function hashOf(parts: readonly (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, HASH_DIGITS);
}

/** A whole number from `low` to `high` that the parts decide. */
export function numberFrom(parts: readonly (string | null)[], low: number, high: number): number {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
  return low + (digest.readUInt32BE(0) % (high - low + 1));
}

/** Gives out each name once; lines that are equal in everything are told apart by their order. */
export class UniqueNames {
  readonly #given = new Set<string>();

  take(name: string): string {
    let unique = name;
    for (let count = 2; this.#given.has(unique); count += 1) unique = `${name}-${count}`;
    this.#given.add(unique);
    return unique;
  }
}

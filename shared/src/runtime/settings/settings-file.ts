/**
 * A file of settings, `CRONY_PORT=8089` on each line: what a process can read again while it runs, which its
 * environment is not. Comments begin with `#`; a value may stand in quotes, as in the files that systemd and Compose take.
 */
import { readFileSync } from 'node:fs';

export interface FileSetting {
  /** File and line, for whoever has to mend it. */
  place: string;
  variable: string;
  text: string;
}

export interface FileProblem {
  place: string;
  rule: string;
}

const MOST_BYTES = 256 * 1_024;

export function readSettingsFile(path: string): { settings: FileSetting[]; problems: FileProblem[] } {
  const settings: FileSetting[] = [];
  const problems: FileProblem[] = [];
  const lineOf = new Map<string, number>();
  const lines = contentsOf(path).split('\n');
  for (const [index, whole] of lines.entries()) {
    const line = whole.trim();
    if (line === '' || line.startsWith('#')) continue;
    const place = `${path}:${index + 1}`;
    const [, variable, text] = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(line) ?? [];
    // What stands there may be the end of a secret, so it is not shown.
    if (variable === undefined || text === undefined)
      problems.push({ place, rule: 'must be NAME=value, or a comment' });
    else if (lineOf.has(variable)) {
      problems.push({ place, rule: `sets ${variable} again, after line ${lineOf.get(variable)}` });
    } else {
      lineOf.set(variable, index + 1);
      settings.push({ place, variable, text: withoutQuotes(text.trim()) });
    }
  }
  return { settings, problems };
}

function contentsOf(path: string): string {
  const contents = readFileSync(path);
  if (contents.length > MOST_BYTES) throw new Error(`${path} has more than ${MOST_BYTES} bytes`);
  return contents.toString('utf8');
}

function withoutQuotes(text: string): string {
  return /^(["'])(.*)\1$/s.exec(text)?.[2] ?? text;
}

import type { RunLine } from './run-list.js';

/** SGR codes, which every terminal knows. */
const STYLES = { plain: 0, bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;
type Style = keyof typeof STYLES;

export interface ScreenOptions {
  write: (text: string) => void;
  /** False without a terminal: plain text then. */
  colours: boolean;
}

const STYLE_OF: Readonly<Record<string, Style>> = {
  succeeded: 'green',
  retrying: 'yellow',
  failed: 'red',
  timed_out: 'red',
  lost: 'red',
};

const COLUMNS = { time: 14, job: 16, attempt: 9, status: 12, lateness: 10 } as const;

/** What the demo shows: a few headings, and one line for each attempt, in columns. */
export class Screen {
  readonly #options: ScreenOptions;

  constructor(options: ScreenOptions) {
    this.#options = options;
  }

  line(text = ''): void {
    this.#options.write(`${text}\n`);
  }

  title(text: string): void {
    this.line(`\n  ${this.#style('bold', text)}\n`);
  }

  /** Names and what belongs to them, one below the other. */
  facts(facts: readonly (readonly [string, string])[]): void {
    const width = Math.max(...facts.map(([name]) => name.length));
    for (const [name, text] of facts) this.line(`  ${this.#style('dim', name.padEnd(width))}  ${text}`);
  }

  runHeadings(): void {
    const { time, job, attempt, status, lateness } = COLUMNS;
    const text = `${'time'.padEnd(time)}${'job'.padEnd(job)}${'attempt'.padEnd(attempt)}${'status'.padEnd(status)}${'late by'.padStart(lateness)}`;
    this.line(`  ${this.#style('dim', text)}`);
  }

  run({ at, job, attempt, status, latenessMs, note }: RunLine): void {
    const styled = this.#style(STYLE_OF[status] ?? 'plain', status.padEnd(COLUMNS.status));
    const late = latenessMs === null ? '' : `${latenessMs} ms`;
    const cells = [
      at.toISOString().slice(11, 23).padEnd(COLUMNS.time),
      job.padEnd(COLUMNS.job),
      (attempt === 0 ? '-' : String(attempt)).padEnd(COLUMNS.attempt),
      styled,
      late.padStart(COLUMNS.lateness),
    ];
    this.line(`  ${cells.join('')}  ${this.#style('dim', note)}`.trimEnd());
  }

  verdict(good: boolean, text: string): void {
    this.line(`\n  ${this.#style(good ? 'green' : 'red', text)}\n`);
  }

  #style(style: Style, text: string): string {
    return this.#options.colours && text !== '' ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text;
  }
}

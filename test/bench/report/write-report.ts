/** The report: each section as it was last measured, by whichever run. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from './machine.js';
import type { SectionReport, Table } from './section.js';

export interface Measured extends SectionReport {
  takenAt: string;
  minutes: number;
  machine: Machine;
}

export type Report = Record<string, Measured>;

export class ReportFile {
  readonly #markdown: string;
  readonly #json: string;
  readonly #order: readonly string[];

  /** Writes `report.md` for people and `report.json` for programs into the folder. */
  constructor(folder: string, order: readonly string[]) {
    mkdirSync(folder, { recursive: true });
    this.#markdown = join(folder, 'report.md');
    this.#json = join(folder, 'report.json');
    this.#order = order;
  }

  /** Puts the section in the place of what an earlier run found. */
  put(name: string, measured: Measured): void {
    const before = existsSync(this.#json) ? (JSON.parse(readFileSync(this.#json, 'utf8')) as Report) : {};
    const all: Report = { ...before, [name]: measured };
    const report = Object.fromEntries(this.#order.flatMap((one) => (all[one] ? [[one, all[one]]] : [])));
    writeFileSync(this.#json, `${JSON.stringify(report, null, 2)}\n`);
    writeFileSync(this.#markdown, asMarkdown(Object.values(report)));
  }
}

function asMarkdown(sections: readonly Measured[]): string {
  const parts = [
    '# Benchmark',
    'Made by `npm run bench`. Hub, node, database, etcd and the called service are processes of their own **and share one machine**. Absolute figures belong to that machine; the ratios, each taken within one section and so within a few minutes, are what to compare.',
    '## Targets',
    table({
      columns: ['Target', 'Measured', ''],
      rows: sections.flatMap(({ verdicts }) =>
        verdicts.map(({ target, measured, met }) => [target, measured, met ? 'met' : '**missed**']),
      ),
    }),
    ...sections.flatMap(({ title, method, tables, ...rest }) => [
      `## ${title}`,
      method,
      ...tables.map(table),
      whereAndWhen(rest),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function whereAndWhen({ takenAt, minutes, machine }: Pick<Measured, 'takenAt' | 'minutes' | 'machine'>): string {
  const { cores, processor, memoryGb, system, kernel, node, etcd, mariadb, commit } = machine;
  return `<sub>${takenAt.slice(0, 16).replace('T', ' ')} UTC, ${Math.max(1, Math.round(minutes))} min, commit ${commit}; ${cores} × ${processor}, ${memoryGb} GB, ${system}, kernel ${kernel}, Node ${node}, etcd ${etcd}, ${mariadb}</sub>`;
}

function table({ caption, columns, rows }: Table): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  const lines = [line(columns), line(columns.map(() => '---')), ...rows.map(line)];
  return caption === undefined ? lines.join('\n') : `${caption}\n\n${lines.join('\n')}`;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from './machine.js';
import type { SectionReport, Table } from './section.js';

export interface Report {
  startedAt: string;
  minutes: number;
  machine: Machine;
  sections: SectionReport[];
}

/** Writes `<name>.md` for people and `<name>.json` for programs into `folder`; answers their paths. */
export function writeReport(folder: string, name: string, report: Report): string[] {
  mkdirSync(folder, { recursive: true });
  const markdown = join(folder, `${name}.md`);
  const json = join(folder, `${name}.json`);
  writeFileSync(markdown, asMarkdown(report));
  writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
  return [markdown, json];
}

function asMarkdown({ startedAt, minutes, machine, sections }: Report): string {
  const parts = [
    '# Benchmark',
    `Taken ${startedAt} at commit ${machine.commit}, in ${Math.round(minutes)} minutes. Hub, node, database, etcd and the called service are processes of their own **and share one machine**: ${machine.cores} cores (${machine.processor}), ${machine.memoryGb} GB, ${machine.system}, kernel ${machine.kernel}, Node ${machine.node}, etcd ${machine.etcd}, ${machine.mariadb}. Absolute figures belong to that machine; the ratios, each taken within one run, are what to compare.`,
    '## Targets',
    table({
      columns: ['Target', 'Measured', ''],
      rows: sections.flatMap(({ verdicts }) =>
        verdicts.map(({ target, measured, met }) => [target, measured, met ? 'met' : '**missed**']),
      ),
    }),
    ...sections.flatMap(({ title, method, tables }) => [`## ${title}`, method, ...tables.map(table)]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function table({ caption, columns, rows }: Table): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  const lines = [line(columns), line(columns.map(() => '---')), ...rows.map(line)];
  return caption === undefined ? lines.join('\n') : `${caption}\n\n${lines.join('\n')}`;
}

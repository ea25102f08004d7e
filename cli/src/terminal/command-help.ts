import { wrapped } from './wrapped.js';
import type { Command, Option } from './command.js';

const INDENT = 6;

export function helpOfCommand({ name, operands, summary, details = [], options }: Command): string {
  const usage = ['Usage: crony', name, ...operands, ...(Object.keys(options).length > 0 ? ['[options]'] : [])].join(
    ' ',
  );
  const lines = [usage, '', ...wrapped(`${summary[0]!.toUpperCase()}${summary.slice(1)}.`, 0)];
  for (const detail of details) lines.push('', ...wrapped(detail, 0));
  if (Object.keys(options).length > 0) lines.push('', 'Options:');
  for (const [option, one] of Object.entries(options)) lines.push(headOf(option, one), ...wrapped(one.help, INDENT));
  return lines.join('\n');
}

function headOf(name: string, { short, value }: Option): string {
  return `  ${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` <${value}>`}`;
}

/** Of a first word that several commands share. */
export function helpOfGroup(group: string, commands: readonly Command[]): string {
  const rows = commands.map(({ name, operands, summary }) => [[name, ...operands].join(' '), summary] as const);
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    `Usage: crony ${group} <command> [options]`,
    '',
    ...rows.map(([name, summary]) => `  ${name.padEnd(width + 2)}${summary}`),
    '',
    `\`crony ${group} <command> --help\` has its options.`,
  ].join('\n');
}

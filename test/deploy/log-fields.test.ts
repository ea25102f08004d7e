/** The fields of the log: what the code logs, what is listed, and what docs/operate.md tells. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { LOG_FIELDS } from '@crony/shared/runtime/log-fields';
import { DEPLOY, textOf } from './deploy-files.js';

const ROOT = join(DEPLOY, '..');
const METHODS = new Set(['debug', 'info', 'warn', 'error', 'child']);
/** Written by the logger itself, or from an object that is no literal: see logger.ts, process-warnings.ts, outbox.ts. */
const NOT_LITERAL = ['level', 'time', 'msg', 'command', 'code', 'reason', 'type'];

function loggedFields(): Map<string, string> {
  const found = new Map<string, string>();
  for (const folder of ['admin/src', 'node/src', 'shared/src', 'cli/src']) {
    const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => name.endsWith('.ts') && !name.includes('.test.'))) {
      const path = join(folder, file);
      const text = readFileSync(join(ROOT, path), 'utf8');
      if (!/logger\.(debug|info|warn|error|child)\(/i.test(text)) continue; // to parse them all takes seconds
      const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
      const visit = (node: ts.Node): void => {
        for (const name of fieldsOf(node)) found.set(name, path);
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
  }
  return found;
}

/** Of `logger.info({ … }, …)`. */
function fieldsOf(node: ts.Node): string[] {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const { name, expression } = node.expression;
  const [first] = node.arguments;
  if (!METHODS.has(name.text) || !/logger$/i.test(expression.getText())) return [];
  if (!first || !ts.isObjectLiteralExpression(first)) return [];
  return first.properties.flatMap((one) => (one.name ? [one.name.getText()] : []));
}

it('every field that the code logs is listed, and none besides', () => {
  const logged = loggedFields();
  expect(logged.size).toBeGreaterThan(40);
  expect([...logged].filter(([name]) => !(name in LOG_FIELDS))).toEqual([]);
  const known = new Set([...logged.keys(), ...NOT_LITERAL]);
  expect(Object.keys(LOG_FIELDS).filter((name) => !known.has(name))).toEqual([]);
});

it('docs/operate.md names each', () => {
  const page = readFileSync(join(ROOT, 'docs/operate.md'), 'utf8');
  const logs = page.slice(page.indexOf('\n## Logs'));
  expect(Object.keys(LOG_FIELDS).filter((name) => !logs.includes(`\`${name}\``))).toEqual([]);
});

it('the collector takes few labels, and ids as structured metadata', () => {
  const config = textOf('loki/config.alloy');
  const valuesOf = (block: string): string[] => {
    const [, body = ''] = new RegExp(`${block} \\{\\s*values = \\{([^}]*)\\}`).exec(config) ?? [];
    return [...body.matchAll(/^\s*(\w+)\s*=/gm)].map(([, name]) => name!);
  };
  const [, expressions = ''] = /expressions = \{([^}]*)\}/.exec(config) ?? [];
  const extracted = [...expressions.matchAll(/= "(\w+)"/g)].map(([, field]) => field!);
  expect(extracted.length).toBeGreaterThan(5);
  for (const field of extracted) expect(LOG_FIELDS).toHaveProperty(field);
  expect(valuesOf('stage\\.labels')).toEqual(['level', 'command']);
  expect(valuesOf('stage\\.structured_metadata')).toEqual(['hubId', 'nodeId', 'jobId', 'runId', 'requestId']);
});

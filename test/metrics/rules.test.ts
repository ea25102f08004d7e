/** The rules as promtool judges them, and what it does not look at. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { RULES_FILE, deployed, rules } from './expressions.js';

const FOLDER = dirname(RULES_FILE);
const TEST_FILE = deployed('prometheus/crony.rules.test.yaml');
const ALERTS = rules().filter(({ alert }) => alert !== undefined);

test.each([
  ['the rules are rules', ['check', 'rules', 'crony.rules.yaml']],
  ['the sample configuration is one', ['check', 'config', 'prometheus.yaml']],
  ['each story raises exactly its alerts', ['test', 'rules', 'crony.rules.test.yaml']],
])('promtool: %s', { timeout: 60_000 }, (_, args) => {
  const { status, stdout, stderr, error } = spawnSync('promtool', args, { cwd: FOLDER, encoding: 'utf8' });
  expect(error).toBeUndefined();
  expect(status, stdout + stderr).toBe(0);
});

test('every alert has a moment in the stories at which it fires, and within the same story one at which it does not', () => {
  interface Moment {
    exp_samples: { labels: string }[];
  }
  const { tests } = parse(readFileSync(TEST_FILE, 'utf8')) as { tests: { promql_expr_test: Moment[] }[] };
  const both = tests.flatMap(({ promql_expr_test: moments }) => {
    const firing = moments.map(({ exp_samples: samples }) => new Set(samples.map(({ labels }) => nameIn(labels))));
    const fired = new Set(firing.flatMap((names) => [...names]));
    return [...fired].filter((name) => firing.some((names) => !names.has(name)));
  });
  expect([...new Set(both)].toSorted()).toEqual(ALERTS.map(({ alert }) => alert).toSorted());
});

test.each(ALERTS)(
  '$alert says how bad it is, what it is, and where to look first',
  ({ alert, labels, annotations }) => {
    expect(alert).toMatch(/^Crony[A-Z][A-Za-z]+$/);
    expect(['warning', 'critical']).toContain(labels?.['severity']);
    expect(annotations?.['summary']).toMatch(/^.{10,}$/);
    expect(annotations?.['description']).toMatch(/look first|first of all/i);
    expect(annotations?.['runbook']).toBe(`docs/monitoring.md#${alert!.toLowerCase()}`);
  },
);

test('docs/monitoring.md has a section for every alert, and for no other', () => {
  const text = readFileSync(deployed('../docs/monitoring.md'), 'utf8');
  const explained = [...text.matchAll(/^#### (Crony\w+)$/gm)].map(([, name]) => name);
  expect(explained.toSorted()).toEqual(ALERTS.map(({ alert }) => alert).toSorted());
});

function nameIn(labels: string): string {
  return /alertname="(\w+)"/.exec(labels)![1]!;
}

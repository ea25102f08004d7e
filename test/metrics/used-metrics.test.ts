/** What rules and dashboards ask for is there, with its labels and their values; and what is there is asked for. */
import { expect, test } from 'vitest';
import { METRICS_BY_PART } from '../../cli/src/metrics-document.js';
import type { MetricDefinition } from '@crony/shared/runtime/metrics';
import { panelExpressions, ruleExpressions, rules } from './expressions.js';

const DEFINITIONS = new Map<string, MetricDefinition>(
  METRICS_BY_PART.flatMap(({ definitions }) => Object.values(definitions)).map((one) => [one.name, one]),
);
/** Which no rule and no panel shows, and why. */
const UNUSED: Readonly<Record<string, string>> = {};
/** That the scrape gives. */
const TARGET_LABELS = ['cluster', 'job', 'instance'];
const EVERYTHING = [...panelExpressions(), ...ruleExpressions()];
const RECORDED = new Set(rules().flatMap(({ record }) => record ?? []));

interface Selector {
  definition: MetricDefinition | undefined;
  name: string;
  labels: readonly string[];
  matchers: { label: string; values: string[] }[];
}

function selectorsOf(expr: string): Selector[] {
  return [...expr.matchAll(/\b(crony_[a-z0-9_]+)(?:\{([^}]*)\})?/g)].map(([, name = '', matchers = '']) => {
    const suffix = /_(bucket|sum|count)$/.exec(name)?.[1];
    const histogram = DEFINITIONS.get(name.replace(/_(bucket|sum|count)$/, ''));
    const definition = DEFINITIONS.get(name) ?? (histogram?.type === 'histogram' ? histogram : undefined);
    return {
      name,
      definition,
      labels: [...TARGET_LABELS, ...(definition?.labels ?? []), ...(suffix === 'bucket' ? ['le'] : [])],
      matchers: [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"([^"]*)"/g)].map(([, label = '', value = '']) => ({
        label,
        values: value.split('|'),
      })),
    };
  });
}

test.each(EVERYTHING)('$where asks for what is there', ({ expr, legend }) => {
  const selectors = selectorsOf(expr);
  for (const { name, definition, labels, matchers } of selectors) {
    expect(definition, `${name} is a metric`).toBeDefined();
    for (const { label, values } of matchers) {
      expect(labels, `label of ${name}`).toContain(label);
      const known = definition?.values?.[label];
      if (known) for (const value of values) expect(known, `${label} of ${name}`).toContain(value);
    }
  }
  for (const [recorded] of expr.matchAll(/\bcrony:[a-z0-9_:]+/g)) expect([...RECORDED]).toContain(recorded);
  const grouped = [...expr.matchAll(/\b(?:by|on)\s*\(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/,\s*/));
  const possible = new Set([...TARGET_LABELS, ...selectors.flatMap(({ labels }) => labels)]);
  for (const label of grouped) expect([...possible], 'a label that is grouped by').toContain(label);
  for (const [, label] of legend.matchAll(/\{\{(\w+)\}\}/g)) expect(grouped, 'a label of the legend').toContain(label);
});

test('every metric is on a dashboard or in a rule, or has a reason not to be', () => {
  const used = new Set(EVERYTHING.flatMap(({ expr }) => selectorsOf(expr).map(({ definition }) => definition?.name)));
  const unused = [...DEFINITIONS.keys()].filter((name) => !used.has(name as never));
  expect(unused.toSorted()).toEqual(Object.keys(UNUSED).toSorted());
});

/** Everything under deploy/ that asks Prometheus something: panels of dashboards, alert and recording rules. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dataquery as PrometheusQuery } from '@grafana/grafana-foundation-sdk/prometheus';
import { DASHBOARDS } from '../../deploy/grafana/source/dashboards.js';

export const deployed = (path: string): string => fileURLToPath(new URL(`../../deploy/${path}`, import.meta.url));
export const RULES_FILE = deployed('prometheus/crony.rules.yaml');

export interface Expression {
  /** For people: the dashboard and panel, or the rule. */
  where: string;
  expr: string;
  legend: string;
}

interface Rule {
  record?: string;
  alert?: string;
  expr: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

export function rules(): Rule[] {
  const { groups } = parse(readFileSync(RULES_FILE, 'utf8')) as { groups: { rules: Rule[] }[] };
  return groups.flatMap((group) => group.rules);
}

/** Without the rows. */
export function panelsOf(dashboard: Dashboard): Panel[] {
  return (dashboard.panels ?? []).filter((panel) => panel.type !== 'row');
}

export function panelExpressions(): Expression[] {
  return Object.entries(DASHBOARDS).flatMap(([name, dashboard]) =>
    panelsOf(dashboard).flatMap(({ title, targets = [] }) =>
      (targets as PrometheusQuery[]).map(({ expr, legendFormat = '' }) => ({
        where: `${name}: ${title}`,
        expr,
        legend: legendFormat,
      })),
    ),
  );
}

export function ruleExpressions(): Expression[] {
  return rules().map(({ alert, record, expr }) => ({ where: alert ?? record ?? '', expr, legend: '' }));
}

/** With what Grafana puts in the place of its variables. A minute: what happened once, the test does not miss. */
export function withoutVariables(expr: string): string {
  return expr
    .replaceAll('$__rate_interval', '60s')
    .replaceAll('$__range', '60s')
    .replaceAll('$cluster', '.*')
    .replaceAll('$instance', '.*');
}

/**
 * What an alert compares, without the comparison: a healthy cluster must have the figure, and must not meet the
 * condition. Nor is there an hour ago yet.
 */
export function withoutConditions(expr: string): string {
  return expr
    .replaceAll(/\s*(==|!=|<=|>=|<|>)\s*-?[0-9.]+/g, (found) => (found.includes('!=') ? found : ' '))
    .replaceAll(/absent\(([^()]*)\)/g, '$1')
    .replaceAll(/ offset \w+/g, '');
}

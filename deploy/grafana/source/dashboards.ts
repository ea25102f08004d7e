/** Every dashboard, by the name of its file in deploy/grafana/dashboards. */
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { alertsAndApi } from './alerts-and-api.js';
import { fleet } from './fleet.js';
import { node } from './node.js';
import { runs } from './runs.js';

export const DASHBOARDS: Readonly<Record<string, Dashboard>> = {
  fleet,
  runs,
  node,
  'alerts-and-api': alertsAndApi,
};

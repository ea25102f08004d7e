/** PromQL as the dashboards need it. Every selector takes the cluster; `instance` is of the Node dashboard alone. */

export interface Scope {
  /** Matchers that every selector has. */
  readonly matchers: string;
}
export const CLUSTER: Scope = { matchers: 'cluster=~"$cluster"' };
export const NODE: Scope = { matchers: 'cluster=~"$cluster",instance=~"$instance"' };
/** For what every program shows (`up`, `process_…`): labels of the sample scrape configuration tell Crony's own. */
export const PROCESSES: Scope = { matchers: 'cluster=~"$cluster",job=~"crony.*"' };

export function select(scope: Scope, metric: string, matchers?: string): string {
  return `${metric}{${scope.matchers}${matchers === undefined ? '' : `,${matchers}`}}`;
}

/** Events per second, summed by these labels. */
export function perSecond(
  scope: Scope,
  metric: string,
  { by = [], where }: { by?: string[]; where?: string } = {},
): string {
  return `${sumBy(by)} (rate(${select(scope, metric, where)}[$__rate_interval]))`;
}

/** Events within the time that the dashboard shows. */
export function inRange(
  scope: Scope,
  metric: string,
  { by = [], where }: { by?: string[]; where?: string } = {},
): string {
  return `${sumBy(by)} (increase(${select(scope, metric, where)}[$__range]))`;
}

export function quantile(
  q: number,
  scope: Scope,
  histogram: string,
  { by = [], where }: { by?: string[]; where?: string } = {},
): string {
  return `histogram_quantile(${q}, ${perSecond(scope, `${histogram}_bucket`, { by: ['le', ...by], where })})`;
}

export function mean(scope: Scope, histogram: string, by: string[] = []): string {
  return `${perSecond(scope, `${histogram}_sum`, { by })} / ${perSecond(scope, `${histogram}_count`, { by })}`;
}

/** A gauge of the leader's work, as the hub shows it that leads: with the others it stands still. */
export function ofLeader(gauge: string): string {
  return `(${select(CLUSTER, gauge)} and on (job, instance) (${select(CLUSTER, 'crony_hub_leading')} == 1))`;
}

function sumBy(labels: string[]): string {
  return labels.length === 0 ? 'sum' : `sum by (${labels.join(', ')})`;
}

import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/**
 * One metric, declared before it is used, so that the list of all metrics is a value: the registry, the
 * documentation and the dashboards are checked against it. Names carry base units (`_seconds`, `_bytes`), counters
 * end in `_total`. Labels take few and known values only: a job's or run's id is never one.
 */
export interface MetricDefinition {
  readonly name: `crony_${string}`;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels?: readonly string[];
  /**
   * Every value of every label, where all are known: their series stand at 0 from the start, so that the first event is
   * an increase and what has never happened is no gap.
   */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** Upper bounds in the metric's unit, growing; for histograms only. */
  readonly buckets?: readonly number[];
}

export type MetricDefinitions = Readonly<Record<string, MetricDefinition>>;

type LabelOf<D extends MetricDefinition> = D extends { labels: readonly (infer L extends string)[] } ? L : never;

/** prom-client's metric of the declared type, which takes the declared labels and no others. */
export type MetricOf<D extends MetricDefinition> = D['type'] extends 'counter'
  ? Counter<LabelOf<D>>
  : D['type'] extends 'gauge'
    ? Gauge<LabelOf<D>>
    : Histogram<LabelOf<D>>;

/** What `/metrics` shows; several may stand on one page. */
export interface MetricsSource {
  readonly contentType: string;
  readonly render: () => Promise<string>;
}

export interface Metrics<T extends MetricDefinitions> extends MetricsSource {
  readonly registry: Registry;
  readonly metrics: { readonly [K in keyof T]: MetricOf<T[K]> };
  /** Runs before each rendering: for gauges that are cheaper to read when asked than to keep up to date. */
  readonly beforeRender: (update: () => void | Promise<void>) => void;
}

export interface MetricsOptions {
  /** Adds the figures of the process itself (`process_…`, `nodejs_…`): once in a process, not once in a part. */
  processMetrics?: boolean;
}

/** More series of one metric and process would be a mistake. */
const MOST_SERIES = 100;
const UNIT_SUFFIX = /_(seconds|bytes|ratio|total|info|count|jobs|runs|nodes|attempts|rows)$/;

/** Checks a list of definitions and gives it back with its exact type. Throws on the first one that breaks a rule. */
export function defineMetrics<const T extends MetricDefinitions>(definitions: T): T {
  const seen = new Set<string>();
  for (const definition of Object.values(definitions)) {
    const { name, type, help, labels = [], values, buckets } = definition;
    const refuse = (rule: string): never => {
      throw new Error(`metric ${name}: ${rule}`);
    };
    if (!/^crony_[a-z][a-z0-9_]*[a-z0-9]$/.test(name)) refuse('the name is not in snake_case after "crony_"');
    if (seen.has(name)) refuse('is defined twice');
    if ((type === 'counter') !== name.endsWith('_total')) refuse('counters, and only they, end in "_total"');
    if (/_(ms|milliseconds|minutes|kb|kilobytes|percent)$/.test(name)) refuse('the unit is not a base unit');
    if (type === 'histogram' && !UNIT_SUFFIX.test(name)) refuse('a histogram names its unit');
    if (help.trim() === '') refuse('has no help text');
    if ((type === 'histogram') !== (buckets !== undefined)) refuse('histograms, and only they, have buckets');
    if (buckets?.some((bound, i) => i > 0 && bound <= buckets[i - 1]!)) refuse('the buckets do not grow');
    if (new Set(labels).size !== labels.length) refuse('a label is named twice');
    for (const label of labels) if (!/^[a-z][a-z0-9_]*$/.test(label)) refuse(`label ${label} is not in snake_case`);
    if (values) {
      if (type === 'gauge') refuse('a gauge says what it reads, and nothing before');
      if (Object.keys(values).toSorted().join() !== labels.toSorted().join())
        refuse('values are of all labels or none');
      const series = seriesOf(values);
      if (series.length === 0 || series.length > MOST_SERIES) refuse(`has not 1 to ${MOST_SERIES} series`);
    }
    seen.add(name);
  }
  return definitions;
}

/** Makes the declared metrics in a registry of their own, so that two parts of one process never share state. */
export function createMetrics<T extends MetricDefinitions>(
  definitions: T,
  { processMetrics = false }: MetricsOptions = {},
): Metrics<T> {
  const registry = new Registry();
  const updates: (() => void | Promise<void>)[] = [];
  const metrics = Object.fromEntries(
    Object.entries(definitions).map(([key, definition]) => [key, createMetric(definition, registry)]),
  ) as Metrics<T>['metrics'];
  if (processMetrics) collectDefaultMetrics({ register: registry });
  return {
    registry,
    metrics,
    contentType: registry.contentType,
    beforeRender: (update) => void updates.push(update),
    async render() {
      // One reading that fails must not hide all other figures; it keeps its last value.
      await Promise.allSettled(updates.map(async (update) => update()));
      return registry.metrics();
    },
  };
}

/** Several parts on one page, as in the standalone process. Their metric names must differ. */
export function combineMetrics(parts: readonly Metrics<MetricDefinitions>[]): MetricsSource {
  const names = parts.flatMap((part) => part.registry.getMetricsAsArray().map((metric) => metric.name));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`metric ${twice} is registered by two parts of this process`);
  return {
    contentType: parts[0]?.contentType ?? new Registry().contentType,
    async render() {
      const pages = await Promise.all(parts.map((part) => part.render()));
      return pages.map((page) => `${page.trimEnd()}\n`).join('');
    },
  };
}

/** Each combination of the values. */
function seriesOf(values: Readonly<Record<string, readonly string[]>>): Record<string, string>[] {
  return Object.entries(values).reduce<Record<string, string>[]>(
    (series, [label, of]) => series.flatMap((one) => of.map((value) => ({ ...one, [label]: value }))),
    [{}],
  );
}

function createMetric(definition: MetricDefinition, registry: Registry): Counter | Gauge | Histogram {
  const { name, help, labels = [], values, buckets = [] } = definition;
  const known = values ? seriesOf(values) : [];
  const common = { name, help, labelNames: [...labels], registers: [registry] };
  switch (definition.type) {
    case 'counter': {
      const counter = new Counter(common);
      for (const labelled of known) counter.inc(labelled, 0);
      return counter;
    }
    case 'gauge':
      return new Gauge(common);
    case 'histogram': {
      const histogram = new Histogram({ ...common, buckets: [...buckets] });
      for (const labelled of known) histogram.zero(labelled);
      return histogram;
    }
  }
}

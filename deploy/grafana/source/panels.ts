/** Panels as all dashboards show them, so that one state has one colour and one kind of figure one look. */
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { PanelBuilder as BarGauge } from '@grafana/grafana-foundation-sdk/bargauge';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import {
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  PanelBuilder as Heatmap,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as Text } from '@grafana/grafana-foundation-sdk/text';
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';

export type Panel = Builder<dashboard.Panel>;
export type Unit = 's' | 'short' | 'ops' | 'reqps' | 'percentunit' | 'bytes' | 'none';

export interface PanelOptions {
  title: string;
  /** What the panel shows and how to read it. */
  says: string;
  unit: Unit;
  /** Of 24 columns. */
  width?: number;
  height?: number;
}

/** [PromQL, legend] */
export type Query = readonly [expr: string, legend: string];

export const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };
const REF_IDS = 'ABCDEFGH';

/** Legends that are values of labels; the same everywhere. */
const COLOURS: Record<string, string> = {
  succeeded: 'green',
  sent: 'green',
  won: 'green',
  applied: 'green',
  recorded: 'green',
  failed: 'red',
  given_up: 'dark-red',
  timed_out: 'orange',
  lost: 'dark-red',
  missed: 'purple',
  late: 'purple',
  skipped: 'light-purple',
  cancelled: '#8e8e8e',
  retrying: 'yellow',
  accepted: 'blue',
  refused: 'yellow',
  unknown: 'red',
  '2xx': 'green',
  '3xx': 'blue',
  '4xx': 'yellow',
  '5xx': 'red',
  p50: 'blue',
  p90: 'yellow',
  p99: 'orange',
};

export interface LinesOptions extends PanelOptions {
  queries: Query[];
  stacked?: boolean;
  /** A legend with mean and most, for panels with many lines. */
  table?: boolean;
  max?: number;
}

export function lines({ queries, stacked = false, table = false, max, ...options }: LinesOptions): Panel {
  const panel = dressed(new TimeSeries(), options)
    .targets(queries.map(([expr, legend], i) => query(expr, i).range().legendFormat(legend)))
    .drawStyle(common.GraphDrawStyle.Line)
    .lineWidth(1)
    .fillOpacity(stacked ? 30 : 8)
    .showPoints(common.VisibilityMode.Never)
    .stacking(
      new common.StackingConfigBuilder()
        .mode(stacked ? common.StackingMode.Normal : common.StackingMode.None)
        .group('A'),
    )
    .tooltip(
      new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending),
    )
    .legend(
      new common.VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(table ? common.LegendDisplayMode.Table : common.LegendDisplayMode.List)
        .placement(table ? common.LegendPlacement.Right : common.LegendPlacement.Bottom)
        .calcs(table ? ['mean', 'max'] : []),
    );
  if (max !== undefined) panel.max(max);
  for (const [name, colour] of Object.entries(COLOURS)) {
    if (!mayShow(queries, name)) continue;
    panel.overrideByName(name, [{ id: 'color', value: { mode: 'fixed', fixedColor: colour } }]);
  }
  return panel;
}

export interface FigureOptions extends PanelOptions {
  query: string;
  legend?: string;
  /** From which value on it is yellow, and red. */
  steps?: { yellow?: number; red?: number };
  /** Shows the legend in the value's place. */
  named?: boolean;
}

export function figure({ query: expr, legend = '', steps = {}, named = false, ...options }: FigureOptions): Panel {
  const thresholds = [{ value: null, color: 'green' }, ...stepsOf(steps)];
  const graph = named ? common.BigValueGraphMode.None : common.BigValueGraphMode.Area;
  const panel = dressed(new Stat(), { width: 3, height: 4, ...options })
    .targets([query(expr, 0).range().legendFormat(legend)])
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(graph)
    .thresholds(new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps(thresholds))
    .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.Thresholds));
  return named ? panel.textMode(common.BigValueTextMode.Name) : panel;
}

/** Sums over the time that is shown, the greatest first. */
export function bars({ queries, ...options }: PanelOptions & { queries: Query[] }): Panel {
  const panel = dressed(new BarGauge(), options)
    .targets(queries.map(([expr, legend], i) => query(`sort_desc(${expr})`, i).instant().legendFormat(legend)))
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .orientation(common.VizOrientation.Horizontal)
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .showUnfilled(true)
    .decimals(0)
    .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.PaletteClassicByName));
  for (const [name, colour] of Object.entries(COLOURS)) {
    if (!mayShow(queries, name)) continue;
    panel.overrideByName(name, [{ id: 'color', value: { mode: 'fixed', fixedColor: colour } }]);
  }
  return panel;
}

/** How often each size came; `expr` sums by `le`. */
export function heat({ expr, ...options }: PanelOptions & { expr: string }): Panel {
  return dressed(new Heatmap(), options)
    .targets([query(expr, 0).range().format(PromQueryFormat.Heatmap).legendFormat('{{le}}')])
    .calculate(false)
    .yAxis(new YAxisConfigBuilder().unit(options.unit))
    .color(new HeatmapColorOptionsBuilder().mode(HeatmapColorMode.Scheme).scheme('Blues').steps(64));
}

/** A row for each series, with these labels as columns. */
export function table({ expr, columns, ...options }: PanelOptions & { expr: string; columns: string[] }): Panel {
  return dressed(new Table(), options)
    .targets([query(expr, 0).instant().format(PromQueryFormat.Table)])
    .noValue('none')
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: { Time: true, Value: true, __name__: true },
        indexByName: Object.fromEntries(columns.map((column, i) => [column, i])),
      },
    });
}

export function text({ title, content, height = 4 }: { title: string; content: string; height?: number }): Panel {
  return new Text().title(title).content(content).height(height).span(24);
}

interface Dressable<P> {
  title(title: string): P;
  description(says: string): P;
  unit(unit: string): P;
  datasource(datasource: common.DataSourceRef): P;
  span(width: number): P;
  height(height: number): P;
}

function dressed<P extends Dressable<P>>(panel: P, { title, says, unit, width = 12, height = 8 }: PanelOptions): P {
  return panel.title(title).description(says).unit(unit).datasource(DATASOURCE).span(width).height(height);
}

function query(expr: string, index: number): DataqueryBuilder {
  return new DataqueryBuilder().expr(expr).refId(REF_IDS[index]!).datasource(DATASOURCE);
}

function stepsOf({ yellow, red }: { yellow?: number; red?: number }): { value: number; color: string }[] {
  return [
    ...(yellow === undefined ? [] : [{ value: yellow, color: 'yellow' }]),
    ...(red === undefined ? [] : [{ value: red, color: 'red' }]),
  ];
}

/** A legend that is fixed shows itself alone, one with a label whatever values that has. */
function mayShow(queries: readonly Query[], name: string): boolean {
  const quantiles = /^p\d/.test(name);
  return queries.some(([, legend]) => legend === name || (!quantiles && /^\{\{\w+\}\}$/.test(legend)));
}

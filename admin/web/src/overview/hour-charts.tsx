import '@mantine/charts/styles.css';
import { BarChart, LineChart } from '@mantine/charts';
import { useFormat } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import type { HourPoint } from './hour-figures';

interface ChartProps {
  points: readonly HourPoint[];
  height?: number;
}

const HEIGHT = 190;
const LONG_MS = 30 * 3_600_000;

function useAxis(points: readonly HourPoint[]) {
  const format = useFormat();
  const isLong = (points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0) > LONG_MS;
  // Labels are also what the points go by, so each must be its own.
  return (at: number): string =>
    isLong ? `${format.day(at)} ${format.time(at).slice(0, 5)}` : format.time(at).slice(0, 5);
}

/** Runs that ended, by the hour of their planned time. */
export function OutcomeChart({ points, height = HEIGHT }: ChartProps) {
  const { overview } = useMessages();
  const format = useFormat();
  const label = useAxis(points);
  const data = points.map((point) => ({
    at: label(point.at),
    [overview.succeeded]: point.succeeded,
    [overview.notWell]: point.notWell,
  }));
  return (
    <BarChart
      h={height}
      data={data}
      dataKey="at"
      type="stacked"
      series={[
        { name: overview.succeeded, color: 'light-dark(#41a877, #37a873)' },
        { name: overview.notWell, color: 'var(--bad)' },
      ]}
      tickLine="none"
      gridAxis="y"
      valueFormatter={(value) => format.number(value)}
      yAxisProps={{ width: 44, allowDecimals: false }}
      xAxisProps={{ minTickGap: 32 }}
      barProps={{ isAnimationActive: false, maxBarSize: 22 }}
      barChartProps={{ accessibilityLayer: false, barCategoryGap: 2 }}
      aria-label={overview.perHour}
      role="img"
    />
  );
}

/** How long after their planned time runs start. */
export function LatenessChart({ points, height = HEIGHT }: ChartProps) {
  const { overview } = useMessages();
  const format = useFormat();
  const label = useAxis(points);
  const data = points.map((point) => ({ at: label(point.at), p50: point.p50, p99: point.p99 }));
  return (
    <LineChart
      h={height}
      data={data}
      dataKey="at"
      series={[
        { name: 'p99', label: 'p99', color: 'light-dark(#c77d15, #e0a040)' },
        { name: 'p50', label: 'p50', color: 'light-dark(#178d7e, #2ba595)' },
      ]}
      tickLine="none"
      gridAxis="y"
      withDots={false}
      strokeWidth={1.8}
      curveType="monotone"
      connectNulls={false}
      valueFormatter={(value) => format.duration(value)}
      yAxisProps={{ width: 64 }}
      xAxisProps={{ minTickGap: 32 }}
      lineProps={{ isAnimationActive: false }}
      lineChartProps={{ accessibilityLayer: false }}
      aria-label={overview.punctuality}
      role="img"
    />
  );
}

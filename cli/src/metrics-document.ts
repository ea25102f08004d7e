/** docs/metrics.md, made from the lists of metrics. */
import { HUB_METRICS } from '@crony/admin/metrics';
import { NODE_METRICS } from '@crony/node/metrics';
import { BACKEND_METRICS } from '@crony/shared/runtime/backend-metrics';
import type { MetricDefinition, MetricDefinitions } from '@crony/shared/runtime/metrics';

/** Who shows what; `crony standalone` shows all of it on one page. */
export const METRICS_BY_PART: readonly { part: string; definitions: MetricDefinitions }[] = [
  { part: 'Hubs', definitions: HUB_METRICS },
  { part: 'Nodes', definitions: NODE_METRICS },
  { part: 'Hubs and nodes', definitions: BACKEND_METRICS },
];

const HEAD = `# Metrics

Hubs show them at \`/metrics\` of the API's port, nodes at \`/metrics\` of theirs, \`crony standalone\` all on one page. Units are
base units (seconds, bytes), counters end in \`_total\`, and no label carries the id of a job or a run: how many series
there are depends on the parts of the cluster and not on its jobs. Besides there are the usual figures of the process
(\`process_…\`, \`nodejs_…\`: CPU, memory, event loop delay, garbage collection). What to make of them:
[monitoring.md](monitoring.md).

A hub that does not lead shows the figures of the leader's work too, standing still: sum over hubs, or take the one whose
\`crony_hub_leading\` is 1.
`;

export function metricsDocument(): string {
  return [HEAD, ...METRICS_BY_PART.map(({ part, definitions }) => section(part, definitions))].join('\n');
}

function section(part: string, definitions: MetricDefinitions): string {
  const rows = Object.values(definitions)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(row);
  return `## ${part}\n\n| metric | type | labels | what it says |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

function row(definition: MetricDefinition): string {
  const { name, type, labels = [], help, values, buckets } = definition;
  const label = (one: string): string => `\`${one}\`${values ? `: ${values[one]!.join(', ')}` : ''}`;
  const bounds = buckets ? ` Buckets up to ${buckets.join(', ')}.` : '';
  return `| \`${name}\` | ${type} | ${labels.map(label).join('; ')} | ${help.replaceAll('|', '\\|')}${bounds} |`;
}

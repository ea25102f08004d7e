import type { FaultRunResult } from './fault-run.js';

const LOST = ['lost', 'stuck'];
const REPEATED = ['doubled', 'unexplained_repeat'];
const SHOWN = 10;

export function faultReport({ counts, verdict, story, evidence }: FaultRunResult): string {
  const { tally, findings } = verdict;
  const faults = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const of = (kinds: readonly string[]): number => findings.filter(({ kind }) => kinds.includes(kind)).length;
  const { lateness } = tally;
  const quantile = (q: number): string => String(lateness[Math.floor(q * (lateness.length - 1))] ?? '-');
  const repeats = Object.values(tally.explainedRepeats).reduce((sum, n) => sum + n, 0);
  return [
    'faults:',
    ...faults.map(([name, times]) => `  ${String(times).padStart(4)}  ${name}`),
    `${faults.reduce((sum, [, times]) => sum + times, 0)} faults in ${Math.round((story.endedAt - story.startedAt) / 1_000)} s`,
    'repeats that the table allows, by fault:',
    ...Object.entries(tally.explainedRepeats).map(([kind, times]) => `  ${String(times).padStart(4)}  ${kind}`),
    `planned ${tally.planned}, fired ${tally.delivered}, missed by policy ${tally.missedByPolicy}, ` +
      `re-dispatched ${tally.redispatched} (${repeats} repeats, each explained)`,
    `lateness outside faults, ${lateness.length} runs: p50 ${quantile(0.5)} ms, p99 ${quantile(0.99)} ms`,
    `${of(LOST)} lost, ${of(REPEATED)} repeated without a reason, ${findings.length - of(LOST) - of(REPEATED)} other findings`,
    ...findings
      .slice(0, SHOWN)
      .map(({ kind, jobId, plannedAt, message }) => `  ${kind}: job ${jobId}, planned ${plannedAt}: ${message}`),
    ...(evidence === null ? [] : [`evidence: ${evidence}`]),
  ].join('\n');
}

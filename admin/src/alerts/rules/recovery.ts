/** Pure: which open alerts of a job are over, as its newest runs tell. */
import type { EndedRun, OpenAlert } from '@crony/shared/store/store';

/** `newest`: the newest run of the job that failed or succeeded; `rateNow`: per cent of failures in an alert's window. */
export function recovered(
  open: readonly OpenAlert[],
  newest: EndedRun | null,
  rateNow: (alert: OpenAlert) => number | null,
): OpenAlert[] {
  return open.filter((alert) => {
    const { kind, facts } = alert;
    if (kind === 'failure_rate') {
      const rate = rateNow(alert);
      return rate !== null && rate < (facts.limit ?? 0);
    }
    if (newest?.state !== 'succeeded') return false;
    if (facts.plannedAt !== undefined && newest.plannedAt <= facts.plannedAt) return false;
    if (facts.limit === undefined || newest.startedAt === null) return true;
    // It has to be better in the very thing that was complained of.
    if (kind === 'slow') return newest.finishedAt - newest.startedAt <= facts.limit;
    if (kind === 'late') return newest.startedAt - newest.plannedAt <= facts.limit;
    return true;
  });
}

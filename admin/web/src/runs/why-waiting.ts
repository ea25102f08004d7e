import type { Job, Node, Run } from '../api/client';
import type { Messages } from '../i18n/en';
import { whyUnassigned } from '../jobs/why-unassigned';

/** A node looks for its pending runs every second. */
const SOON_MS = 5_000;

interface Known {
  /** Null: it is gone. */
  job: Job | null;
  nodes: readonly Node[];
  now: number;
}

/** Why nobody has taken a run that is wanted. */
export function whyWaiting(run: Run, { job, nodes, now }: Known, messages: Messages): string {
  const { runs } = messages;
  if (run.cancelRequestedAt !== null) return runs.waitsCancelled;
  if (Date.parse(run.dueAt) > now) return runs.waitsDue;
  if (!job) return runs.waitsJobGone;
  const node = run.nodeId === null ? undefined : nodes.find(({ id }) => id === run.nodeId);
  if (node?.state === 'live') {
    return now - Date.parse(run.dueAt) < SOON_MS ? runs.waitsSoon : runs.waitsTurn(node.id);
  }
  // Also of a paused job, which has no node: a run by hand needs one that would fit.
  const why = whyUnassigned({ ...job, assignment: 'pending' }, nodes, messages);
  if (why !== null && why !== messages.jobs.whySoon) return why;
  return run.nodeId === null ? runs.waitsNode : runs.waitsGone(run.nodeId);
}

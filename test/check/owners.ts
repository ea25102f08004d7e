/** Never two owners of a job, and none only where nobody may own it. */
import type { AssignmentChange, Finding, JobStory } from './story.js';

const LATELY_MS = 500;

export function checkOwners(changes: readonly AssignmentChange[], jobs: readonly JobStory[]): Finding[] {
  const findings: Finding[] = [];
  const byId = new Map(jobs.map((job) => [job.jobId, job]));
  let owners = new Map<string, Set<string>>();
  for (const { at, puts, deletes, restored } of changes) {
    if (restored) owners = new Map();
    const before = new Set(deletes.map(({ jobId }) => jobId).filter((jobId) => (owners.get(jobId)?.size ?? 0) > 0));
    for (const { jobId, nodeId } of deletes) owners.get(jobId)?.delete(nodeId);
    for (const { jobId, nodeId } of puts) owners.set(jobId, (owners.get(jobId) ?? new Set()).add(nodeId));
    const find = (jobId: string, message: string): void =>
      void findings.push({ kind: 'owners', jobId, plannedAt: null, message: `${message} at ${at}` });
    for (const { jobId } of puts) {
      const now = owners.get(jobId)!;
      if (now.size > 1) find(jobId, `owned by ${[...now].join(' and ')}`);
    }
    for (const jobId of before) {
      if ((owners.get(jobId)?.size ?? 0) === 0 && mayBeOwned(byId.get(jobId), at)) find(jobId, 'owned by nobody');
    }
  }
  return findings;
}

/** Neither deleted nor paused at that instant, as far as was answered. */
function mayBeOwned(job: JobStory | undefined, at: number): boolean {
  if (!job || (job.deletedAt !== null && job.deletedAt <= at)) return false;
  // Asked to change, and not answered yet: who decides who owns it may have heard before.
  if (job.writes?.some(({ askedAt, answeredAt }) => askedAt <= at && at <= answeredAt + LATELY_MS)) return false;
  // Paused and resumed in one breath: the leader may have seen either.
  const lately = job.versions.filter(
    ({ writtenAt }, i) => writtenAt <= at && (job.versions[i + 1]?.writtenAt ?? Infinity) > at - LATELY_MS,
  );
  return lately.length > 0 && lately.every(({ enabled }) => enabled);
}

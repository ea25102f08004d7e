/** Which planned times a job owed, and whether each has its one row. */
import type { Excuses } from './excuses.js';
import { plannedTimes } from './planned-times.js';
import type { Finding, JobStory, JobVersion, RunRow, Story } from './story.js';

/** Claims are made this long ahead, so a version's times reach a little beyond its end. */
const AHEAD_MS = 1_000;

export interface OwedTime {
  plannedAt: number;
  version: JobVersion;
  /** A fault may have kept everybody from claiming it before its version ended. */
  doubtful: boolean;
}

export interface Owed {
  times: Map<number, OwedTime>;
  /** Planned by a version that had ended a moment before: may have a row, and may be fired. */
  possible: Set<number>;
}

export function owedTimes(job: JobStory, story: Story, excuses: Excuses): Owed {
  const times = new Map<number, OwedTime>();
  const possible = new Set<number>();
  job.versions.forEach((version, i) => {
    if (!version.enabled) return;
    const next = job.versions[i + 1];
    const ends = next ? next.effectiveFrom : (job.deletedAt ?? Infinity);
    const until = Math.min(ends, story.endedAt);
    const endsEarly = ends <= story.endedAt;
    for (const plannedAt of plannedTimes(version.schedule, version.effectiveFrom, until)) {
      const cutOff = endsEarly && excuses.any(plannedAt - AHEAD_MS, ends + AHEAD_MS);
      const doubtful = cutOff || excuses.lostByFailOver(plannedAt);
      times.set(plannedAt, { plannedAt, version, doubtful });
    }
    const heardBy = Math.max(excuses.deafUntil(ends), excuses.claimedAheadOf(ends)) + AHEAD_MS;
    if (endsEarly) for (const at of plannedTimes(version.schedule, ends, heardBy)) if (!times.has(at)) possible.add(at);
  });
  for (const plannedAt of times.keys()) possible.delete(plannedAt);
  return { times, possible };
}

export interface Coverage {
  findings: Finding[];
  /** The row that stands for each owed planned time. */
  rowOf: Map<number, RunRow>;
}

export function checkRows(job: JobStory, rows: readonly RunRow[], owed: Owed, story: Story): Coverage {
  const { jobId } = job;
  const findings: Finding[] = [];
  const rowOf = new Map<number, RunRow>();
  const stretches: RunRow[] = [];
  const find = (kind: Finding['kind'], plannedAt: number, message: string): void =>
    void findings.push({ kind, jobId, plannedAt, message });
  for (const row of rows) {
    if (row.trigger !== 'schedule') continue;
    const { plannedAt } = row;
    if (rowOf.has(plannedAt)) find('doubled', plannedAt, 'two rows for one planned time');
    rowOf.set(plannedAt, row);
    if (row.missedLastAt !== null) stretches.push(row);
    const isAfter = plannedAt > story.endedAt;
    if (!isAfter && !owed.times.has(plannedAt) && !owed.possible.has(plannedAt)) {
      find('phantom', plannedAt, `a row (${row.state}) for a time that no version planned`);
    }
  }
  for (const { plannedAt, doubtful } of owed.times.values()) {
    if (rowOf.has(plannedAt)) continue;
    const stretch = stretches.find((row) => row.plannedAt <= plannedAt && plannedAt <= row.missedLastAt!);
    if (stretch) rowOf.set(plannedAt, stretch);
    else if (!doubtful) find('lost', plannedAt, 'no row, and no missed stretch that holds it');
  }
  for (const stretch of stretches) {
    const isIn = (t: number): boolean => t >= stretch.plannedAt && t <= stretch.missedLastAt!;
    const covered = [...owed.times.keys()].filter(isIn);
    const own = covered.filter((t) => t !== stretch.plannedAt && rowOf.get(t) !== stretch);
    const most = covered.length + [...owed.possible].filter(isIn).length;
    const count = stretch.missedCount ?? 1;
    // Times with rows of their own may lie in the stretch: a former owner was ahead, or a spool told later.
    const agrees = count <= most && count >= covered.length - own.length;
    if (!agrees && stretch.missedLastAt! <= story.endedAt) {
      find('lost', stretch.plannedAt, `a stretch says ${count} missed times, and ${most} were planned in it`);
    }
  }
  return { findings, rowOf };
}

/** One story at length: what was done, what was found, and everything that happened to the runs concerned. */
import { pino } from 'pino';
import { PLANTS, type PlantName } from './plants.js';
import { takeOverChance } from './seeded-crypto.js';
import { Simulator, simulate } from './simulate.js';

const SHOWN_FINDINGS = 10;

/** True: nothing was found. */
export async function tellStory(seed: number, plant: PlantName | null): Promise<boolean> {
  takeOverChance();
  const simulator = new Simulator();
  const log: string[] = [];
  const { clock } = simulator;
  const logger = pino(
    { level: process.env['SIM_LOG'] ?? 'info', base: null, timestamp: () => `,"at":${clock.monotonic()}` },
    { write: (line: string) => void log.push(line.trimEnd()) },
  );
  const result = await simulate({ seed, plant: plant === null ? {} : PLANTS[plant], logger }, simulator);
  const { story, verdict, troubles, hash } = result;
  const since = (at: number | null): string => (at === null ? '-' : ((at - story.startedAt) / 1_000).toFixed(3));
  console.log(`story ${seed}, ${hash}: ${troubles.join(', ') || 'all well'}`);
  for (const { kind, target, from, until } of story.faults) {
    console.log(`  ${since(from)} to ${since(until)}: ${kind} (${target})`);
  }
  if (verdict.findings.length > 0) for (const line of log) console.log(line);
  for (const { kind, jobId, plannedAt, message } of verdict.findings.slice(0, SHOWN_FINDINGS)) {
    console.log(`\n${kind}: job ${jobId}, planned ${since(plannedAt)}: ${message}`);
    const job = story.jobs.find((one) => one.jobId === jobId);
    for (const version of job?.versions ?? []) {
      console.log(`  version ${version.version} from ${since(version.effectiveFrom)}: ${JSON.stringify(version)}`);
    }
    if (job?.deletedAt != null) console.log(`  deleted at ${since(job.deletedAt)}`);
    for (const row of story.rows.filter((one) => one.jobId === jobId && one.plannedAt === plannedAt)) {
      console.log(`  row ${JSON.stringify(row)}`);
    }
    for (const delivery of story.deliveries.filter((one) => one.jobId === jobId && one.plannedAt === plannedAt)) {
      const { attempt, at, endedAt, answer, nodeId } = delivery;
      console.log(`  attempt ${attempt} by ${nodeId} at ${since(at)}, ended ${since(endedAt)}: ${answer}`);
    }
    for (const { at, puts, deletes } of story.assignments) {
      const own = [...puts, ...deletes].some((one) => one.jobId === jobId);
      if (!own) continue;
      const to = puts.filter((one) => one.jobId === jobId).map(({ nodeId, epoch }) => `${nodeId} (epoch ${epoch})`);
      console.log(`  ${since(at)}: assigned to ${to.join(', ') || 'nobody'}`);
    }
  }
  console.log(`\n${verdict.findings.length} findings; ${JSON.stringify({ ...verdict.tally, lateness: undefined })}`);
  return verdict.findings.length === 0;
}

/** One story from one seed: a cluster at work, trouble, quiet, and the verdict. */
import { createHash } from 'node:crypto';
import type { Logger } from '@crony/shared/runtime/logger';
import { check } from '../check/check.js';
import { FAULT_KINDS } from '../check/fault-kinds.js';
import type { Fault, Finding, Story, Verdict } from '../check/story.js';
import type { Plant } from './plants.js';
import { Random } from './random.js';
import { seedChance } from './seeded-crypto.js';
import { SimClock } from './sim-clock.js';
import { SimulatedDatabase, type StateEdge } from './simulated-database.js';
import { TroubleContext } from './trouble/context.js';
import { TROUBLES } from './trouble/troubles.js';
import { Workload } from './workload.js';
import { TTL_S, World } from './world.js';

const SECOND = 1_000;
const WARM_UP_MS = 2 * SECOND;
const TROUBLED_MS = 16 * SECOND;
/** For everything to settle: leases, takeovers, rescues, retries, and what hangs until its timeout. */
const QUIET_MS = 18 * SECOND;
/** At the end runs are still under way that cannot be judged. */
const LAST_MS = 8 * SECOND;
const PUNCTUAL_WITHIN_MS = 60;

export interface SimulationResult {
  seed: number;
  verdict: Verdict;
  story: Story;
  /** Of everything that was delivered and everything that is in the table. */
  hash: string;
  edges: StateEdge[];
  troubles: string[];
  rows: string[];
}

export interface SimulateOptions {
  seed: number;
  plant?: Plant;
  logger?: Logger | undefined;
}

/** `database` is emptied first, so that one may serve many stories. */
export async function simulate(options: SimulateOptions, shared: Simulator): Promise<SimulationResult> {
  const { seed, plant = {}, logger } = options;
  seedChance(seed);
  const random = new Random(seed);
  const { clock } = shared;
  clock.reset();
  const database = await shared.database(plant);
  const world = new World({
    clock,
    database,
    random: new Random(seed + 1),
    seed,
    plant,
    ...(logger ? { logger } : {}),
  });
  const workload = new Workload(world, random);
  const faults: Fault[] = [];
  const troubles: string[] = [];
  await world.open();
  const startedAt = clock.now();
  for (const id of ['hub-1', 'hub-2']) world.startHub(id);
  for (const id of ['node-1', 'node-2', 'node-3']) world.startNode(id);
  await clock.advance(SECOND);
  await workload.create(random.integer(4, 8));
  await clock.advance(WARM_UP_MS);

  const context = new TroubleContext(world, random, workload, faults);
  const scheduled: Promise<void>[] = [];
  const later = (atMs: number, work: () => Promise<void>): void => {
    scheduled.push(clock.sleep(atMs).then(work));
  };
  for (let i = random.integer(0, 5); i > 0; i -= 1) {
    const name = random.weighted(Object.entries(TROUBLES).map(([one, { weight }]) => [one, weight] as const));
    troubles.push(name);
    later(random.integer(0, TROUBLED_MS), () => TROUBLES[name]!.inject(context));
  }
  for (let i = random.integer(2, 7); i > 0; i -= 1) {
    later(random.integer(0, TROUBLED_MS + 6 * SECOND), () => workload.act());
  }
  let failure: unknown = null;
  Promise.all(scheduled).catch((error: unknown) => (failure = error));
  await clock.advance(TROUBLED_MS + 8 * SECOND);
  await world.heal();
  for (const id of ['hub-1', 'hub-2', 'node-1', 'node-2', 'node-3']) world.restartIfGone(id);
  for (const fault of faults) fault.until = Math.min(fault.until, clock.now());
  await clock.advance(QUIET_MS);
  if (failure !== null) throw new Error('the story could not be told', { cause: failure });

  const story: Story = {
    startedAt,
    endedAt: clock.now() - LAST_MS,
    observedUntil: clock.now(),
    ttlMs: TTL_S * SECOND,
    punctualWithinMs: PUNCTUAL_WITHIN_MS,
    jobs: workload.stories,
    deliveries: world.receiver.deliveries,
    rows: await database.runs(),
    faults,
    assignments: world.assignments.changes,
  };
  const edges = await database.edges();
  const verdict = check(story);
  verdict.findings.push(...(await miscounted(database, story)));
  world.assignments.close();
  world.close();
  return { seed, verdict, story, hash: hashOf(story), edges, troubles, rows: rowsOf(story) };
}

/** What stories share: a clock that begins anew, and an opened database that is emptied. */
export class Simulator {
  readonly clock = new SimClock();
  #database: SimulatedDatabase | undefined;

  async database(plant: Plant): Promise<SimulatedDatabase> {
    if (plant.prepare) return SimulatedDatabase.open(this.clock); // changes the tables, and is not used again
    this.#database ??= await SimulatedDatabase.open(this.clock);
    await this.#database.empty();
    return this.#database;
  }
}

/** Rows of the table "what happens when" that the story touched. */
function rowsOf({ faults }: Story): string[] {
  const rows = new Set<string>(faults.map(({ kind }) => FAULT_KINDS[kind].row));
  const overlaps = (a: Fault, b: Fault): boolean => a.from <= b.until && b.from <= a.until;
  const of = (kinds: readonly string[]): Fault[] => faults.filter(({ kind }) => kinds.includes(kind));
  const downs = of(['database_down', 'database_locked']);
  const deaths = of(['node_killed', 'node_restarted', 'nodes_all_gone']);
  if (downs.some((down) => deaths.some((death) => overlaps(down, death)))) rows.add('database down and the owner dies');
  if (downs.some((down) => of(['etcd_down', 'node_cut_from_etcd']).some((cut) => overlaps(down, cut))))
    rows.add('both gone');
  if (faults.length === 0) rows.add('all well');
  return [...rows];
}

function hashOf({ deliveries, rows, startedAt }: Story): string {
  const hash = createHash('sha256');
  for (const { runId, attempt, at, answer } of deliveries)
    hash.update(`${runId} ${attempt} ${at - startedAt} ${answer}\n`);
  for (const { runId, state, attempt } of rows) hash.update(`${runId} ${state} ${attempt}\n`);
  return hash.digest('hex').slice(0, 16);
}

/** The hourly counters say of every final state what the rows say. */
async function miscounted(database: SimulatedDatabase, { rows }: Story): Promise<Finding[]> {
  const { runs } = await database.store.counters.totals({ from: 0, to: Number.MAX_SAFE_INTEGER });
  return Object.entries(runs).flatMap(([state, counted]): Finding[] => {
    const found = rows.filter((row) => row.state === state);
    const sum = found.reduce((total, { missedCount }) => total + (missedCount ?? 1), 0);
    const message = `${counted} runs are counted as ${state}, and there are ${sum}`;
    return counted === sum ? [] : [{ kind: 'wrong_verdict', jobId: '', plannedAt: null, message }];
  });
}

/**
 * The promise behind every takeover, checked by brute force: at every heartbeat, each planned time up to the watermark,
 * of each job whose key the node says it has applied, has a row of its own or lies in a missed stretch. And nothing is
 * called twice, by whichever incarnation.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Job } from '@crony/shared/domain/job';
import { compileSchedule } from '@crony/shared/domain/schedule/compile-schedule';
import type { Heartbeat } from '@crony/shared/store/store';
import { NodeBundle, type NodeInTest } from './node-bundle.js';
import type { StoreFault } from './faulty-store.js';

const SECOND = 1_000;
const JOBS = 6;

type Step =
  | { type: 'assign' | 'edit' | 'pause' | 'moveAway' | 'editUnheard'; job: number }
  | { type: 'database'; fault: StoreFault }
  | { type: 'slow'; delayMs: number }
  | { type: 'etcd'; state: 'open' | 'cut' | 'stalled' | 'answers-lost' }
  | { type: 'compact' | 'restart' }
  | { type: 'wait' | 'stall'; ms: number }
  | { type: 'stepWall'; ms: number };

const job = fc.nat({ max: JOBS - 1 });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('assign' as const), job }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom('edit' as const, 'pause' as const, 'moveAway' as const, 'editUnheard' as const),
      job,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('database' as const),
      fault: fc.constantFrom<StoreFault>('none', 'none', 'before', 'after'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('slow' as const), delayMs: fc.constantFrom(0, 0, 40, 900) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('etcd' as const),
      state: fc.constantFrom(
        'open' as const,
        'open' as const,
        'cut' as const,
        'stalled' as const,
        'answers-lost' as const,
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constantFrom('compact' as const, 'restart' as const),
    }),
  },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 4_000 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('stall' as const), ms: fc.integer({ min: 100, max: 15_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('stepWall' as const), ms: fc.integer({ min: -3_000, max: 20_000 }) }),
  },
);

interface Key {
  revision: number;
  resumeFrom: number;
  epoch: number;
  /** The job as the key carries it; null: the key is gone. */
  job: Job | null;
}

class WatermarkCheck {
  checked = 0;
  readonly trouble: string[] = [];
  readonly #bundle: NodeBundle;
  readonly #jobs: Job[];
  /** What was written for each job, oldest first. */
  readonly #keys: Key[][];
  #epoch = 0;
  #node!: NodeInTest;
  readonly #started: NodeInTest[] = [];

  private constructor(bundle: NodeBundle, jobs: Job[]) {
    this.#bundle = bundle;
    this.#jobs = jobs;
    this.#keys = jobs.map(() => []);
  }

  static async open(): Promise<WatermarkCheck> {
    const bundle = await NodeBundle.open();
    const jobs = await bundle.jobs(JOBS, (i) => ({
      schedule: { everyMs: SECOND * (1 + (i % 3)), timeZone: 'UTC', phaseMs: i * 130 },
      misfire: (['skip', 'fire_once', 'fire_all'] as const)[i % 3]!,
      misfireLimit: i % 2 === 0 ? 4 : 100,
      concurrency: i < 3 ? 'allow' : 'forbid',
    }));
    const check = new WatermarkCheck(bundle, jobs);
    await check.#startNode();
    return check;
  }

  async take(step: Step): Promise<void> {
    const { clock, server } = this.#bundle;
    switch (step.type) {
      case 'assign':
        return this.#assign(step.job);
      case 'edit':
      case 'editUnheard':
        return this.#edit(step.job, step.type === 'edit');
      case 'pause':
        return this.#pause(step.job);
      case 'moveAway':
        return this.#moveAway(step.job);
      case 'database':
        this.#node.database.fault = () => step.fault;
        return;
      case 'slow':
        this.#node.database.delayMs = () => step.delayMs;
        return;
      case 'etcd':
        this.#node.etcd.setState(step.state);
        return;
      case 'compact':
        return server.compact();
      case 'restart':
        this.#node.kill();
        return this.#startNode();
      case 'wait':
        return clock.advance(step.ms);
      case 'stall':
        clock.stall(step.ms);
        return clock.settle();
      case 'stepWall':
        clock.stepWall(step.ms);
    }
  }

  /** A run that was in doubt when its process died is sent again, under the next number. */
  called(): string[] {
    return this.#started.flatMap(({ callbacks }) =>
      callbacks.calls.map(({ request }) => `${request.runId} ${request.attempt}`),
    );
  }

  async close(): Promise<void> {
    this.#node.database.up();
    this.#node.database.delayMs = () => 0;
    this.#node.etcd.heal();
    await this.#bundle.clock.advance(15 * SECOND);
    await this.#bundle.close();
  }

  async #startNode(): Promise<void> {
    this.#node = this.#bundle.create();
    this.#started.push(this.#node);
    this.#node.callbacks.script = () => ({ afterMs: 300 });
    this.#node.database.onEffect = async (method, args) => {
      if (method === 'nodes.heartbeat' || method === 'nodes.markStopped') await this.#verify(args[1] as Heartbeat);
    };
    await this.#bundle.finished(this.#node.node.start(), 10_000);
  }

  async #assign(index: number): Promise<void> {
    const row = (await this.#bundle.store.jobs.get(this.#jobs[index]!.id))!;
    if (!row.enabled) this.#jobs[index] = await this.#bundle.edit(row, { enabled: true });
    const job = (await this.#bundle.store.jobs.get(row.id))!;
    const standing = this.#keys[index]!.at(-1);
    if (standing?.job) return this.#put(index, job, standing.epoch, standing.resumeFrom);
    this.#epoch += 1;
    await this.#put(index, job, this.#epoch, this.#bundle.clock.now() - 7 * SECOND);
  }

  async #put(index: number, job: Job, epoch: number, resumeFrom: number): Promise<void> {
    const revision = await this.#bundle.assign(job, { epoch, resumeFrom });
    this.#keys[index]!.push({ revision, resumeFrom, epoch, job });
  }

  async #edit(index: number, heard: boolean): Promise<void> {
    const job = (await this.#bundle.store.jobs.get(this.#jobs[index]!.id))!;
    if (!job.enabled) return;
    const everyMs = job.schedule.everyMs === 1_500 ? 2_000 : 1_500;
    const edited = await this.#bundle.edit(job, { schedule: { ...job.schedule, everyMs } });
    const standing = this.#keys[index]!.at(-1);
    if (heard && standing?.job) await this.#put(index, edited, standing.epoch, standing.resumeFrom);
  }

  async #pause(index: number): Promise<void> {
    const job = (await this.#bundle.store.jobs.get(this.#jobs[index]!.id))!;
    if (job.enabled) await this.#bundle.edit(job, { enabled: false });
    await this.#remove(index, await this.#bundle.unassign(job));
  }

  async #moveAway(index: number): Promise<void> {
    const standing = this.#keys[index]!.at(-1);
    if (!standing?.job) return;
    this.#epoch += 1;
    await this.#remove(index, await this.#bundle.move(standing.job, 'node-1', 'node-2', this.#epoch, 0));
  }

  #remove(index: number, revision: number): Promise<void> {
    this.#keys[index]!.push({ revision, resumeFrom: 0, epoch: 0, job: null });
    return Promise.resolve();
  }

  async #verify({ watermark, appliedRevision }: Heartbeat): Promise<void> {
    for (const keys of this.#keys) {
      const newest = keys.at(-1);
      if (!newest?.job || newest.revision > appliedRevision) continue;
      const { job, epoch } = newest;
      const row = (await this.#bundle.store.jobs.get(job.id))!;
      // The leader trusts a watermark only where the row says that this assignment was taken over.
      if (row.epoch !== epoch || row.version !== job.version || !row.enabled) continue;
      const [ownership] = await this.#bundle.store.jobs.ownerships([job.id]);
      if ((ownership!.assignedRevision ?? Infinity) > appliedRevision) continue;
      const runs = await this.#bundle.runs(job);
      const rows = new Set(runs.map(({ plannedAt }) => plannedAt));
      const stretches = runs.filter(({ missedLastAt }) => missedLastAt !== null);
      const schedule = compileSchedule(job.schedule);
      const from = Math.max(newest.resumeFrom, job.effectiveFrom);
      for (let at = schedule.next(from); at !== null && at <= watermark; at = schedule.next(at)) {
        const planned = at;
        const hasRow = rows.has(planned) || stretches.some((s) => s.plannedAt <= planned && planned <= s.missedLastAt!);
        if (!hasRow) this.trouble.push(`${job.name}: ${planned} is vouched for by ${watermark} and has no row`);
        this.checked += 1;
      }
    }
  }
}

it('is never ahead of the rows, whatever fails', { timeout: 200_000 }, async () => {
  let checked = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 10, maxLength: 50 }), async (steps) => {
      const check = await WatermarkCheck.open();
      try {
        for (const step of steps) await check.take(step);
      } finally {
        await check.close();
      }
      checked += check.checked;
      const called = check.called();
      expect(new Set(called).size).toBe(called.length);
      expect(check.trouble).toEqual([]);
    }),
    { numRuns: 100, endOnFailure: true },
  );
  expect(checked).toBeGreaterThan(1_000);
});

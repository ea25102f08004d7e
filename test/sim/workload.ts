/** The jobs of a story, and what people do to them while it goes on. */
import type { Job, JobSpec, ScheduleSpec } from '@crony/shared/domain/job';
import { NO_RETRY } from '@crony/shared/domain/retry-policy';
import { jitterOffsetMs } from '@crony/shared/domain/schedule/jitter';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import { newTraceparent } from '@crony/shared/domain/traceparent';
import type { JobStory, JobVersion } from '../check/story.js';
import type { Random } from './random.js';
import type { Temper } from './receiver.js';
import type { World } from './world.js';

const SECOND = 1_000;

export class Workload {
  readonly stories: JobStory[] = [];
  /** While a database may lose what is written now, nobody writes. */
  mayWrite = true;
  readonly #world: World;
  readonly #random: Random;

  constructor(world: World, random: Random) {
    this.#world = world;
    this.#random = random;
  }

  async create(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) await this.createOne();
  }

  async createOne(): Promise<void> {
    const { clock, store, receiver } = this.#world;
    const id = uuidv7(clock);
    const [result] = await store.jobs.createMany([{ id, ...this.#spec() }], clock.now());
    if (!result || !('created' in result)) throw new Error('the job was not created');
    receiver.tempers.set(id, this.#temper(result.created));
    const jitterMs = result.created.schedule.jitterMs ?? 0;
    this.stories.push({ jobId: id, jitterOffsetMs: jitterOffsetMs(id, jitterMs), versions: [], deletedAt: null });
    this.#written(result.created);
  }

  /** Something that people do, to a job that is still there. */
  async act(): Promise<void> {
    if (!this.mayWrite || this.#world.databaseState === 'refused' || this.#world.databaseState === 'hangs') return;
    const living = this.stories.filter(({ deletedAt }) => deletedAt === null);
    if (living.length === 0) return;
    const story = this.#random.pick(living);
    const action = this.#random.weighted([
      ['edit', 4],
      ['pause', 2],
      ['run', 3],
      ['cancel', 2],
      ['create', 2],
      ['delete', 1],
    ] as const);
    if (action === 'create') return this.createOne();
    if (action === 'run') return this.#runNow(story);
    if (action === 'cancel') return this.#cancel(story);
    if (action === 'delete') return this.delete(story.jobId);
    if (!story.versions.at(-1)!.enabled) return this.#edit(story, { enabled: true });
    if (action === 'pause') return this.#edit(story, { enabled: false });
    return this.#edit(story, { schedule: this.#schedule() });
  }

  async #edit({ jobId }: JobStory, over: Partial<JobSpec>): Promise<void> {
    const { clock, store } = this.#world;
    const job = await store.jobs.get(jobId);
    if (!job) return;
    // The share of its jitter belongs to the job's story, and stays.
    const schedule = { ...(over.schedule ?? job.schedule), jitterMs: job.schedule.jitterMs ?? 0 };
    const result = await store.jobs.replace(jobId, { ...job, ...over, schedule }, null, clock.now());
    if ('changed' in result) this.#written(result.changed);
  }

  async delete(jobId: string): Promise<void> {
    const story = this.stories.find((one) => one.jobId === jobId);
    if (!story || story.deletedAt !== null) return;
    await this.#world.store.jobs.delete(jobId, null);
    story.deletedAt = this.#world.clock.now();
    this.#tell(jobId);
  }

  async #runNow({ jobId }: JobStory): Promise<void> {
    const { clock, store } = this.#world;
    const job = await store.jobs.get(jobId);
    if (!job) return;
    const { run } = await store.runs.createPending({
      id: uuidv7(clock),
      jobId,
      jobName: job.name,
      project: job.project,
      trigger: 'manual',
      plannedAt: clock.now(),
      jobVersion: job.version,
      nodeId: job.ownerNode,
      overrides: null,
      traceparent: newTraceparent(),
    });
    if (run.nodeId !== null) this.#world.hubs()[0]?.commands.lookAtPending(run.nodeId);
  }

  async #cancel({ jobId }: JobStory): Promise<void> {
    const { clock, store } = this.#world;
    const { items } = await store.runs.list(
      { jobId, states: ['pending', 'claimed', 'running', 'retrying', 'accepted'] },
      { limit: 10 },
    );
    if (items.length === 0) return;
    const { id, nodeId } = this.#random.pick(items);
    await store.runs.requestCancel(id, clock.now());
    if (nodeId !== null) this.#world.hubs()[0]?.commands.cancelRun(nodeId, id);
  }

  #written(job: Job): void {
    const version: JobVersion = {
      version: job.version,
      writtenAt: this.#world.clock.now(),
      effectiveFrom: job.effectiveFrom,
      enabled: job.enabled,
      schedule: job.schedule,
      timeoutMs: job.timeoutMs,
      ...(job.reportTimeoutMs === undefined ? {} : { reportTimeoutMs: job.reportTimeoutMs }),
      retryLimit: job.retry.limit,
      concurrency: job.concurrency,
      misfire: job.misfire,
      misfireAfterMs: job.misfireAfterMs,
      misfireLimit: job.misfireLimit,
      startDeadlineMs: job.startDeadlineMs ?? null,
      onNodeLoss: job.onNodeLoss,
      onIsolation: job.onIsolation,
    };
    this.stories.find(({ jobId }) => jobId === job.id)!.versions.push(version);
    this.#tell(job.id);
  }

  /** Through whichever hub is at hand; without one the leader finds the row by itself. */
  #tell(jobId: string): void {
    const hubs = this.#world.hubs();
    if (hubs.length > 0) this.#random.pick(hubs).changes.jobsChanged([jobId]);
  }

  #spec(): JobSpec {
    const random = this.#random;
    const retries = random.chance(0.5) ? random.integer(1, 2) : 0;
    return {
      name: `job-${this.stories.length}`,
      project: 'default',
      enabled: true,
      schedule: { ...this.#schedule(), jitterMs: random.chance(0.2) ? random.integer(100, 900) : 0 },
      callback: { type: 'http', method: 'POST', url: 'http://127.0.0.1:9/' },
      ...(random.chance(0.3)
        ? { completion: 'async', timeoutMs: 1_500, reportTimeoutMs: random.pick([1_500, 2_500]) }
        : { completion: 'sync', timeoutMs: random.pick([1_500, 4_000]) }),
      retry: { ...NO_RETRY, limit: retries, delayMs: 300, maxDelayMs: 600 },
      concurrency: random.pick(['allow', 'allow', 'forbid', 'queue', 'replace']),
      misfire: random.pick(['skip', 'fire_once', 'fire_all']),
      misfireAfterMs: random.pick([2_000, 2_000, 5_000]),
      misfireLimit: random.pick([3, 100]),
      ...(random.chance(0.15) ? { startDeadlineMs: 8_000 } : {}),
      onNodeLoss: random.chance(0.35) ? 'lost' : 'redispatch',
      onIsolation: random.chance(0.3) ? 'hold' : 'fire',
      nodeLabels: {},
      priority: random.integer(0, 2),
      tags: {},
      owner: '',
      description: '',
      alerts: { channels: [], on: [] },
      managedBy: null,
    };
  }

  #temper({ concurrency }: Job): Temper {
    const tempers: [Temper, number][] = [
      ['quick', 4],
      ['slow', concurrency === 'allow' ? 2 : 1],
      ['flaky', 2],
      ['moody', 3],
      ['hangs', 1],
    ];
    return this.#random.weighted(tempers);
  }

  #schedule(): ScheduleSpec {
    const random = this.#random;
    const timeZone = 'UTC';
    switch (
      random.weighted([
        ['every', 5],
        ['cron', 4],
        ['at', 1],
      ] as const)
    ) {
      case 'every':
        return { everyMs: random.pick([1_000, 1_000, 1_500, 2_000, 5_000]), phaseMs: random.integer(0, 999), timeZone };
      case 'cron':
        return {
          cron: random.pick([
            '* * * * * *',
            '*/2 * * * * *',
            '*/5 * * * * *',
            '1-59/3 * * * * *',
            '10,25,40,55 * * * * *',
          ]),
          timeZone,
        };
      case 'at':
        return { at: this.#world.clock.now() + random.integer(2 * SECOND, 25 * SECOND), timeZone };
    }
  }
}

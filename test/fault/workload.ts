/** The jobs of a fault run, written through the API, and what people do to them meanwhile. */
import type { ScheduleSpec } from '@crony/shared/domain/job';
import type { JobStory, JobVersion } from '../check/story.js';
import type { Random } from '../sim/random.js';
import type { ApiClient } from '../kit/api-client.js';
import type { FaultCluster } from './fault-cluster.js';

/** As much of a job as the API answers and the story needs. */
interface JobAnswer {
  id: string;
  version: number;
  enabled: boolean;
  updatedAt: string;
  schedule: { everyMs?: number; phaseMs?: number; cron?: string };
  timeoutMs: number;
  retry: { limit: number };
  concurrency: JobVersion['concurrency'];
  misfire: JobVersion['misfire'];
  misfireAfterMs: number;
  misfireLimit: number;
  startDeadlineMs?: number | null;
  onNodeLoss: JobVersion['onNodeLoss'];
  onIsolation: JobVersion['onIsolation'];
}

const AT_ONCE = 500;

export class Workload {
  readonly stories = new Map<string, JobStory>();
  readonly #adopted = new Set<string>();
  readonly #cluster: FaultCluster;
  readonly #receiverUrl: string;
  readonly #random: Random;

  constructor(cluster: FaultCluster, receiverUrl: string, random: Random) {
    this.#cluster = cluster;
    this.#receiverUrl = receiverUrl;
    this.#random = random;
  }

  /** All alike, spread over their period. */
  async createEqual(count: number, everyMs: number, over: object = {}): Promise<void> {
    await this.#create(
      Array.from({ length: count }, (_, i) => ({
        name: `equal-${i}`,
        schedule: { everyMs, phaseMs: Math.floor((i * everyMs) / count) },
        callback: { type: 'http', url: `${this.#receiverUrl}/quick` },
        concurrency: 'allow',
        misfire: 'fire_all',
        ...over,
      })),
    );
  }

  /** Jobs that came into the table by another way than through this. */
  async adopt(): Promise<void> {
    for (const job of await this.#cluster.api().list<JobAnswer>('/jobs')) {
      if (this.stories.has(job.id)) continue;
      this.#adopted.add(job.id);
      const story: JobStory = { jobId: job.id, versions: [], deletedAt: null };
      this.stories.set(job.id, story);
      this.#note(story, job);
      for (const version of story.versions) version.writtenAt = version.effectiveFrom;
    }
  }

  isPunctual(jobId: string): boolean {
    return !this.#adopted.has(jobId);
  }

  /** All policies, mostly of once a second to once in ten. About `runsPerSecond` in all. */
  async createMixed(runsPerSecond: number): Promise<void> {
    const random = this.#random;
    const items: object[] = [];
    for (let rate = 0; rate < runsPerSecond;) {
      const everyMs = random.pick([1_000, 1_000, 2_000, 5_000, 10_000]);
      const schedule = random.chance(0.1)
        ? { cron: '*/2 * * * * *' }
        : { everyMs, phaseMs: random.integer(0, everyMs - 1) };
      rate += 1_000 / ('cron' in schedule ? 2_000 : everyMs);
      const path = random.weighted([
        ['/quick', 12],
        ['/slow', 2],
        ['/flaky', 2],
        ['/moody', 1],
      ] as const);
      const retry = { limit: random.chance(0.3) ? 2 : 0, delayMs: 500, factor: 1, maxDelayMs: 500 };
      items.push({
        name: `mixed-${items.length}`,
        schedule,
        callback: { type: 'http', url: `${this.#receiverUrl}${path}` },
        timeoutMs: 5_000,
        retry,
        concurrency: random.pick(['allow', 'allow', 'allow', 'forbid']),
        misfire: random.pick(['fire_all', 'fire_all', 'fire_once', 'skip']),
        misfireLimit: random.pick([5, 100]),
        onNodeLoss: random.chance(0.1) ? 'lost' : 'redispatch',
        onIsolation: random.chance(0.2) ? 'hold' : 'fire',
      });
    }
    await this.#create(items);
  }

  /** One edit, pause, resume, delete or run-now. What the API cannot answer for is looked up in the end. */
  async act(): Promise<void> {
    const living = [...this.stories.values()].filter(({ deletedAt }) => deletedAt === null);
    const story = this.#random.pick(living);
    const path = `/jobs/${story.jobId}`;
    const standing = story.versions.at(-1)!;
    const action = this.#random.weighted([
      ['edit', 5],
      ['pause', 2],
      ['run', 3],
      ['delete', 1],
    ] as const);
    if (action === 'run') await this.#cluster.api().post(`${path}/run`);
    else if (action === 'delete') await this.#delete(story);
    else if (!standing.enabled) await this.#change(story, (api) => api.post(`${path}/resume`));
    else if (action === 'pause') await this.#change(story, (api) => api.post(`${path}/pause`));
    else await this.edit(story.jobId, { everyMs: this.#random.pick([1_000, 2_000, 5_000]) });
  }

  async edit(jobId: string, schedule: { everyMs: number; phaseMs?: number }): Promise<void> {
    await this.#change(this.stories.get(jobId)!, (api) => api.patch(`/jobs/${jobId}`, { schedule }));
  }

  async delete(jobId: string): Promise<void> {
    await this.#delete(this.stories.get(jobId)!);
  }

  /** What became of writes that nobody answered for. */
  async settle(): Promise<void> {
    const rows = await this.#cluster.api().list<JobAnswer>('/jobs');
    const found = new Set(rows.map(({ id }) => id));
    for (const row of rows) {
      const story = this.stories.get(row.id);
      if (story) this.#note(story, row);
    }
    for (const story of this.stories.values()) {
      // Deleted by a call without an answer, at some time since its last version.
      if (!found.has(story.jobId) && story.deletedAt === null) story.deletedAt = story.versions.at(-1)!.writtenAt;
    }
  }

  async #change(story: JobStory, write: (api: ApiClient) => Promise<JobAnswer>): Promise<void> {
    this.#note(story, await this.#written(story, write));
  }

  async #delete(story: JobStory): Promise<void> {
    await this.#written(story, (api) => api.delete(`/jobs/${story.jobId}`));
    story.deletedAt = Date.now();
  }

  async #written<T>(story: JobStory, write: (api: ApiClient) => Promise<T>): Promise<T> {
    const entry = { askedAt: Date.now(), answeredAt: Infinity };
    (story.writes ??= []).push(entry);
    const answer = await write(this.#cluster.api());
    entry.answeredAt = Date.now();
    return answer;
  }

  async #create(items: readonly object[]): Promise<void> {
    for (let from = 0; from < items.length; from += AT_ONCE) {
      const part = items.slice(from, from + AT_ONCE);
      const answer = await this.#cluster
        .api()
        .post<{ items: { status: number; job: JobAnswer }[] }>('/jobs/bulk', { items: part });
      for (const { status, job } of answer.items) {
        if (status !== 201) throw new Error(`a job was not created: ${JSON.stringify(job)}`);
        const story: JobStory = { jobId: job.id, versions: [], deletedAt: null };
        this.stories.set(job.id, story);
        this.#note(story, job);
      }
    }
  }

  #note(story: JobStory, job: JobAnswer): void {
    if (story.versions.some(({ version }) => version === job.version)) return;
    const effectiveFrom = Date.parse(job.updatedAt);
    const { everyMs, phaseMs, cron } = job.schedule;
    const schedule: ScheduleSpec = {
      timeZone: 'UTC',
      ...(everyMs === undefined ? {} : { everyMs, phaseMs: phaseMs ?? 0 }),
      ...(cron === undefined ? {} : { cron }),
    };
    story.versions.push({
      version: job.version,
      writtenAt: Math.max(effectiveFrom, Date.now()),
      effectiveFrom,
      enabled: job.enabled,
      schedule,
      timeoutMs: job.timeoutMs,
      retryLimit: job.retry.limit,
      concurrency: job.concurrency,
      misfire: job.misfire,
      misfireAfterMs: job.misfireAfterMs,
      misfireLimit: job.misfireLimit,
      startDeadlineMs: job.startDeadlineMs ?? null,
      onNodeLoss: job.onNodeLoss,
      onIsolation: job.onIsolation,
    });
  }
}

/** The alert services of one or several hubs over one SQLite store, on a clock that the test moves, with a sender in its hands. */
import { randomUUID } from 'node:crypto';
import type { NodeRegistration } from '@crony/shared/domain/assignment';
import type { Job } from '@crony/shared/domain/job';
import { silentLogger } from '@crony/shared/runtime/logger';
import { createSecretBox } from '@crony/shared/runtime/secret-box';
import { openStore } from '@crony/shared/store/open-store';
import type { ResultWrite, Store, StoredAlertRule, StoredChannel } from '@crony/shared/store/store';
import { AlertChannels } from '@crony/admin/alerts/alert-channels';
import { AlertServices } from '@crony/admin/alerts/alert-services';
import type { Message, OpenChannel } from '@crony/admin/alerts/channels/channel';
import type { ReportItem } from '@crony/admin/alerts/report-outbox';
import type { HubRegistration } from '@crony/admin/api/dependencies';
import { FakeClock } from '../kit/fake-clock.js';
import { attempt, claimOf, holder, newJob, project, resultOf } from '../kit/factories.js';
import { interceptedStore, type StoreCall } from '../kit/intercepted-store.js';

export interface Sent {
  channel: string;
  message: Message;
  at: number;
}

export class AlertWorld {
  readonly clock = new FakeClock();
  readonly sent: Sent[] = [];
  readonly posted: { id: string; item: ReportItem }[] = [];
  readonly nodes = new Map<string, NodeRegistration>();
  readonly hubs = new Map<string, HubRegistration>();
  readonly waiting = new Map<string, string>();
  leader: { hubId: string; term: number } | null = { hubId: 'hub-1', term: 1 };
  etcdAnswers = true;
  /** What sending does; the message counts as sent when it resolves. */
  send: (channel: OpenChannel, message: Message, signal: AbortSignal) => Promise<void> = () => Promise.resolve();
  post: (item: ReportItem) => Promise<void> = () => Promise.resolve();
  /** What stands between the hubs and the database. */
  intercept: (call: StoreCall) => Promise<unknown> = ({ effect }) => effect();
  readonly #holder = holder();
  readonly #secretBox = createSecretBox('a secret of the hub');
  #services: AlertServices[] = [];

  private constructor(readonly store: Store) {}

  static async open(): Promise<AlertWorld> {
    const world = new AlertWorld(undefined as unknown as Store);
    const store = await openStore('sqlite::memory:', { clock: world.clock, logger: silentLogger });
    await store.projects.create(project());
    return Object.assign(world, { store });
  }

  async close(): Promise<void> {
    const stopping = Promise.all(this.#services.map((services) => services.stop()));
    await this.clock.advance(60_000);
    await stopping;
    await this.store.close();
  }

  /** Starts the alert services of a hub; what it returns stops them. */
  async startHub(hubId = 'hub-1'): Promise<AlertServices> {
    const store = interceptedStore(this.store, (call) => this.intercept(call));
    const { clock, nodes, hubs, waiting } = this;
    hubs.set(hubId, { address: 'http://127.0.0.1', version: '0.1.0', startedAt: 0 });
    const services = new AlertServices({
      store,
      clock,
      logger: silentLogger,
      cluster: {
        nodes: () => nodes,
        hubs: () => hubs,
        leader: () => this.leader,
        isCurrent: () => this.etcdAnswers,
      },
      hubId,
      ttlMs: 6_000,
      channels: new AlertChannels({ store, secretBox: this.#secretBox, clock, logger: silentLogger }),
      sender: {
        send: async (channel, message, signal) => {
          await this.send(channel, message, signal);
          this.sent.push({ channel: channel.name, message, at: clock.now() });
        },
      },
      poster: {
        post: async (_channel, id, item) => {
          await this.post(item);
          this.posted.push({ id, item });
        },
      },
      isLeading: () => this.leader?.hubId === hubId,
      waiting: () => waiting,
      onRaised: () => {},
      onSent: () => {},
    });
    this.#services.push(services);
    await services.start();
    return services;
  }

  /** `of` empty: a channel of the whole cluster. */
  async channel(name: string, of = 'default'): Promise<StoredChannel> {
    const channel: StoredChannel = {
      id: randomUUID(),
      project: of,
      name,
      type: 'slack',
      language: 'en',
      settings: {},
      sealed: this.#secretBox.seal(JSON.stringify({ url: 'https://hooks.example.com/x' })),
      enabled: true,
      version: 1,
      createdAt: 0,
      updatedAt: 0,
    };
    if (!(await this.store.channels.create(channel))) throw new Error(`the channel ${name} is there already`);
    return channel;
  }

  async job(overrides: Parameters<typeof newJob>[0] = {}): Promise<Job> {
    const alerts = { channels: ['ops'], on: ['failure' as const] };
    const [created] = await this.store.jobs.createMany([newJob({ alerts, ...overrides })], this.clock.now());
    if (!created || !('created' in created)) throw new Error('the job could not be created');
    return created.created;
  }

  async rule(overrides: Partial<StoredAlertRule>): Promise<StoredAlertRule> {
    const now = this.clock.now();
    const rule: StoredAlertRule = {
      id: randomUUID(),
      project: '',
      rule: { kind: 'failure' },
      channels: ['ops'],
      escalation: null,
      recovery: false,
      enabled: true,
      createdAt: now,
      updatedAt: now,
      ...overrides,
    };
    await this.store.alertRules.create(rule);
    return rule;
  }

  /** Runs of the job end, one after the other, as planned now. Returns their ids. */
  async ends(job: Job, ...states: ResultWrite['state'][]): Promise<string[]> {
    const claims = states.map((_, i) => claimOf(job, { plannedAt: this.clock.now() + i }));
    await this.store.claims.claim(this.#holder, claims);
    const results = claims.map((claim, i) => {
      const failed = states[i] !== 'succeeded';
      const facts = attempt({
        startedAt: claim.plannedAt + 3,
        ...(failed ? { outcome: 'failed', errorCode: 'http_status', errorMessage: 'it answered 500' } : {}),
      });
      return resultOf(claim, { state: states[i]!, attempt: facts, finishedAt: claim.plannedAt + 20 });
    });
    await this.store.claims.writeResults(this.#holder, results);
    return claims.map(({ runId }) => runId);
  }

  texts(): string[] {
    return this.sent.map(({ channel, message }) => {
      if (message.kind === 'notice') return `${channel}: ${message.notice.kind} ${message.notice.alert.kind}`;
      return `${channel}: ${message.kind}${message.kind === 'digest' ? ` of ${message.total}` : ''}`;
    });
  }
}

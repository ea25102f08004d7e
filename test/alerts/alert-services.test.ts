/** From the end of a run to what is sent, over a real store: what is told, to whom, how often, and through which deaths. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SendError } from '@crony/admin/alerts/channels/channel';
import { StoreUnavailableError } from '@crony/shared/store/store';
import { holder, project } from '../kit/factories.js';
import { nodeRegistration } from '../api/api-fixture.js';
import { AlertWorld } from './alert-world.js';

const MINUTE = 60_000;
let world: AlertWorld;

beforeEach(async () => {
  world = await AlertWorld.open();
});

afterEach(() => world.close());

describe('a run that fails for the last time', () => {
  it('is told once, to the job’s channels, with what happened', async () => {
    await world.channel('ops');
    await world.channel('others');
    const job = await world.job();
    await world.startHub();
    const [runId] = await world.ends(job, 'failed');
    await world.clock.advance(5_000);
    expect(world.texts()).toEqual(['ops: alert failure']);
    const { message } = world.sent[0]!;
    expect(message.kind === 'notice' && message.notice.alert).toMatchObject({
      project: 'default',
      jobId: job.id,
      runId,
      state: 'open',
      facts: { jobName: job.name, outcome: 'failed', attempts: 1, errorMessage: 'it answered 500' },
    });
    expect(message.kind === 'notice' && message.notice.alert.facts.nextPlannedAt).toBeGreaterThan(
      world.clock.now() - 5_000,
    );
    await world.clock.advance(10 * MINUTE);
    expect(world.sent).toHaveLength(1);
  });

  it('is told to nobody and recorded where no channel is named', async () => {
    const job = await world.job({ alerts: { channels: [], on: ['failure'] } });
    await world.startHub();
    await world.ends(job, 'failed', 'succeeded', 'cancelled');
    await world.clock.advance(2_000);
    const { items } = await world.store.alerts.list({ jobId: job.id }, { limit: 10 });
    expect(items).toMatchObject([{ kind: 'failure' }]);
    expect(world.sent).toEqual([]);
  });

  it('goes to the cluster’s channel of that name where the project has none', async () => {
    await world.channel('ops', '');
    await world.startHub();
    await world.ends(await world.job(), 'timed_out');
    await world.clock.advance(2_000);
    expect(world.texts()).toEqual(['ops: alert failure']);
  });

  it('is told however long the hubs were away', async () => {
    await world.channel('ops');
    await world.ends(await world.job(), 'failed');
    await world.clock.advance(10 * MINUTE);
    await world.startHub();
    await world.clock.advance(2_000);
    expect(world.texts()).toEqual(['ops: alert failure']);
  });

  it('is told once by many hubs, and by the others when one dies', async () => {
    await world.channel('ops');
    const job = await world.job();
    const first = await world.startHub('hub-1');
    await world.startHub('hub-2');
    await world.ends(job, 'failed');
    await world.clock.advance(3_000);
    expect(world.sent).toHaveLength(1);
    await first.stop();
    await world.ends(job, 'failed');
    await world.clock.advance(3_000);
    expect(world.sent).toHaveLength(2);
  });
});

describe('a channel that does not answer', () => {
  it('is tried again, with the same id, until it does', async () => {
    await world.channel('ops');
    const ids: string[] = [];
    world.send = async (_channel, message) => {
      ids.push(message.id);
      if (ids.length < 5) throw new SendError('connection refused', { retryable: true });
    };
    await world.startHub();
    await world.ends(await world.job(), 'failed');
    await world.clock.advance(10 * MINUTE);
    expect(new Set(ids).size).toBe(1);
    expect(ids).toHaveLength(5);
    expect(world.sent).toHaveLength(1);
  });

  it('for an hour: nothing is lost, and what came meanwhile is put together', async () => {
    await world.channel('ops');
    let isAway = true;
    world.send = async () => {
      if (isAway) throw new SendError('connection refused', { retryable: true });
    };
    await world.startHub();
    const job = await world.job();
    for (let minute = 0; minute < 60; minute += 1) {
      await world.ends(job, 'failed');
      await world.clock.advance(MINUTE);
    }
    isAway = false;
    await world.clock.advance(10 * MINUTE);
    const told = world.sent.reduce((sum, { message }) => sum + (message.kind === 'digest' ? message.total : 1), 0);
    expect(told).toBe(60);
    expect(world.sent.length).toBeLessThan(6);
    expect(await world.store.notifications.count('pending')).toBe(0);
  });

  it('hangs: others are sent meanwhile', async () => {
    await world.channel('ops');
    await world.channel('quick');
    world.send = (channel, _message, signal) =>
      channel.name === 'quick'
        ? Promise.resolve()
        : new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    await world.startHub();
    await world.ends(await world.job({ alerts: { channels: ['ops', 'quick'], on: ['failure'] } }), 'failed');
    await world.clock.advance(3_000);
    expect(world.texts()).toEqual(['quick: alert failure']);
  });

  it('refuses for good: nobody tries again, and the alert says so', async () => {
    await world.channel('ops');
    let tries = 0;
    world.send = async () => {
      tries += 1;
      throw new SendError('550 no such user', { retryable: false });
    };
    await world.startHub();
    await world.ends(await world.job(), 'failed');
    await world.clock.advance(10 * MINUTE);
    expect(tries).toBe(1);
    const [alert] = (await world.store.alerts.list({}, { limit: 1 })).items;
    expect(await world.store.notifications.ofAlert(alert!.id)).toMatchObject([
      { state: 'failed', lastError: '550 no such user' },
    ]);
  });

  it('asks for patience and gets it', async () => {
    await world.channel('ops');
    const at: number[] = [];
    world.send = async () => {
      at.push(world.clock.now());
      if (at.length === 1) throw new SendError('429', { retryable: true, retryAfterMs: 5 * MINUTE });
    };
    await world.startHub();
    await world.ends(await world.job(), 'failed');
    await world.clock.advance(6 * MINUTE);
    expect(at).toHaveLength(2);
    expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(5 * MINUTE);
  });

  it('cannot be opened: however many are so, others are sent', async () => {
    const names = Array.from({ length: 9 }, (_, i) => `shut-${i}`);
    for (const name of names) {
      const { id } = await world.channel(name);
      const sealed = { id, sealed: (await world.store.channels.get(id))!.sealed };
      await world.store.channels.reseal(sealed, 'sealed by another hub');
    }
    await world.channel('ops');
    await world.startHub();
    await world.ends(await world.job({ alerts: { channels: [...names, 'ops'], on: ['failure'] } }), 'failed');
    await world.clock.advance(5_000);
    expect(world.texts()).toEqual(['ops: alert failure']);
    expect(await world.store.notifications.count('pending')).toBe(9);
  });

  it('is gone: what was for it is put away', async () => {
    const channel = await world.channel('ops');
    world.send = () => Promise.reject(new SendError('refused', { retryable: true }));
    await world.startHub();
    await world.ends(await world.job(), 'failed');
    await world.clock.advance(3_000);
    await world.store.channels.remove(channel.id);
    await world.clock.advance(MINUTE);
    expect(await world.store.notifications.count('dropped')).toBe(1);
    expect(await world.store.notifications.count('pending')).toBe(0);
  });
});

describe('a flood', () => {
  it('a thousand failures at once are one digest for each channel in a minute', async () => {
    await world.channel('ops');
    await world.channel('more');
    const jobs = await Promise.all(
      Array.from({ length: 10 }, () => world.job({ alerts: { channels: ['ops', 'more'], on: ['failure'] } })),
    );
    await world.startHub();
    for (const job of jobs) await world.ends(job, ...Array.from({ length: 100 }, () => 'failed' as const));
    await world.clock.advance(MINUTE - 1_000);
    for (const name of ['ops', 'more']) {
      const ofChannel = world.sent.filter(({ channel }) => channel === name);
      expect(ofChannel.map(({ message }) => message.kind)).toEqual(['digest']);
    }
    await world.clock.advance(3 * MINUTE);
    for (const name of ['ops', 'more']) {
      const ofChannel = world.sent.filter(({ channel }) => channel === name);
      const told = ofChannel.reduce((sum, { message }) => sum + (message.kind === 'digest' ? message.total : 1), 0);
      expect(told).toBe(1_000);
    }
    const [{ message }] = world.sent as [(typeof world.sent)[0]];
    expect(message.kind === 'digest' && message.notices.length).toBeLessThanOrEqual(50);
  });
});

describe('silence, acknowledgement, escalation, recovery', () => {
  const silence = (more: object) => ({
    id: '01890000-0000-7000-8000-00000000000a',
    project: '',
    jobId: null,
    kind: null,
    note: 'a release',
    startsAt: 0,
    endsAt: world.clock.now() + 10 * MINUTE,
    createdBy: 'ann',
    createdAt: 0,
    ...more,
  });

  it('what is silenced is recorded, not sent, and not sent afterwards', async () => {
    await world.channel('ops');
    const [job, other] = [await world.job(), await world.job()];
    await world.store.silences.create(silence({ jobId: job.id }));
    await world.startHub();
    await world.ends(job, 'failed');
    await world.ends(other, 'failed');
    await world.clock.advance(20 * MINUTE);
    expect(world.sent.map(({ message }) => message.kind === 'notice' && message.notice.alert.jobId)).toEqual([
      other.id,
    ]);
    expect((await world.store.alerts.list({ jobId: job.id }, { limit: 9 })).items).toMatchObject([
      { silenceId: silence({}).id },
    ]);
    await world.ends(job, 'failed');
    await world.clock.advance(2_000);
    expect(world.sent).toHaveLength(2);
  });

  it('a silence that comes while it waits to be sent counts', async () => {
    await world.channel('ops');
    world.send = () => Promise.reject(new SendError('refused', { retryable: true }));
    await world.startHub();
    await world.ends(await world.job(), 'failed');
    await world.clock.advance(2_000);
    await world.store.silences.create(silence({ kind: 'failure' }));
    world.send = () => Promise.resolve();
    await world.clock.advance(5 * MINUTE);
    expect(world.sent).toEqual([]);
    expect(await world.store.notifications.count('dropped')).toBe(1);
  });

  const escalation = { channels: ['boss'], afterMs: 5 * MINUTE };

  it('what nobody acknowledges is told to the next in line', async () => {
    await world.channel('ops');
    await world.channel('boss');
    const job = await world.job({ alerts: { channels: ['ops'], on: ['failure'], escalation } });
    await world.startHub();
    await world.ends(job, 'failed');
    await world.clock.advance(5 * MINUTE - 1_000);
    expect(world.texts()).toEqual(['ops: alert failure']);
    await world.clock.advance(3_000);
    expect(world.texts()).toEqual(['ops: alert failure', 'boss: escalation failure']);
  });

  it.each(['acknowledged', 'over'] as const)('what is %s in time is not', async (how) => {
    await world.channel('ops');
    await world.channel('boss');
    const job = await world.job({ alerts: { channels: ['ops'], on: ['failure'], escalation } });
    await world.startHub();
    await world.ends(job, 'failed');
    await world.clock.advance(MINUTE);
    const [alert] = (await world.store.alerts.list({}, { limit: 1 })).items;
    if (how === 'acknowledged') await world.store.alerts.acknowledge(alert!.id, 'ann', world.clock.now());
    else await world.ends(job, 'succeeded');
    await world.clock.advance(10 * MINUTE);
    expect(world.texts()).toEqual(['ops: alert failure']);
  });

  it('a success resolves what is open; those who were told hear of it once, where they want to', async () => {
    await world.channel('ops');
    const loud = await world.job({ alerts: { channels: ['ops'], on: ['failure'], recovery: true } });
    const quiet = await world.job();
    await world.startHub();
    await world.ends(loud, 'failed', 'failed');
    await world.ends(quiet, 'failed');
    await world.clock.advance(MINUTE);
    await world.ends(loud, 'succeeded');
    await world.ends(quiet, 'succeeded');
    await world.clock.advance(2 * MINUTE);
    expect(world.texts().filter((text) => text.includes('recovery'))).toEqual(['ops: recovery failure']);
    const { items } = await world.store.alerts.list({ state: 'open' }, { limit: 10 });
    expect(items).toEqual([]);
  });

  it('alerts of a job that is deleted are over without a word', async () => {
    await world.channel('ops');
    const job = await world.job({ alerts: { channels: ['ops'], on: ['failure'], recovery: true } });
    await world.startHub();
    await world.ends(job, 'failed');
    await world.clock.advance(10_000);
    await world.store.jobs.delete(job.id, null);
    await world.clock.advance(MINUTE);
    expect(world.texts()).toEqual(['ops: alert failure']);
    expect((await world.store.alerts.list({ state: 'open' }, { limit: 10 })).items).toEqual([]);
  });
});

describe('rules that look back, or at good ends', () => {
  it('three in a row, once; and again after a success', async () => {
    await world.channel('ops');
    const job = await world.job({ alerts: { channels: ['ops'], on: [{ kind: 'failures_in_row', count: 3 }] } });
    await world.startHub();
    const outcomes = 'ffffsfffs';
    for (const letter of outcomes) {
      await world.ends(job, letter === 'f' ? 'failed' : 'succeeded');
      await world.clock.advance(10_000);
    }
    expect(world.texts()).toEqual(['ops: alert failures_in_row', 'ops: alert failures_in_row']);
  });

  it('a rate, once until it falls', async () => {
    await world.channel('ops');
    const rule = { kind: 'failure_rate', percent: 50, windowMs: 10 * MINUTE, minRuns: 4 } as const;
    const job = await world.job({ alerts: { channels: ['ops'], on: [rule], recovery: true } });
    await world.startHub();
    for (const letter of 'ssfffs') {
      await world.ends(job, letter === 'f' ? 'failed' : 'succeeded');
      await world.clock.advance(10_000);
    }
    expect(world.texts()).toEqual(['ops: alert failure_rate']);
    for (let i = 0; i < 4; i += 1) {
      await world.ends(job, 'succeeded');
      await world.clock.advance(10_000);
    }
    expect(world.texts()).toEqual(['ops: alert failure_rate', 'ops: recovery failure_rate']);
  });

  it('a project’s rule on slowness hears of good ends too', async () => {
    await world.channel('ops');
    const job = await world.job({ alerts: { channels: [], on: [] } });
    await world.rule({ project: 'default', rule: { kind: 'slow', longerThanMs: 10 } });
    await world.startHub();
    await world.ends(job, 'succeeded');
    await world.clock.advance(2_000);
    expect(world.texts()).toEqual(['ops: alert slow']);
  });
});

describe('the dead man’s switch', () => {
  it('tells of a job that has not succeeded in time, once, and when it has again', async () => {
    await world.channel('ops');
    const rule = { kind: 'not_run_by', withinMs: 30_000 } as const;
    const schedule = { everyMs: 5 * MINUTE, timeZone: 'UTC' };
    const job = await world.job({ schedule, alerts: { channels: ['ops'], on: [rule], recovery: true } });
    await world.startHub();
    await world.clock.advance(5 * MINUTE + 29_000);
    expect(world.sent).toEqual([]);
    await world.clock.advance(5_000);
    expect(world.texts()).toEqual(['ops: alert not_run_by']);
    await world.clock.advance(20 * MINUTE);
    expect(world.sent).toHaveLength(1);
    await world.ends(job, 'succeeded');
    await world.clock.advance(10_000);
    expect(world.texts()).toEqual(['ops: alert not_run_by', 'ops: recovery not_run_by']);
  });

  it('is quiet as long as the job succeeds, and for a job that is paused', async () => {
    await world.channel('ops');
    await world.rule({ project: 'default', rule: { kind: 'not_run_by', withinMs: 30_000 } });
    const schedule = { everyMs: MINUTE, timeZone: 'UTC' };
    const job = await world.job({ schedule, alerts: { channels: [], on: [] } });
    await world.job({ schedule, enabled: false });
    await world.startHub();
    for (let minute = 0; minute < 10; minute += 1) {
      await world.clock.advance(MINUTE);
      await world.ends(job, 'succeeded');
    }
    expect(world.sent).toEqual([]);
    await world.clock.advance(3 * MINUTE);
    expect(world.texts()).toEqual(['ops: alert not_run_by']);
  });
});

describe('the cluster', () => {
  const clusterRules = async (
    kind: 'node_lost' | 'leader_lost' | 'etcd_unreachable' | 'database_unreachable' | 'no_node',
  ) => {
    await world.channel('ops', '');
    const afterMs = kind === 'node_lost' ? 0 : 30_000;
    await world.rule({ rule: { kind, afterMs }, recovery: true });
  };

  it('a node that is lost, and back', async () => {
    await clusterRules('node_lost');
    const me = holder();
    await world.store.nodes.register(me, nodeRegistration({ incarnation: me.incarnation }), {
      watermark: 0,
      appliedRevision: 0,
      inFlight: 0,
      jobs: 0,
    });
    world.nodes.set(me.nodeId, nodeRegistration({ incarnation: me.incarnation }));
    await world.startHub();
    await world.clock.advance(MINUTE);
    expect(world.sent).toEqual([]);
    world.nodes.delete(me.nodeId);
    await world.clock.advance(20_000);
    expect(world.texts()).toEqual(['ops: alert node_lost']);
    world.nodes.set(me.nodeId, nodeRegistration({ incarnation: 'another' }));
    await world.clock.advance(20_000);
    expect(world.texts()).toEqual(['ops: alert node_lost', 'ops: recovery node_lost']);
  });

  it('no leader for long, and one again', async () => {
    await clusterRules('leader_lost');
    await world.startHub();
    world.leader = null;
    await world.clock.advance(20_000);
    world.leader = { hubId: 'hub-2', term: 2 };
    await world.clock.advance(20_000);
    expect(world.sent).toEqual([]);
    world.leader = null;
    await world.clock.advance(45_000);
    world.leader = { hubId: 'hub-1', term: 3 };
    await world.clock.advance(20_000);
    expect(world.texts()).toEqual(['ops: alert leader_lost', 'ops: recovery leader_lost']);
  });

  it('etcd is away: alerts of jobs go on, and it is told by each hub that misses it', async () => {
    await clusterRules('etcd_unreachable');
    const job = await world.job();
    await world.startHub();
    world.etcdAnswers = false;
    await world.clock.advance(45_000);
    await world.ends(job, 'failed');
    await world.clock.advance(3_000);
    expect(world.texts()).toEqual(['ops: alert etcd_unreachable', 'ops: alert failure']);
    world.etcdAnswers = true;
    await world.clock.advance(20_000);
    expect(world.texts().at(-1)).toBe('ops: recovery etcd_unreachable');
  });

  it('jobs without a node are told once for their project', async () => {
    await clusterRules('no_node');
    for (let i = 0; i < 3; i += 1) world.waiting.set((await world.job()).id, 'no node with label zone=b');
    await world.startHub();
    await world.clock.advance(45_000);
    expect(world.texts()).toEqual(['ops: alert no_node']);
    const { message } = world.sent[0]!;
    expect(message.kind === 'notice' && message.notice.alert).toMatchObject({
      project: 'default',
      facts: { measured: 3, reason: 'no node with label zone=b' },
    });
    world.waiting.clear();
    await world.clock.advance(20_000);
    expect(world.texts().at(-1)).toBe('ops: recovery no_node');
  });

  it('the database is away: told from memory by one hub, recorded when it is back', async () => {
    await clusterRules('database_unreachable');
    await world.startHub('hub-1');
    await world.startHub('hub-2');
    await world.clock.advance(10_000);
    world.intercept = () => Promise.reject(new StoreUnavailableError('gone'));
    await world.clock.advance(20_000);
    expect(world.sent).toEqual([]);
    await world.clock.advance(60_000);
    expect(world.texts()).toEqual(['ops: alert database_unreachable']);
    world.intercept = ({ effect }) => effect();
    await world.clock.advance(30_000);
    expect(world.texts()).toEqual(['ops: alert database_unreachable', 'ops: recovery database_unreachable']);
    const [alert] = (await world.store.alerts.list({ kind: 'database_unreachable' }, { limit: 5 })).items;
    expect(alert).toMatchObject({ state: 'resolved', facts: { hubId: 'hub-1' } });
  });
});

describe('a project that wants every result', () => {
  it('is posted each, good or bad, and its alerts, one by one and until it answers', async () => {
    await world.store.projects.create(project({ name: 'shop' }));
    await world.store.projects.update('shop', { reportUrl: 'https://shop.example.com/results' });
    const job = await world.job({ project: 'shop', alerts: { channels: [], on: ['failure'] } });
    let refused = 0;
    world.post = async () => {
      if (refused < 2) {
        refused += 1;
        throw new SendError('503', { retryable: true });
      }
    };
    await world.startHub();
    await world.ends(job, 'succeeded', 'failed', 'succeeded');
    await world.ends(await world.job(), 'succeeded', 'failed');
    await world.clock.advance(MINUTE);
    const kinds = world.posted.map(({ item }) => (item.kind === 'result' ? item.run.run.state : item.kind)).sort();
    expect(kinds).toEqual(['alert', 'failed', 'succeeded', 'succeeded']);
    expect(new Set(world.posted.map(({ id }) => id)).size).toBe(4);
    await world.store.projects.update('shop', { reportUrl: null });
    await world.ends(job, 'succeeded');
    await world.clock.advance(MINUTE);
    expect(world.posted).toHaveLength(4);
  });
});

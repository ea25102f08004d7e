import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials } from '@grpc/grpc-js';
import { describe, expect, it, type TestContext } from 'vitest';
import { Campaign, type Leadership } from '@crony/shared/coordination/campaign';
import type { Change, Coordination, Operation } from '@crony/shared/coordination/coordination';
import { Connections } from '@crony/shared/coordination/etcd/connections';
import { createEtcdCoordination, type EtcdOptions } from '@crony/shared/coordination/etcd/etcd-coordination';
import { EtcdBackend } from '@crony/shared/coordination/etcd/etcd-backend';
import { LEADER_KEY } from '@crony/shared/coordination/keys';
import { LeasedKey } from '@crony/shared/coordination/leased-key';
import { systemClock as clock } from '@crony/shared/runtime/clock';
import { silentLogger } from '@crony/shared/runtime/logger';
import { EtcdServer, type EtcdOptions as ServerOptions } from '../kit/etcd.js';
import { freePort } from '../kit/free-port.js';
import { TcpProxy } from '../kit/tcp-proxy.js';
import { waitUntil } from '../kit/wait-until.js';
import { RecordingView } from './recording-view.js';

const PREFIX = '/crony-faults';
const OUTAGE_MS = 15_000;
const TTL_S = 3;

const OUTAGES: { name: string; begin(server: EtcdServer): Promise<void>; end(server: EtcdServer): Promise<void> }[] = [
  { name: 'stopped by SIGSTOP', begin: async (server) => server.pause(), end: async (server) => server.resume() },
  { name: 'killed', begin: (server) => server.kill(), end: (server) => server.restart() },
];

/** Of the test at hand: the cases run at the same time. */
type OnFinished = TestContext['onTestFinished'];

async function etcd(onTestFinished: OnFinished, options?: ServerOptions): Promise<EtcdServer> {
  const server = await EtcdServer.start(options);
  onTestFinished(() => server.dispose());
  return server;
}

function connect(
  onTestFinished: OnFinished,
  options: Partial<EtcdOptions> & Pick<EtcdOptions, 'endpoints'>,
): Coordination {
  const coordination = createEtcdCoordination({ prefix: PREFIX, clock, logger: silentLogger, ...options });
  onTestFinished(() => coordination.close());
  return coordination;
}

async function proxied(onTestFinished: OnFinished, server: EtcdServer): Promise<TcpProxy> {
  const proxy = await TcpProxy.start({ targetPort: server.port });
  onTestFinished(() => proxy.close());
  return proxy;
}

/** A node, a leader and a follower, and all that they were told. */
async function inhabited(onTestFinished: OnFinished, server: EtcdServer) {
  const coordination = connect(onTestFinished, { endpoints: [server.endpoint] });
  const view = new RecordingView();
  const follower = coordination.follow('f/', view);
  const terms: Leadership[] = [];
  let superseded = false;
  const services = { coordination, clock, logger: silentLogger, ttlS: TTL_S };
  const presence = new LeasedKey({
    ...services,
    key: 'nodes/n1',
    identity: 'me',
    identityOf: (value) => value,
    value: () => 'me',
    onSuperseded: () => (superseded = true),
  });
  const campaign = new Campaign({
    ...services,
    key: LEADER_KEY,
    candidate: 'h1',
    mayCampaign: () => true,
    onElected: (leadership) => terms.push(leadership),
  });
  await Promise.all([presence.start(), campaign.start()]);
  onTestFinished(async () => {
    await presence.stop();
    await campaign.stop();
  });
  const leading = (): Leadership | undefined => terms.find((term) => term.isTrusted());
  const isWell = (): boolean => presence.isTrusted() && leading() !== undefined && follower.isCurrent();
  await waitUntil('all to be well', 3_000, isWell);
  return { coordination, view, follower, presence, terms, leading, isWell, wasSuperseded: () => superseded };
}

describe.concurrent('etcd as a process', { timeout: 40_000 }, () => {
  it.for(OUTAGES)('$name for 15 s: trust ends, no call hangs, followers converge within 2 s', async (outage, test) => {
    const { onTestFinished } = test;
    const server = await etcd(onTestFinished);
    const { coordination, view, terms, leading, isWell, wasSuperseded } = await inhabited(onTestFinished, server);
    await coordination.put('f/1', 'before');
    const first = leading()!;
    const brokenAt = clock.monotonic();
    await outage.begin(server);
    let longestMs = 0;
    while (clock.monotonic() < brokenAt + OUTAGE_MS) {
      const startedAt = clock.monotonic();
      await coordination.put('f/1', 'during').catch(() => {});
      longestMs = Math.max(longestMs, clock.monotonic() - startedAt);
      if (clock.monotonic() > brokenAt + TTL_S * 1_000) expect(isWell() || leading() !== undefined).toBe(false);
      await clock.sleep(100);
    }
    expect(longestMs).toBeLessThan(3_500);
    expect(first.lost.aborted).toBe(true);
    await outage.end(server);
    const mendedAt = clock.monotonic();
    await waitUntil('a write to be taken', 2_000, () =>
      coordination.put('f/2', 'after').then(
        () => true,
        () => false,
      ),
    );
    await waitUntil('the follower', 2_000, () => view.held.has('f/2'));
    expect(clock.monotonic() - mendedAt).toBeLessThan(2_000);
    // The old leader key may live on until its lease, which etcd counts anew after a restart, has ended.
    await waitUntil('all to be well', TTL_S * 1_000 + 2_500, isWell);
    expect(leading()!.term).toBeGreaterThan(first.term);
    expect(new Set(terms.map(({ term }) => term)).size).toBe(terms.length);
    expect(wasSuperseded()).toBe(false);
    expect(view.violations).toEqual([]);
  });

  it('replays and lists 51,200 events and keys, far beyond 4 MiB, in whole revisions', async ({ onTestFinished }) => {
    const server = await etcd(onTestFinished);
    const coordination = connect(onTestFinished, { endpoints: [server.endpoint] });
    const { revision: start } = await coordination.put('big/0', 'x');
    const value = 'v'.repeat(100);
    const put = (i: number, j: number): Operation => ({ type: 'put', key: `big/${i}/${j}`, value });
    for (let i = 0; i < 400; i += 1) {
      await coordination.transact({ operations: Array.from({ length: 128 }, (_, j) => put(i, j)) });
    }
    const connections = new Connections({
      endpoints: [`${server.host}:${server.port}`],
      credentials: credentials.createInsecure(),
      account: null,
      clock,
      logger: silentLogger,
    });
    const backend = new EtcdBackend({ connections, prefix: PREFIX, clock });
    onTestFinished(() => backend.close());
    const batches: (readonly Change[])[] = [];
    const ended: string[] = [];
    backend.watch('big/', start + 1, {
      opened: () => {},
      heard: () => {},
      changed: (changes) => batches.push(changes),
      ended: (reason) => ended.push(reason),
    });
    const count = (): number => batches.reduce((sum, batch) => sum + batch.length, 0);
    await waitUntil('the replay', 10_000, () => count() === 51_200);
    expect(ended).toEqual([]);
    const revisions = batches.map((batch) => batch.map((c) => (c.type === 'put' ? c.kv.modRevision : c.modRevision)));
    expect(revisions.flat().every((revision, i, all) => i === 0 || revision >= all[i - 1]!)).toBe(true);
    for (const [i, batch] of revisions.entries()) expect(batch[0]).not.toBe(revisions[i - 1]?.at(-1));
    let listed = 0;
    for await (const { items } of coordination.list('big/', { pageSize: 100_000 })) listed += items.length;
    expect(listed).toBe(51_201);
    const view = new RecordingView();
    await coordination.follow('big/', view).started;
    expect(view.held.size).toBe(51_201);
  });

  it('signs in with a user, and again when a restart has forgotten the token', async ({ onTestFinished }) => {
    const server = await etcd(onTestFinished);
    await server.enableAuth('correct horse');
    const endpoints = [server.endpoint];
    await expect(connect(onTestFinished, { endpoints }).put('a', '1')).rejects.toThrow(/user name is empty/);
    const wrong = connect(onTestFinished, { endpoints, username: 'root', password: 'wrong' });
    await expect(wrong.put('a', '1')).rejects.toThrow(/authentication failed/);
    const coordination = connect(onTestFinished, { endpoints, username: 'root', password: 'correct horse' });
    const view = new RecordingView();
    const follower = coordination.follow('f/', view);
    const lease = await coordination.grantLease(TTL_S);
    await coordination.put('f/1', '1', { lease });
    await waitUntil('the view', 2_000, () => view.held.has('f/1'));
    await server.restart();
    await waitUntil('a write', 3_000, () => coordination.put('f/2', '2'));
    await waitUntil('the follower', 3_000, () => view.held.has('f/2') && follower.isCurrent());
  });

  it('speaks TLS, and only with whom its authority vouches for', async ({ onTestFinished }) => {
    const directory = mkdtempSync(join(tmpdir(), 'crony-tls-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const files = { cert: join(directory, 'cert.pem'), key: join(directory, 'key.pem') };
    const subject = ['-subj', '/CN=crony test', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
        ...subject,
      ].concat(['-keyout', files.key, '-out', files.cert]),
      { stdio: 'ignore' },
    );
    const ca = readFileSync(files.cert);
    const server = await etcd(onTestFinished, {
      args: ['--cert-file', files.cert, '--key-file', files.key],
      tls: { ca },
    });
    const endpoints = [server.endpoint];
    const coordination = connect(onTestFinished, { endpoints, tls: { ca } });
    await coordination.put('a', '1');
    expect(await coordination.get('a')).toMatchObject({ value: '1' });
    await expect(connect(onTestFinished, { endpoints }).put('a', '2')).rejects.toMatchObject({ ambiguous: false });
  });

  it('goes to another endpoint when one is gone or says nothing', async ({ onTestFinished }) => {
    const server = await etcd(onTestFinished);
    const [one, two] = [await proxied(onTestFinished, server), await proxied(onTestFinished, server)];
    const dead = `http://127.0.0.1:${await freePort()}`;
    const coordination = connect(onTestFinished, {
      endpoints: [dead, `http://127.0.0.1:${one.port}`, `http://127.0.0.1:${two.port}`],
    });
    const view = new RecordingView();
    const follower = coordination.follow('f/', view);
    for (let i = 0; i < 3; i += 1) await coordination.put('f/0', String(i));
    const [used, other] = one.connections > 0 ? [one, two] : [two, one];
    await used.refuse();
    await waitUntil('a write through the other', 2_000, () => coordination.put('f/1', '1'));
    await waitUntil('the follower', 2_000, () => view.held.has('f/1') && follower.isCurrent());
    expect(other.connections).toBeGreaterThan(0);
    await used.heal();
    other.stall('to-client');
    await waitUntil('a write through the first again', 6_000, () => coordination.put('f/2', '2'));
    await waitUntil('the follower', 4_000, () => view.held.has('f/2') && follower.isCurrent());
  });

  it('keeps few connections through a long silence, and none after close', async ({ onTestFinished }) => {
    const server = await etcd(onTestFinished);
    const proxy = await proxied(onTestFinished, server);
    const coordination = connect(onTestFinished, { endpoints: [`http://127.0.0.1:${proxy.port}`] });
    const views = Array.from({ length: 5 }, () => new RecordingView());
    const followers = views.map((view, i) => coordination.follow(`f/${i}/`, view));
    const lease = await coordination.grantLease(TTL_S);
    await waitUntil('all to be current', 2_000, () => followers.every((follower) => follower.isCurrent()));
    expect(proxy.connections).toBe(1);
    proxy.stall('to-client');
    const until = clock.monotonic() + 9_000;
    let most = 0;
    while (clock.monotonic() < until) {
      await Promise.allSettled([coordination.get('a'), clock.sleep(200)]);
      most = Math.max(most, proxy.connections);
    }
    expect(lease.lost.aborted).toBe(true);
    expect(most).toBeLessThanOrEqual(6);
    const under = coordination.get('a');
    under.catch(() => {});
    await coordination.close();
    await expect(under).rejects.toThrow(/closed|no etcd endpoint/);
    await waitUntil('the connections to go', 2_000, () => proxy.connections === 0);
  });
});

describe('options', () => {
  it('refuses what cannot work, naming it', () => {
    const base = { prefix: PREFIX, clock, logger: silentLogger };
    expect(() => createEtcdCoordination({ ...base, endpoints: [] })).toThrow(/endpoints/);
    expect(() => createEtcdCoordination({ ...base, endpoints: ['127.0.0.1'] })).toThrow(/"127.0.0.1".*host:port/);
    expect(() => createEtcdCoordination({ ...base, endpoints: ['http://a:1', 'https://b:1'] })).toThrow(/https/);
    expect(() => createEtcdCoordination({ ...base, endpoints: ['a:1'], username: 'u' })).toThrow(/password/);
    expect(() => createEtcdCoordination({ ...base, endpoints: ['http://a:1'], tls: {} })).toThrow(/https/);
  });
});

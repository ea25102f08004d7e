/** A whole hub over a real SQLite store: from a job posted by HTTP to its key, and from a dead node to its next owner. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHub } from '@crony/admin/hub';
import type { Hub } from '@crony/admin/hub';
import { weightedRoundRobin } from '@crony/admin/leader/placement/weighted-round-robin';
import type { Coordination, Lease } from '@crony/shared/coordination/coordination';
import { nodeKey } from '@crony/shared/coordination/keys';
import { createMemoryCoordination } from '@crony/shared/coordination/memory/memory-coordination';
import { MemoryCoordinationServer } from '@crony/shared/coordination/memory/memory-server';
import type { NodeRegistration } from '@crony/shared/domain/assignment';
import { systemClock } from '@crony/shared/runtime/clock';
import { DEFAULT_RETENTION } from '@crony/shared/domain/retention';
import { silentLogger } from '@crony/shared/runtime/logger';
import { EgressRules } from '@crony/shared/egress/egress-rules';
import { createReportTokens } from '@crony/shared/runtime/report-tokens';
import { createSecretBox } from '@crony/shared/runtime/secret-box';
import { openStore } from '@crony/shared/store/open-store';
import type { Store } from '@crony/shared/store/store';
import { waitUntil } from '../kit/wait-until.js';
import { AssignmentHistory } from './assignment-history.js';

const clock = systemClock;
const TOKEN = 'a-bootstrap-token-of-24-ch';

interface Body {
  id: string;
  items: { id: string; hubId: string; leader: boolean; nodeId: string | null; job: { id: string } }[];
}

describe('a hub', () => {
  let server: MemoryCoordinationServer;
  let coordination: Coordination;
  let store: Store;
  let hub: Hub;
  const history = (): AssignmentHistory => new AssignmentHistory();

  const open = (hubId: string): Hub =>
    createHub({
      hubId,
      host: '127.0.0.1',
      port: 0,
      publicUrl: 'http://127.0.0.1',
      ttlS: 3,
      policy: weightedRoundRobin,
      rebalance: 'auto',
      apiToken: TOKEN,
      sessionSecret: 'a secret of sessions, long enough',
      limits: {
        requestsPerS: { known: 0, strangers: 0 },
        retention: DEFAULT_RETENTION,
      },
      reportTokens: createReportTokens('a secret of these tests'),
      egress: new EgressRules({ allow: [], deny: [] }),
      mail: { smtp: null, from: null },
      secretBox: createSecretBox('a secret'),
      store,
      coordination,
      clock,
      logger: silentLogger,
      version: '1.2.3',
      installation: { database: 'sqlite', coordination: 'memory', settings: [] },
    });
  const call = async (
    at: Hub,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Body }> => {
    const response = await fetch(`http://127.0.0.1:${at.port}${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text.startsWith('{') ? JSON.parse(text) : { text }) as Body };
  };
  const register = async (nodeId: string, incarnation: string): Promise<Lease> => {
    const registration: NodeRegistration = {
      incarnation,
      address: '',
      weight: 1,
      labels: {},
      projects: [],
      capacity: 10,
      version: '0',
      tzVersion: '0',
      draining: false,
      startedAt: clock.now(),
    };
    const first = { watermark: 0, appliedRevision: 0, inFlight: 0, jobs: 0 };
    await store.nodes.register({ nodeId, incarnation }, registration, first);
    const lease = await coordination.grantLease(3);
    await coordination.put(nodeKey(nodeId), JSON.stringify(registration), { lease });
    return lease;
  };
  const job = (name: string): object => ({
    name,
    schedule: { cron: '* * * * * *' },
    callback: { type: 'http', url: 'http://127.0.0.1:9/' },
  });

  beforeEach(async () => {
    server = new MemoryCoordinationServer({ clock });
    coordination = createMemoryCoordination({ clock, server });
    store = await openStore('sqlite::memory:', { clock, logger: silentLogger });
    hub = open('hub-1');
    await hub.start();
  });
  afterEach(async () => {
    await hub.stop();
    await coordination.close();
    await store.close();
    server.close();
  });

  it('takes a job over HTTP to its key, by the bulk too, and moves it from the watermark on', async () => {
    const watching = history();
    await watching.watch(coordination);
    const lease = await register('a', 'a1');
    const created = await call(hub, 'POST', '/api/v1/jobs', job('one'));
    expect(created.status).toBe(201);
    const { id } = created.body;
    await waitUntil('the job to be assigned', 5_000, () => watching.ownerOf(id) === 'a');
    const { value, modRevision } = watching.key(id)!;
    expect(value).toMatchObject({ jobId: id, version: 1, epoch: 1, job: { name: 'one', project: 'default' } });
    expect(value.resumeFrom).toBe(value.effectiveFrom);

    const bulk = await call(hub, 'POST', '/api/v1/jobs/bulk', {
      items: Array.from({ length: 300 }, (_, i) => job(`bulk-${i}`)),
    });
    expect(bulk.status).toBe(200);
    await waitUntil('the bulk to be assigned', 5_000, () => watching.total() === 301);

    const owner = { nodeId: 'a', incarnation: 'a1' };
    await store.jobs.takeOver(owner, [
      { jobId: id, epoch: value.epoch, resumeFrom: value.resumeFrom, assignedRevision: modRevision },
    ]);
    const watermark = clock.now() + 400;
    await store.nodes.heartbeat(owner, { watermark, appliedRevision: modRevision + 1_000, inFlight: 0, jobs: 301 });
    await lease.revoke();
    await waitUntil('the jobs to wait', 5_000, () => hub.waiting().size === 301);
    expect(hub.waiting().get(id)).toBe('no node is alive');
    await register('b', 'b1');
    await waitUntil('the jobs to move', 5_000, () => watching.counts().b === 301);
    expect(watching.key(id)!.value).toMatchObject({ epoch: 2, resumeFrom: watermark });
    expect(watching.violations).toEqual([]);
  });

  it('shows itself, its figures and its readiness; two lead never at once', async () => {
    const other = open('hub-2');
    try {
      await other.start();
      await waitUntil('a leader', 5_000, () => hub.isLeading() || other.isLeading());
      const [leading, standby] = hub.isLeading() ? [hub, other] : [other, hub];
      expect(standby.isLeading()).toBe(false);
      await waitUntil(
        'both to be listed',
        5_000,
        async () => (await call(standby, 'GET', '/api/v1/hubs')).body.items.length === 2,
      );
      expect((await call(leading, 'GET', '/readyz')).status).toBe(200);
      const page = await (await fetch(`http://127.0.0.1:${leading.port}/metrics`)).text();
      expect(page).toMatch(/^crony_hub_leading 1$/m);
      await leading.stop();
      await waitUntil('the other to lead', 4_000, () => standby.isLeading());
      const { status } = await call(standby, 'POST', '/api/v1/jobs', job('later'));
      expect(status).toBe(201);
    } finally {
      await other.stop();
    }
  });

  it('starts once and stops once, however often it is asked', async () => {
    await Promise.all([hub.start(), hub.start()]);
    const { port } = hub;
    await Promise.all([hub.stop(), hub.stop()]);
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
    const never = open('hub-3');
    await never.stop();
    await never.start();
    expect(never.isLeading()).toBe(false);
  });
});

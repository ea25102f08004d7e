/** Runs that a service accepts, and reports on later: what the node makes of them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createReportTokens } from '@crony/shared/runtime/report-tokens';
import type { Job, JobSpec } from '@crony/shared/domain/job';
import type { RunClose } from '@crony/shared/store/store';
import { NodeBundle, type NodeInTest } from './node-bundle.js';

const SECOND = 1_000;
let bundle: NodeBundle;
let node: NodeInTest;

beforeEach(async () => {
  bundle = await NodeBundle.open();
  node = await bundle.start();
  node.callbacks.script = () => ({ outcome: 'accepted', statusCode: 202, errorCode: null });
});
afterEach(() => bundle.close());

const async = (over: Partial<JobSpec> = {}): Partial<JobSpec> => ({
  completion: 'async',
  schedule: { everyMs: SECOND, timeZone: 'UTC' },
  ...over,
});
const once = (over: Partial<JobSpec> = {}): Partial<JobSpec> =>
  async({ schedule: { at: bundle.clock.now() + SECOND, timeZone: 'UTC' }, ...over });

/** As a hub does when the service has reported. */
async function report(runId: string, state: 'succeeded' | 'failed' = 'succeeded'): Promise<void> {
  const { run } = (await bundle.store.runs.get(runId))!;
  const attempt = { number: run.attempt, outcome: state, errorCode: null, errorMessage: null, output: null };
  const close: RunClose = { run, next: { state }, reason: null, reported: true, attempt };
  expect(await bundle.store.reports.close(close, bundle.clock.now())).toBe(true);
}

describe('a run that is accepted', () => {
  it('goes out with where and how to report, and waits for that with the limits of its job', async () => {
    const job = await bundle.assignedJob(once({ reportTimeoutMs: 90_000, heartbeatMs: 10_000 }));
    await bundle.clock.advance(1_200);
    const [call] = node.callbacks.of(job.id);
    const [run] = await bundle.runs(job);
    expect(call!.request.report).toEqual({
      url: `http://hub.internal/api/v1/runs/${run!.id}/report`,
      token: createReportTokens('a secret of these tests').tokenOf(run!.id),
      reportTimeoutMs: 90_000,
      heartbeatMs: 10_000,
    });
    expect(run).toMatchObject({ state: 'accepted', acceptedAt: call!.at, reportDueAt: call!.at + 90_000 });
    expect(run).toMatchObject({ dueAt: call!.at + 10_000, heartbeatMs: 10_000, finishedAt: null, retriesUsed: 0 });
    expect((await bundle.run(run!.id)).attempts).toMatchObject([{ outcome: null, finishedAt: null, statusCode: 202 }]);
  });

  it('is no answer to a job that waits for none', async () => {
    const job = await bundle.assignedJob(once({ completion: 'sync' }));
    await bundle.clock.advance(1_200);
    expect(node.callbacks.of(job.id)[0]!.request.report).toBeNull();
  });

  it('keeps the next of its job from starting until it is reported on', async () => {
    const job = await bundle.assignedJob(async({ concurrency: 'forbid' }));
    await bundle.clock.advance(4_500);
    const runs = await bundle.runs(job).then((all) => all.filter(({ plannedAt }) => plannedAt <= bundle.clock.now()));
    expect(runs[0]!.state).toBe('accepted');
    expect(runs.slice(1).map(({ state, reason }) => [state, reason])).toEqual(
      runs.slice(1).map(() => ['skipped', 'overlap']),
    );
    expect(node.callbacks.of(job.id)).toHaveLength(1);
    await report(runs[0]!.id);
    await bundle.clock.advance(2_500);
    expect(node.callbacks.of(job.id).length).toBeGreaterThan(1);
  });

  it('lets others start where they may overlap', async () => {
    const job = await bundle.assignedJob(async({ concurrency: 'allow' }));
    await bundle.clock.advance(3_500);
    expect(node.callbacks.of(job.id).length).toBeGreaterThanOrEqual(3);
    const due = (await bundle.runs(job)).filter(({ plannedAt }) => plannedAt <= bundle.clock.now());
    for (const { state } of due) expect(state).toBe('accepted');
  });

  it('is ended by the next where that takes its place', async () => {
    const job = await bundle.assignedJob(async({ concurrency: 'replace' }));
    await bundle.clock.advance(2_500);
    const [first, second] = await bundle.runs(job);
    expect([first!.state, first!.reason, second!.state]).toEqual(['cancelled', 'replaced', 'accepted']);
  });

  it('lets the next one wait its turn', async () => {
    const job = await bundle.assignedJob(async({ concurrency: 'queue' }));
    await bundle.clock.advance(2_500);
    const [first] = await bundle.runs(job);
    expect(node.callbacks.of(job.id)).toHaveLength(1);
    await report(first!.id);
    await bundle.clock.advance(1_500);
    expect(node.callbacks.of(job.id)).toHaveLength(2);
  });

  it('outlives its node, and blocks the next one’s too', async () => {
    const job = await bundle.assignedJob(async({ concurrency: 'forbid' }));
    await bundle.clock.advance(1_300); // the next time is not claimed yet
    const [first] = await bundle.runs(job);
    node.kill();
    const other = await bundle.start({ nodeId: 'node-2' });
    other.callbacks.script = () => ({});
    await bundle.move(job, 'node-1', 'node-2', 2, bundle.clock.now());
    await bundle.clock.advance(3_000);
    expect(await bundle.run(first!.id)).toMatchObject({ state: 'accepted', fence: 1 });
    expect(other.callbacks.of(job.id)).toEqual([]);
    await report(first!.id);
    await bundle.clock.advance(2_500);
    expect(other.callbacks.of(job.id).length).toBeGreaterThan(0);
  });

  it('while the database is away, waits in the spool, and is in the table with its limits afterwards', async () => {
    const job = await bundle.assignedJob(once({ schedule: { at: bundle.clock.now() + 4_000, timeZone: 'UTC' } }));
    await bundle.clock.advance(2_000);
    node.database.down();
    await bundle.clock.advance(4_000);
    const [call] = node.callbacks.of(job.id);
    expect(call).toBeDefined();
    node.database.up();
    await bundle.clock.advance(6_000);
    const [run] = await bundle.runs(job);
    expect(run).toMatchObject({ state: 'accepted', acceptedAt: call!.at, reportDueAt: call!.at + 3_600_000 });
    expect(node.callbacks.of(job.id)).toHaveLength(1);
  });

  it('that was reported on before its answer was written keeps that verdict', async () => {
    const job = await bundle.assignedJob(once());
    node.callbacks.script = () => 'hang';
    await bundle.clock.advance(1_100);
    const [run] = await bundle.runs(job);
    const attempt = { number: 1, outcome: 'succeeded' as const, errorCode: null, errorMessage: null, output: 'done' };
    await bundle.store.reports.close(
      { run: run!, next: { state: 'succeeded' }, reason: null, reported: true, attempt },
      bundle.clock.now(),
    );
    node.callbacks.open[0]!.answer({ outcome: 'accepted', statusCode: 202, errorCode: null });
    await bundle.clock.advance(500);
    expect(await bundle.run(run!.id)).toMatchObject({
      state: 'succeeded',
      lateResults: 0,
      attempts: [{ statusCode: 202 }],
    });
    // Nothing of it is left in the node's hands.
    await bundle.nudge({ type: 'cancel_run', runId: run!.id });
    await bundle.clock.advance(500);
    expect((await bundle.run(run!.id)).state).toBe('succeeded');
  });
});

describe('a retry that a hub has ordered', () => {
  it('is taken when it is due, by whoever owns the job, as the next attempt', async () => {
    const job = await bundle.assignedJob(
      once({ retry: { limit: 2, delayMs: 1_000, factor: 1, maxDelayMs: 1_000, jitter: 0, on: ['failed'] } }),
    );
    await bundle.clock.advance(1_200);
    const [run] = await bundle.runs(job);
    const attempt = {
      number: 1,
      outcome: 'failed' as const,
      errorCode: 'reported_failure',
      errorMessage: 'no',
      output: null,
    };
    const next = { state: 'pending' as const, dueAt: bundle.clock.now() + 3_000, nodeId: 'node-1' };
    await bundle.store.reports.close({ run: run!, next, reason: null, reported: true, attempt }, bundle.clock.now());
    await bundle.clock.advance(2_500);
    expect(node.callbacks.of(job.id)).toHaveLength(1);
    await bundle.clock.advance(1_700);
    expect(node.callbacks.of(job.id).map(({ request }) => request.attempt)).toEqual([1, 2]);
    expect(await bundle.run(run!.id)).toMatchObject({ state: 'accepted', attempt: 2, retriesUsed: 1 });
  });

  /** The retry is this node's in the table a moment before it is in its hands, and another run is due in between. */
  async function meetAnother(
    concurrency: 'forbid' | 'replace',
  ): Promise<{ job: Job; retryId: string; otherId: string }> {
    const job = await bundle.assignedJob(async({ concurrency, schedule: { everyMs: 10 * SECOND, timeZone: 'UTC' } }));
    await bundle.clock.advance(10_200);
    const [run] = await bundle.runs(job);
    const attempt = {
      number: 1,
      outcome: 'failed',
      errorCode: 'reported_failure',
      errorMessage: 'no',
      output: null,
    } as const;
    const next = { state: 'pending', dueAt: bundle.clock.now() + 8_700, nodeId: 'node-1' } as const;
    await bundle.store.reports.close({ run: run!, next, reason: null, reported: true, attempt }, bundle.clock.now());
    node.database.answerDelayMs = (method) => (method === 'claims.takePending' ? 1_200 : 0);
    await bundle.clock.advance(12_000);
    const other = (await bundle.runs(job)).find(({ plannedAt }) => plannedAt === run!.plannedAt + 10 * SECOND);
    expect(other).toMatchObject({ state: 'accepted' });
    return { job, retryId: run!.id, otherId: other!.id };
  }

  it('waits for what has started meanwhile, where overlap is forbidden: it was sent, and is not skipped', async () => {
    const { job, retryId, otherId } = await meetAnother('forbid');
    expect((await bundle.run(retryId)).state).toBe('claimed');
    await report(otherId);
    await bundle.clock.advance(2_500);
    expect(await bundle.run(retryId)).toMatchObject({ state: 'accepted', attempt: 2 });
    expect(node.callbacks.of(job.id)).toHaveLength(3);
  });

  it('gives way to what has started meanwhile, where that takes its place', async () => {
    const { retryId } = await meetAnother('replace');
    expect(await bundle.run(retryId)).toMatchObject({ state: 'cancelled', reason: 'replaced' });
  });

  it('blocks others although its report came before the answer', async () => {
    const job = await bundle.assignedJob(
      async({ concurrency: 'forbid', schedule: { everyMs: 3_000, timeZone: 'UTC' } }),
    );
    node.callbacks.script = () => 'hang';
    await bundle.clock.advance(3_100);
    const [run] = await bundle.runs(job);
    const attempt = {
      number: 1,
      outcome: 'failed',
      errorCode: 'reported_failure',
      errorMessage: 'no',
      output: null,
    } as const;
    const next = { state: 'pending', dueAt: bundle.clock.now() + 60_000, nodeId: 'node-1' } as const;
    await bundle.store.reports.close({ run: run!, next, reason: null, reported: true, attempt }, bundle.clock.now());
    node.callbacks.open[0]!.answer({ outcome: 'accepted', statusCode: 202, errorCode: null });
    await bundle.clock.advance(4_000);
    expect(node.callbacks.of(job.id)).toHaveLength(1);
    expect((await bundle.runs(job))[1]).toMatchObject({ state: 'skipped', reason: 'overlap' });
  });
});

describe('a backfilled run', () => {
  it('waits for what is open, where overlap is forbidden', async () => {
    node.callbacks.script = () => ({ afterMs: 1_500 });
    const job = await bundle.assignedJob({ schedule: { cron: '0 0 1 1 *', timeZone: 'UTC' }, concurrency: 'forbid' });
    const ids = [];
    for (let n = 1; n <= 3; n += 1) {
      const run = await bundle.runNow(job, { trigger: 'backfill', plannedAt: bundle.clock.now() - n * 60_000 });
      ids.push(run.id);
    }
    await bundle.clock.advance(8_000);
    for (const id of ids) expect((await bundle.run(id)).state).toBe('succeeded');
    expect(node.callbacks.mostAtOnce).toBe(1);
  });
});

describe('templates and secrets', () => {
  it('are filled in at the call, and what a service repeats of a secret is not kept', async () => {
    const seal = (value: string) => bundle.seal(value);
    const secret = { project: 'default', name: 'TOKEN', sealed: seal('s3cr3t-value'), createdAt: 0, updatedAt: 0 };
    await bundle.store.secrets.save(secret);
    node.callbacks.script = ({ callback }) => ({ response: `you sent ${JSON.stringify(callback)}` });
    const job = await bundle.assignedJob({
      ...once({ completion: 'sync' }),
      name: 'say "hello"',
      callback: {
        type: 'http',
        method: 'POST',
        url: 'http://orders.internal/{{job.name}}?key={{secrets.TOKEN}}',
        headers: { 'x-run': '{{run.id}}/{{run.attempt}}' },
        body: '{"job":"{{job.name}}","at":"{{run.plannedAt}}","literal":"{{{{x"}',
      },
    });
    await bundle.clock.advance(1_200);
    const [run] = await bundle.runs(job);
    const planned = new Date(run!.plannedAt).toISOString();
    expect(node.callbacks.of(job.id)[0]!.request.callback).toEqual({
      type: 'http',
      method: 'POST',
      url: 'http://orders.internal/say%20%22hello%22?key=s3cr3t-value',
      headers: { 'x-run': `${run!.id}/1` },
      body: `{"job":"say \\"hello\\"","at":"${planned}","literal":"{{x"}`,
    });
    const [attempt] = (await bundle.run(run!.id)).attempts;
    expect(attempt!.response).toContain('key=***');
    expect(attempt!.response).not.toContain('s3cr3t');
  });

  it('a secret that cannot be opened stops those that name it, and no other callback of the project', async () => {
    node.callbacks.script = () => ({});
    await bundle.store.secrets.save({
      project: 'default',
      name: 'BROKEN',
      sealed: 'sealed under the secret of a cluster that is gone',
      createdAt: 0,
      updatedAt: 0,
    });
    const urlOf = { others: 'http://orders.internal/', its: 'http://orders.internal/?{{secrets.BROKEN}}' };
    const jobWith = (url: string) =>
      bundle.assignedJob({ ...once({ completion: 'sync' }), callback: { type: 'http', method: 'POST', url } });
    const [others, its] = [await jobWith(urlOf.others), await jobWith(urlOf.its)];
    await bundle.clock.advance(1_200);
    expect((await bundle.runs(others))[0]!.state).toBe('succeeded');
    const [run] = await bundle.runs(its);
    const [attempt] = (await bundle.run(run!.id)).attempts;
    expect(attempt).toMatchObject({ errorCode: 'invalid_request' });
    expect(attempt!.errorMessage).toContain('BROKEN');
  });

  it('a secret that is gone makes a request that cannot be made, and is looked for once more', async () => {
    node.callbacks.script = () => ({});
    const job = await bundle.assignedJob({
      ...once({ completion: 'sync' }),
      callback: { type: 'http', method: 'POST', url: 'http://orders.internal/?{{secrets.LATER}}' },
    });
    await bundle.clock.advance(1_200);
    const [run] = await bundle.runs(job);
    expect(run!.state).toBe('failed');
    const [attempt] = (await bundle.run(run!.id)).attempts;
    expect(attempt).toMatchObject({ errorCode: 'invalid_request' });
    expect(attempt!.errorMessage).toContain('no secret LATER');
    await bundle.store.secrets.save({
      project: 'default',
      name: 'LATER',
      sealed: bundle.seal('x'),
      createdAt: 0,
      updatedAt: 0,
    });
    const again = await bundle.runNow(job);
    await bundle.clock.advance(1_200);
    expect((await bundle.run(again.id)).state).toBe('succeeded');
  });
});

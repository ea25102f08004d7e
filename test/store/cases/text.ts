import { expect, test } from 'vitest';
import { attempt, claimOf, holder, jobSpec, pendingRun, resultOf } from '../../kit/factories.js';
import { createJob, type StoreFixture } from '../conformance.js';

/** Text that breaks what is careless: quotes, escapes, four bytes, right to left, combining marks. */
const HARD = `'"\`\\%_;--/*\n\r\t 😀 𝔘𝔫𝔦 \u202Eabc e\u0301 ß İ 中文 {"a":"\\u0000"} ?:now {rows} c.id`;

export function textCases(fixture: StoreFixture): void {
  async function responded(response: string | null, errorMessage: string | null = null) {
    const { store } = fixture;
    const [claim, owner] = [claimOf(await createJob(store)), holder()];
    await store.claims.claim(owner, [claim]);
    const result = resultOf(claim, {
      attempt: attempt({ response, errorMessage, outcome: 'failed' }),
      state: 'failed',
    });
    expect(await store.claims.writeResults(owner, [result])).toEqual([true]);
    return (await store.runs.get(claim.runId))!.attempts[0]!;
  }

  test('hard text comes back as it was, everywhere', async () => {
    const { store } = fixture;
    const job = await createJob(store, {
      name: HARD,
      description: HARD,
      tags: { t: HARD },
      callback: { type: 'http', method: 'POST', url: 'http://x', headers: { h: HARD }, body: HARD },
    });
    expect(job).toMatchObject({ name: HARD, description: HARD, tags: { t: HARD } });
    expect(await store.jobs.get(job.id)).toEqual(job);
    expect((await store.jobs.list({ tags: { t: HARD }, nameContains: HARD }, { limit: 5 })).items).toEqual([job]);
    const answer = await store.jobs.replace(job.id, jobSpec({ name: HARD, owner: HARD }), 1, 1);
    expect(answer).toMatchObject({ changed: { name: HARD, owner: HARD } });
    const wanted = pendingRun(job, { overrides: { body: HARD, headers: { h: HARD } }, nodeId: 'texts' });
    await store.runs.createPending(wanted);
    const [taken] = await store.claims.takePending(holder({ nodeId: 'texts' }), Number.MAX_SAFE_INTEGER, 1);
    expect(taken).toMatchObject({ overrides: wanted.overrides, run: { jobName: HARD } });
    expect(await responded(HARD, HARD)).toMatchObject({ response: HARD, errorMessage: HARD });
  });

  test('long answers, alone and in a batch', async () => {
    const { store } = fixture;
    const long = '😀é"\\'.repeat(8_192); // 64 KiB in UTF-8
    expect((await responded(long)).response).toBe(long);
    const [job, owner] = [await createJob(store), holder()];
    const claims = Array.from({ length: 60 }, () => claimOf(job));
    await store.claims.claim(owner, claims);
    const results = claims.map((claim, i) => resultOf(claim, { attempt: attempt({ response: long + i }) }));
    expect((await store.claims.writeResults(owner, results)).every(Boolean)).toBe(true);
    const last = await store.runs.get(claims[59]!.runId);
    expect(last!.attempts[0]!.response).toBe(`${long}59`);
  });

  test('what no database keeps is replaced, and refuses nothing', async () => {
    const found = await responded('a\u0000b\uD800c\uDC00d', 'x\u0000\uDBFF');
    expect(found).toMatchObject({ response: 'a\uFFFDb\uFFFDc\uFFFDd', errorMessage: 'x\uFFFD\uFFFD' });
    expect(await responded('')).toMatchObject({ response: '', errorMessage: null });
    expect(await responded(null)).toMatchObject({ response: null });
  });

  test('overlong messages and codes are cut', async () => {
    const { store } = fixture;
    const [claim, owner] = [claimOf(await createJob(store)), holder()];
    await store.claims.claim(owner, [claim]);
    const facts = attempt({ errorCode: `é${'c'.repeat(200)}`, errorMessage: 'm'.repeat(100_000), outcome: 'failed' });
    const result = resultOf(claim, { state: 'failed', attempt: facts });
    expect(await store.claims.writeResults(owner, [result])).toEqual([true]);
    const [kept] = (await store.runs.get(claim.runId))!.attempts;
    expect(kept!.errorCode).toBe(`?${'c'.repeat(63)}`);
    expect(kept!.errorMessage).toBe('m'.repeat(4_096));
  });

  test('names of many languages sort and compare byte by byte', async () => {
    const { store } = fixture;
    const names = ['ss', 'ß', 'SS', 'é', 'e\u0301', '😀', '😁', 'İ', 'i', 'ı'];
    for (const name of names) await createJob(store, { name });
    for (const name of names) {
      const { items } = await store.jobs.list({}, { limit: 1_000 });
      expect(items.filter((job) => job.name === name)).toHaveLength(1);
    }
  });
}

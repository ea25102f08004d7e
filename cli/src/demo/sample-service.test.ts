import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { generateSigningSecret, signCallback } from '@crony/shared/domain/signature';
import { systemClock } from '@crony/shared/runtime/clock';
import { SampleService } from './sample-service.js';

const secret = generateSigningSecret();
const service = new SampleService({ clock: systemClock, failFirst: { '/flaky': 2 } });
beforeAll(() => service.start());
beforeEach(() => service.trust([secret]));
afterAll(() => service.stop());

async function call(endpoint: string, runId: string, signedWith = secret): Promise<number> {
  const body = '{}';
  const timestampS = Math.floor(Date.now() / 1_000);
  const signature = signCallback({ secrets: [signedWith], runId, timestampS, body });
  const headers = { ...signature, 'crony-run': runId };
  return (await fetch(`${service.url}${endpoint}`, { method: 'POST', body, headers })).status;
}

describe('the sample service', () => {
  it('counts requests, and the runs among them', async () => {
    expect([await call('/plain', 'a'), await call('/plain', 'b'), await call('/plain', 'b')]).toEqual([200, 200, 200]);
    expect(service.visits('/plain')).toEqual({ requests: 3, done: 3, runs: new Set(['a', 'b']) });
  });

  it('fails the first attempts of each run, then recovers', async () => {
    const answers = [];
    for (const run of ['a', 'b', 'a', 'a', 'b', 'b']) answers.push(await call('/flaky', run));
    expect(answers).toEqual([503, 503, 503, 200, 503, 200]);
    expect(service.visits('/flaky')).toMatchObject({ requests: 6, done: 2 });
  });

  it('takes nothing that is not signed with the secret', async () => {
    expect(await call('/secured', 'a', generateSigningSecret())).toBe(401);
    expect((await fetch(`${service.url}/secured`, { method: 'POST' })).status).toBe(401);
    expect(service.refused).toBe(2);
    expect(service.visits('/secured').requests).toBe(0);
  });
});

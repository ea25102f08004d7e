/** What the README and the examples show works: run as services, called with signed requests. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { waitUntil } from '../kit/wait-until.js';
import { startService, type ServiceProcess } from './example-process.js';
import { ReportHub } from './report-hub.js';
import { OTHER_SECRET, PLANNED_AT, RUN_ID, signedRequest } from './signed-request.js';

const sdk = (name: string): string => fileURLToPath(new URL(`../../sdk/${name}`, import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'crony-examples-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let service: ServiceProcess | undefined;
afterEach(async () => service?.kill('SIGKILL'));

describe('the README', () => {
  const blocks = [...readFileSync(sdk('README.md'), 'utf8').matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code!);

  it('begins with a service of at most ten lines, which works', async () => {
    const first = blocks[0]!.trimEnd();
    expect(first.split('\n').length).toBeLessThanOrEqual(10);
    // Beside the package, so that its name leads to it.
    const file = sdk('examples/readme-first-use.tmp.mjs');
    writeFileSync(file, first);
    try {
      service = await startService('node', file);
    } finally {
      rmSync(file);
    }
    const answer = await fetch(service.url, signedRequest());
    expect([answer.status, await answer.text()]).toEqual([200, `settled shard 1 of ${PLANNED_AT}`]);
    expect((await fetch(service.url, signedRequest({ secrets: [OTHER_SECRET] }))).status).toBe(401);
  });

  it('names every refusal, event code and entry point that there is', () => {
    const text = readFileSync(sdk('README.md'), 'utf8');
    const codes = [...readFileSync(sdk('src/receiver/answer.ts'), 'utf8').matchAll(/^ {2}\| '(\w+)'/gm)];
    expect(codes.length).toBeGreaterThan(7);
    for (const [, code] of codes) expect(text).toContain(`\`${code}\``);
    const manifest = JSON.parse(readFileSync(sdk('package.json'), 'utf8')) as { exports: Record<string, unknown> };
    for (const name of Object.keys(manifest.exports).filter((one) => /^\.\/\w+$/.test(one))) {
      expect(text).toContain(`\`@crony/sdk${name.slice(1)}\``);
    }
  });
});

describe('the example', () => {
  it('node-http answers', async () => {
    service = await startService('node', sdk('examples/node-http.mjs'));
    const answer = await fetch(service.url, signedRequest());
    expect(await answer.json()).toEqual({ settled: 1, plannedAt: PLANNED_AT });
  });

  it('hono answers by path', async () => {
    service = await startService('node', sdk('examples/hono.mjs'));
    const answer = await fetch(`${service.url}/crony/settle`, signedRequest());
    expect(await answer.json()).toEqual({ settled: 1 });
    const refused = await fetch(`${service.url}/crony/refuse`, signedRequest());
    expect([refused.status, await refused.text()]).toEqual([409, 'closed on Sundays']);
    expect((await fetch(`${service.url}/crony/nothing`, signedRequest())).status).toBe(404);
  });

  it('express answers, and parses other bodies as before', async () => {
    service = await startService('node', sdk('examples/express.mjs'));
    const answer = await fetch(`${service.url}/crony/settle`, signedRequest());
    expect(await answer.json()).toEqual({ settled: 1 });
    const order = await fetch(`${service.url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"item":"tea"}',
    });
    expect(await order.json()).toEqual({ ordered: 'tea' });
  });

  it('async-journal reports progress and outcome, and ends cleanly', async () => {
    const hub = new ReportHub();
    await hub.listen();
    try {
      service = await startService('node', sdk('examples/async-journal.mjs'), {
        JOURNAL: join(directory, 'example.jsonl'),
        SHARD_MS: '300',
      });
      const report = hub.expect(RUN_ID);
      const answer = await fetch(service.url, signedRequest({ report, body: '{"shards":[1,2,3,4]}' }));
      expect(answer.status).toBe(202);
      await waitUntil('the outcome', 10_000, () => hub.run(RUN_ID).status === 'succeeded');
      expect(hub.run(RUN_ID)).toMatchObject({ output: '4 shards settled' });
      expect(hub.run(RUN_ID).progress).toBeGreaterThanOrEqual(25);
      expect(hub.run(RUN_ID).lines).toEqual([1, 2, 3, 4].map((n) => `settling shard ${n}`));
      await service.kill('SIGTERM');
      expect(hub.complaints).toEqual([]);
    } finally {
      await hub.close();
    }
  });
});

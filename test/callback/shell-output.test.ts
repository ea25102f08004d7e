/** What commands say, as it comes and as it is kept, and that no amount of it hurts the node. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RESPONSE_CAP_BYTES } from '../../node/src/callback/callback.js';
import { waitUntil } from '../kit/wait-until.js';
import { DEADLINE_MS, sh, ShellFixture } from './shell-fixture.js';

let fixture: ShellFixture;
beforeAll(() => {
  fixture = new ShellFixture();
});
beforeEach(() => {
  fixture.heard.length = 0;
});
afterAll(() => fixture.close());

const heardOn = (stream: string): string =>
  fixture.heard.flatMap((heard) => (heard.stream === stream ? heard.text : [])).join('');

describe('output as it comes', () => {
  it('is told while the command runs, by stream', async () => {
    const go = fixture.path('go');
    const called = fixture.call(sh(`echo first; echo wrong >&2; until test -e ${go}; do sleep 0.02; done; echo last`));
    await waitUntil('the first lines', DEADLINE_MS, () => fixture.heard.length >= 2);
    expect(heardOn('stdout')).toBe('first\n');
    expect(heardOn('stderr')).toBe('wrong\n');
    writeFileSync(go, '');
    expect((await called).response).toBe('first\nwrong\nlast\n');
  });

  it('is told after a moment also where the line has no end yet', async () => {
    const abort = new AbortController();
    const called = fixture.call(sh('printf "really? "; sleep 600'), {}, abort.signal);
    await waitUntil('the question', DEADLINE_MS, () => heardOn('stdout') === 'really? ');
    abort.abort();
    await called;
  });

  it('keeps characters and lines whole, however the pipes cut them', async () => {
    const command = `printf '\\342\\202'; sleep 0.05; echo between >&2; sleep 0.05; printf '\\254 for all\\n'`;
    const result = await fixture.call(sh(command));
    expect(heardOn('stdout')).toBe('€ for all\n');
    expect(result.response).toBe('between\n€ for all\n');
    expect(result.responseBytes).toBe(20);
  });

  it('carries no NUL, and nothing that is not UTF-8', async () => {
    const result = await fixture.call(sh(`printf 'a\\000b\\377c'`));
    expect(heardOn('stdout')).toBe('ab\u{fffd}c');
    expect(result).toMatchObject({ response: 'ab\u{fffd}c', responseBytes: 5 });
  });

  it('may be written by name, as scripts do', async () => {
    const command =
      'echo wrong > /dev/stderr; echo right | tee /dev/stderr > /dev/stdout; echo more >> /proc/self/fd/1';
    expect(await fixture.call(sh(command))).toMatchObject({ outcome: 'succeeded', statusCode: 0 });
    expect(heardOn('stdout')).toBe('right\nmore\n');
    expect(heardOn('stderr')).toBe('wrong\nright\n');
  });

  it('leaves nothing on the disk when the runner closes, nor what an earlier process left', async () => {
    const own = new ShellFixture();
    const pipes = join(own.dataDirectory, 'shell-pipes');
    mkdirSync(pipes, { recursive: true });
    writeFileSync(join(pipes, 'of-a-process-that-is-no-more'), '');
    const running = own.call(sh('sleep 600'));
    await own.call(sh('true'));
    await own.runner.close();
    await running;
    expect(readdirSync(pipes)).toEqual([]);
    await own.close();
  });

  it('comes also where the system makes no pipes', async () => {
    const own = new ShellFixture();
    mkdirSync(own.dataDirectory);
    writeFileSync(join(own.dataDirectory, 'shell-pipes'), 'in the way');
    expect(await own.call(sh('echo right; echo wrong >&2; exit 3'))).toMatchObject({
      statusCode: 3,
      responseBytes: 12,
    });
    await own.close();
  });

  it('of many commands at once never gets mixed up', async () => {
    const calls = Array.from({ length: 150 }, (_, n) => fixture.call(sh(`echo out ${n}; echo err ${n} >&2`)));
    const results = await Promise.all(calls);
    results.forEach(({ response }, n) => {
      expect(response!.trim().split('\n').sort()).toEqual([`err ${n}`, `out ${n}`]);
    });
  });

  it('ends at a limit, and says so once', async () => {
    const result = await fixture.call(sh('head -c 3000000 /dev/zero | tr "\\0" "x" | fold -w 99'));
    expect(result.outcome).toBe('succeeded');
    const shown = heardOn('stdout').length;
    expect(shown).toBeGreaterThan(900_000);
    expect(shown).toBeLessThanOrEqual(1_024 * 1_024);
    expect(fixture.heard.filter(({ stream }) => stream === 'log')).toHaveLength(1);
    expect(fixture.heard.at(-1)!.text).toMatch(/not shown/);
  });
});

describe('output as it is kept', () => {
  it('interleaves both streams as they came', async () => {
    const result = await fixture.call(sh('for i in 1 2 3; do echo o$i; sleep 0.03; echo e$i >&2; sleep 0.03; done'));
    expect(result.response).toBe('o1\ne1\no2\ne2\no3\ne3\n');
  });

  it('is the beginning and the end, in whole lines, with a word on what is left out', async () => {
    const result = await fixture.call(sh('seq 1 100000'));
    const response = result.response!;
    expect(result).toMatchObject({ outcome: 'succeeded', responseBytes: 588_895 });
    expect(Buffer.byteLength(response)).toBeLessThanOrEqual(RESPONSE_CAP_BYTES);
    expect(Buffer.byteLength(response)).toBeGreaterThan(RESPONSE_CAP_BYTES - 1_000);
    const [, begin, left, end] = /^([\d\n]*)\[(\d+) bytes are left out here\]\n([\d\n]*)$/.exec(response)!;
    expect(begin!.startsWith('1\n2\n3\n')).toBe(true);
    expect(end!.endsWith('99999\n100000\n')).toBe(true);
    expect(begin!.length + end!.length + Number(left)).toBe(588_895);
    for (const line of `${begin}${end}`.trimEnd().split('\n')) expect(line).toMatch(/^[1-9]\d*$/);
  });

  it('is whole also where this process stands still while the command ends', async () => {
    const called = fixture.call(sh('sleep 0.1; seq 1 10000'));
    await waitUntil('the start', DEADLINE_MS, () => fixture.runner.counts().commands > 0);
    const until = performance.now() + 1_000;
    while (performance.now() < until);
    expect(await called).toMatchObject({ outcome: 'succeeded', responseBytes: 48_894 });
  });

  it('is nothing where nothing was said, and what was said so far at a timeout', async () => {
    expect(await fixture.call(sh('true'))).toMatchObject({ response: '', responseBytes: 0 });
    const result = await fixture.call(sh('printf "so far"; sleep 600'), { timeoutMs: 300 });
    expect(result).toMatchObject({ outcome: 'timed_out', response: 'so far', responseBytes: 6 });
  });
});

describe('a flood', () => {
  it('neither holds up the node nor fills its memory', async () => {
    const before = process.memoryUsage();
    const lag = monitorEventLoopDelay({ resolution: 5 });
    lag.enable();
    const floods = Array.from({ length: 8 }, () => fixture.call(sh('yes & yes >&2'), { timeoutMs: 2_000 }));
    const results = await Promise.all(floods);
    lag.disable();
    const after = process.memoryUsage();
    for (const result of results) {
      expect(result.outcome).toBe('timed_out');
      expect(result.responseBytes).toBeGreaterThan(1_024 * 1_024);
      expect(result.finishedAt - result.startedAt).toBeLessThan(2_500);
      expect(Buffer.byteLength(result.response!)).toBeLessThanOrEqual(RESPONSE_CAP_BYTES);
    }
    // Heard by this test: at most 1 MiB of each. What is left out grows nothing.
    expect(after.rss - before.rss).toBeLessThan(160 * 1_024 * 1_024);
    expect(lag.percentile(99) / 1e6).toBeLessThan(250);
    await fixture.nothingLeft();
  });

  it('of one command leaves the others their turn', async () => {
    const abort = new AbortController();
    const floods = Array.from({ length: 8 }, () => fixture.call(sh('yes'), {}, abort.signal));
    await waitUntil('floods', DEADLINE_MS, () => fixture.heard.length > 8);
    const small = await fixture.call(sh('echo ok'), { timeoutMs: 5_000 });
    expect(small).toMatchObject({ outcome: 'succeeded', response: 'ok\n' });
    abort.abort();
    await Promise.all(floods);
  });
});

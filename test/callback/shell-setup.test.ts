/** Scripts that prepare a node for its jobs: once, for all that need it, and in nobody's way. */
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitUntil } from '../kit/wait-until.js';
import { DEADLINE_MS, groupIsGone, sh, ShellFixture } from './shell-fixture.js';

let fixture: ShellFixture;
beforeEach(() => {
  fixture = new ShellFixture();
});
afterEach(() => fixture.close());

/** A setup that notes each of its runs. */
const noting = (rest = 'true') => ({ command: `echo run >> ${fixture.path('notes')}; ${rest}` });
const runs = (): number => (existsSync(fixture.path('notes')) ? fixture.read('notes').trim().split('\n').length : 0);

describe('a setup', () => {
  it('runs before the first run, and not again', async () => {
    const setup = noting(`sleep 0.1; echo ready > ${fixture.path('ready')}`);
    const command = `cat ${fixture.path('ready')}`;
    for (let run = 0; run < 3; run += 1) {
      expect(await fixture.call(sh(command, { setup }))).toMatchObject({ outcome: 'succeeded', response: 'ready\n' });
    }
    expect(runs()).toBe(1);
  });

  it('is one for all jobs whose scripts are equal, at the same time too', async () => {
    const setup = noting('sleep 0.1');
    const calls = [1, 2, 3, 4, 5].map((n) =>
      fixture.call(sh(`echo ${n}`, { setup: { ...setup, timeoutMs: n * 5_000 } })),
    );
    const results = await Promise.all(calls);
    expect(results.map(({ response }) => response)).toEqual(['1\n', '2\n', '3\n', '4\n', '5\n']);
    expect(runs()).toBe(1);
    await fixture.call(sh('true', { setup: noting('sleep 0.1; true') }));
    expect(runs()).toBe(2);
  });

  it('sees nothing of the job: neither its variables nor its secrets', async () => {
    const setup = { command: `env > ${fixture.path('env')}; pwd >> ${fixture.path('env')}` };
    const job = sh('true', { setup, env: { OF_THE_JOB: 'x' }, cwd: '/' });
    await fixture.call(job, { secretEnvironment: { TOKEN: 'hush' } });
    expect(fixture.read('env')).not.toMatch(/OF_THE_JOB|TOKEN|CRONY_/);
    expect(fixture.read('env')).toMatch(/\/data\/shell\n$/);
  });

  it('that fails is the attempt’s failure with the end of what it said, and is tried again by the next', async () => {
    const setup = noting(`seq 1 20000; echo no disk >&2; test -e ${fixture.path('cured')} || exit 7`);
    const failed = await fixture.call(sh('echo ran', { setup }));
    expect(failed).toMatchObject({ outcome: 'failed', errorCode: 'setup_failed', retryable: true, statusCode: null });
    expect(failed.errorMessage).toBe('the setup script ended with exit code 7');
    expect(failed.response).toMatch(/^\[\d+ bytes are left out here\]\n/);
    expect(failed.response).toMatch(/20000\nno disk\n$/);
    expect(failed.response!.length).toBeLessThanOrEqual(17 * 1_024);
    await fixture.call(sh(`touch ${fixture.path('cured')}`));
    expect(await fixture.call(sh('echo ran', { setup }))).toMatchObject({ outcome: 'succeeded', response: 'ran\n' });
    expect(runs()).toBe(2);
  });

  it('has a time of its own, and is ended as a whole after it', async () => {
    const setup = { command: `echo $$ > ${fixture.path('group')}; echo so far; sleep 600 | sleep 600`, timeoutMs: 300 };
    const result = await fixture.call(sh('true', { setup }));
    expect(result).toMatchObject({ errorCode: 'setup_failed', response: 'so far\n' });
    expect(result.errorMessage).toBe('the setup script had not ended within 300 ms');
    await groupIsGone(Number(await fixture.line('group')));
  });

  it('counts within the attempt’s time, and goes on without it', async () => {
    const setup = noting(`sleep 0.6; echo done > ${fixture.path('done')}`);
    const result = await fixture.call(sh('echo ran', { setup }), { timeoutMs: 200 });
    expect(result).toMatchObject({ outcome: 'timed_out', errorCode: 'timeout', response: null });
    expect(result.errorMessage).toBe('the setup script had not ended within 200 ms');
    expect(await fixture.call(sh('echo ran', { setup }))).toMatchObject({ response: 'ran\n' });
    expect(fixture.read('done')).toBe('done\n');
    expect(runs()).toBe(1);
  });

  it('is left at once by an attempt that is cancelled', async () => {
    const abort = new AbortController();
    const called = fixture.call(sh('true', { setup: noting('sleep 0.3') }), {}, abort.signal);
    await waitUntil('the setup', DEADLINE_MS, () => runs() === 1);
    abort.abort();
    const result = await called;
    expect(result.outcome).toBe('cancelled');
    expect(result.errorMessage).toMatch(/had not been started/);
  });

  it('is ended when the runner closes', async () => {
    const own = new ShellFixture();
    const setup = { command: `trap '' TERM; echo $$ > ${own.path('group')}; sleep 600` };
    const called = own.call(sh('true', { setup }));
    const group = Number(await own.line('group'));
    await own.runner.close();
    expect((await called).outcome).toBe('cancelled');
    await groupIsGone(group);
    await own.close();
  });
});

describe('ahead of the first run', () => {
  it('setups run in the background, and the run finds them done', async () => {
    const setup = noting();
    fixture.runner.prepare(sh('true', { setup }));
    fixture.runner.prepare(sh('false', { setup }));
    await waitUntil('the setup', DEADLINE_MS, () => runs() === 1);
    await fixture.nothingLeft();
    expect(await fixture.call(sh('echo ran', { setup }))).toMatchObject({ outcome: 'succeeded', response: 'ran\n' });
    expect(runs()).toBe(1);
    fixture.runner.prepare(sh('true'));
  });

  it('four run at a time, and an attempt does not wait for their queue', async () => {
    const hang = (n: number) => ({ command: `echo ${n} >> ${fixture.path('begun')}; sleep 600`, timeoutMs: 60_000 });
    for (let n = 0; n < 8; n += 1) fixture.runner.prepare(sh('true', { setup: hang(n) }));
    const last = noting();
    fixture.runner.prepare(sh('true', { setup: last }));
    const begun = (): string[] =>
      existsSync(fixture.path('begun')) ? fixture.read('begun').trim().split('\n').sort() : [];
    await waitUntil('four', DEADLINE_MS, () => begun().length === 4);
    expect(begun()).toEqual(['0', '1', '2', '3']);
    expect(fixture.runner.counts().commands).toBe(4);
    expect(await fixture.call(sh('echo ran', { setup: last }))).toMatchObject({ response: 'ran\n' });
    expect(begun()).toHaveLength(4);
  });

  it('one that fails makes room for the next, and is tried again by the run that needs it', async () => {
    for (let n = 0; n < 6; n += 1) fixture.runner.prepare(sh('true', { setup: noting(`exit ${n + 1}`) }));
    await waitUntil('six', DEADLINE_MS, () => runs() === 6);
    await fixture.nothingLeft(); // who comes while one runs would share its end
    expect((await fixture.call(sh('true', { setup: noting('exit 1') }))).errorCode).toBe('setup_failed');
    expect(runs()).toBe(7);
  });
});

/** Whatever a command starts is gone when its attempt is over, and no attempt waits for it. */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupIsGone, membersOf, sh, ShellFixture } from './shell-fixture.js';

let fixture: ShellFixture;
beforeAll(() => {
  fixture = new ShellFixture();
});
afterAll(() => fixture.close());

/** Writes the group's number into `file`, so that the test finds it. */
const tellGroup = (file: string): string => `echo $$ > ${fixture.path(file)}`;
const group = async (file: string): Promise<number> => Number(await fixture.line(file));
const OBSTINATE = `trap '' TERM INT HUP`;

describe('a command that takes too long', () => {
  it('is ended with all its descendants', async () => {
    const command = `${tellGroup('long')}; (sleep 600 & sleep 600) & sleep 600 | sleep 600`;
    const result = await fixture.call(sh(command), { timeoutMs: 300 });
    expect(result).toMatchObject({ outcome: 'timed_out', errorCode: 'timeout', retryable: true, statusCode: null });
    expect(result.errorMessage).toBe('the command had not ended within 300 ms');
    expect(result.finishedAt - result.startedAt).toBeLessThan(1_000);
    await groupIsGone(await group('long'));
  });

  it('is asked first, and may put its things in order', async () => {
    const done = fixture.path('in-order');
    const command = `trap 'echo cleaning; echo done > ${done}; exit 0' TERM; ${tellGroup('asked')}; sleep 600 & wait`;
    const result = await fixture.call(sh(command), { timeoutMs: 300 });
    expect(result).toMatchObject({ outcome: 'timed_out', response: null });
    expect(await fixture.line('in-order')).toBe('done');
    await groupIsGone(await group('asked'));
  });

  it('is killed where it does not listen, and so are descendants that do not', async () => {
    const command = `${OBSTINATE}; ${tellGroup('deaf')}; (${OBSTINATE}; while :; do sleep 1; done) & while :; do sleep 1; done`;
    const before = performance.now();
    const result = await fixture.call(sh(command), { timeoutMs: 300 });
    expect(result.errorCode).toBe('timeout');
    expect(performance.now() - before).toBeLessThan(1_500); // the killing goes on behind its back
    const id = await group('deaf');
    expect(membersOf(id).length).toBeGreaterThan(1);
    await groupIsGone(id);
    await fixture.nothingLeft();
  });

  it('is ended even where it is stopped', async () => {
    const result = await fixture.call(sh(`${tellGroup('stopped')}; kill -STOP $$`), { timeoutMs: 300 });
    expect(result.errorCode).toBe('timeout');
    await groupIsGone(await group('stopped'));
  });
});

describe('a cancelled command', () => {
  it('settles at once and leaves nothing', async () => {
    const abort = new AbortController();
    const command = sh(`${OBSTINATE}; echo so far; ${tellGroup('cut')}; sleep 600`);
    let hear: () => void = () => {};
    const heard = new Promise<void>((resolve) => (hear = resolve));
    const called = fixture.call(command, { onOutput: hear }, abort.signal);
    const id = await group('cut');
    await heard; // what was said may still lie in the pipe
    const before = performance.now();
    abort.abort();
    const result = await called;
    expect(performance.now() - before).toBeLessThan(1_000); // long before it is killed
    expect(result).toMatchObject({ outcome: 'cancelled', errorCode: 'cancelled', retryable: false });
    expect(result).toMatchObject({ response: 'so far\n', responseBytes: 7 });
    await groupIsGone(id);
  });

  it('says nothing any more', async () => {
    const abort = new AbortController();
    const said: string[] = [];
    const command = `trap 'echo late; exit 0' TERM; ${tellGroup('quiet')}; while :; do sleep 0.01; done`;
    const onOutput = (_stream: string, text: string): void => void said.push(text);
    const called = fixture.call(sh(command), { onOutput }, abort.signal);
    const id = await group('quiet');
    abort.abort();
    await called;
    await groupIsGone(id);
    await fixture.nothingLeft();
    expect(said).toEqual([]);
  });
});

describe('what a command leaves behind', () => {
  it('does not keep the attempt alive by holding its output open, and is ended', async () => {
    const command = `${tellGroup('left')}; echo begun; sleep 600 & (${OBSTINATE}; sleep 601; sleep 601) & exit 0`;
    const result = await fixture.call(sh(command));
    expect(result).toMatchObject({ outcome: 'succeeded', statusCode: 0, response: 'begun\n' });
    expect(result.finishedAt - result.startedAt).toBeLessThan(1_500);
    await groupIsGone(await group('left'));
  });

  it('is still heard for a moment', async () => {
    const result = await fixture.call(sh('(sleep 0.05; echo late) & echo early'));
    expect(result.response).toBe('early\nlate\n');
  });

  it('does not keep the attempt alive from a session of its own either', async () => {
    const command = `setsid sh -c '${tellGroup('daemon')}; sleep 600' & sleep 0.2; exit 3`;
    const result = await fixture.call(sh(command));
    expect(result).toMatchObject({ outcome: 'failed', statusCode: 3 });
    expect(result.finishedAt - result.startedAt).toBeLessThan(1_500);
    await fixture.nothingLeft();
    // It left the group on purpose, and goes on: documented.
    const id = await group('daemon');
    expect(membersOf(id)).not.toEqual([]);
    process.kill(-id, 'SIGKILL');
  });

  // On a busy machine the command may really take longer than it has.
  it('does not make it late where its deadline comes meanwhile', { retry: 3 }, async () => {
    const result = await fixture.call(sh('sleep 600 & sleep 0.2; exit 0'), { timeoutMs: 400 });
    expect(result.outcome).toBe('succeeded');
    expect(result.finishedAt - result.startedAt).toBeLessThan(440);
  });
});

describe('closing', () => {
  it('cancels what is under way, waits until it is gone, and starts nothing any more', async () => {
    const own = new ShellFixture();
    const files = ['a', 'b', 'c'];
    const commands = files.map((file) => `${OBSTINATE}; echo $$ > ${own.path(file)}; while :; do sleep 1; done`);
    const called = commands.map((command) => own.call(sh(command)));
    const groups = await Promise.all(files.map(async (file) => Number(await own.line(file))));
    await own.runner.close();
    expect(groups.flatMap(membersOf)).toEqual([]);
    for (const result of await Promise.all(called)) expect(result.outcome).toBe('cancelled');
    expect((await own.call(sh('true'))).outcome).toBe('cancelled');
    await own.close();
  });
});

describe('many commands at the same instant', () => {
  it('start one after the other, and the node gets to its other work in between', async () => {
    let turns = 0;
    let isOver = false;
    const turn = (): void => {
      turns += 1;
      if (!isOver) setImmediate(turn);
    };
    turn();
    const results = await Promise.all(Array.from({ length: 100 }, () => fixture.call(sh('true'))));
    isOver = true;
    for (const { outcome } of results) expect(outcome).toBe('succeeded');
    expect(turns).toBeGreaterThan(100);
  });
});

describe('file descriptors', () => {
  const open = (): number => readdirSync('/proc/self/fd').length;

  it('are as many after 200 runs as before', async () => {
    await fixture.call(sh('true'));
    await fixture.nothingLeft();
    const before = open();
    const kinds = [
      sh('echo said; echo wrong >&2; exit 1'),
      sh('cat', { stdin: 'x'.repeat(100_000) }),
      sh('exit 0', { stdin: 'x'.repeat(1_000_000) }),
      sh('/no/such/program', { args: [] }),
      sh('sleep 600 & exit 0'),
    ];
    for (let round = 0; round < 10; round += 1) {
      const calls = kinds.flatMap((kind) => [kind, kind, kind]).map((kind) => fixture.call(kind));
      const late = kinds.slice(0, 5).map(() => fixture.call(sh('sleep 600'), { timeoutMs: 20 }));
      await Promise.all([...calls, ...late]);
    }
    await fixture.nothingLeft();
    expect(open()).toBe(before);
  });

  it('of the node are not there for commands', async () => {
    // Whoever started this very process may have handed it some on purpose; those are not ours.
    const { response } = await fixture.call(sh('ls', { args: ['-l', '/proc/self/fd'] }));
    const targets = [...response!.matchAll(/ (\d+) -> (\S+)/g)].map(([, number, target]) => `${number} ${target}`);
    const own = targets.filter((text) => /^\d{1,2} /.test(text) && !text.includes('/proc/'));
    expect(own.map((text) => text.split(' ')[0])).toEqual(['0', '1', '2']);
  });
});

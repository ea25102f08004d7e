/** What the end of a command means, and what happens where it cannot even begin. */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '@crony/shared/runtime/clock';
import { createShellCallbackRunner } from '../../node/src/callback/shell/shell-callback-runner.js';
import { requestFor } from './request-for.js';
import { sh, ShellFixture } from './shell-fixture.js';

let fixture: ShellFixture;
beforeAll(() => {
  fixture = new ShellFixture();
});
afterAll(() => fixture.close());

describe('an exit code', () => {
  it.each([
    ['exit 0', undefined, 'succeeded', 0, null],
    ['exit 3', undefined, 'failed', 3, 'the command ended with exit code 3'],
    ['exit 3', [0, 3], 'succeeded', 3, null],
    ['exit 0', [3], 'failed', 0, 'the command ended with exit code 0'],
    ['kill -KILL $$', [0, 137], 'failed', null, 'the command was ended by SIGKILL'],
    ['sh -c "kill -SEGV \\$\\$"; exit $?', undefined, 'failed', 139, /exit code 139 .*SIGSEGV/],
    ['no-such-command-anywhere', undefined, 'failed', 127, /exit code 127 .*not found/],
  ])('%s, with %j as success, has %s', async (command, successExitCodes, outcome, statusCode, message) => {
    const result = await fixture.call(sh(command, successExitCodes ? { successExitCodes } : {}));
    const errorCode = outcome === 'failed' ? 'exit_code' : null;
    expect(result).toMatchObject({ outcome, statusCode, errorCode, retryable: outcome === 'failed' });
    if (message instanceof RegExp) expect(result.errorMessage).toMatch(message);
    else expect(result.errorMessage).toBe(message);
  });
});

describe('what cannot be started', () => {
  const cannot = async (callback: ReturnType<typeof sh>, message: RegExp, change = {}): Promise<void> => {
    const result = await fixture.call(callback, change);
    expect(result).toMatchObject({ outcome: 'failed', errorCode: 'invalid_request', retryable: false });
    expect(result).toMatchObject({ statusCode: null, response: null, responseBytes: null });
    expect(result.errorMessage).toMatch(message);
  };

  it('is a program that is not there', () =>
    cannot(sh('no-such-program', { args: ['x'] }), /"no-such-program" was not found/));
  it('is a program that nobody may run', async () => {
    writeFileSync(fixture.path('plain'), 'text', { mode: 0o644 });
    await cannot(sh(fixture.path('plain'), { args: [] }), /may not run .*EACCES/);
  });
  it('is a folder', () => cannot(sh(fixture.directory, { args: [] }), /may not run/));
  it('is anything in a directory that is not there', () =>
    cannot(sh('true', { cwd: '/no/such/place' }), /there is no directory "\/no\/such\/place"/));
  it('is anything in a file', () => cannot(sh('true', { cwd: '/etc/passwd' }), /cannot be started \(ENOTDIR\)/));
  it('is what is too long for the system', () => cannot(sh('true', { env: { LONG: 'x'.repeat(200_000) } }), /E2BIG/));
  it('is what holds NUL where the system allows none', () => cannot(sh('true', { env: { A: 'a\0b' } }), /NUL/));

  it('keeps secrets out of the message', async () => {
    const secretEnvironment = { TOKEN: `hush-${'x'.repeat(200_000)}` };
    const result = await fixture.call(sh('true'), { secretEnvironment });
    expect(JSON.stringify(result)).not.toContain('hush');
  });

  it('is nothing at all on a node where shell callbacks are off', async () => {
    const off = new ShellFixture({ enabled: false });
    off.runner.prepare(sh('true', { setup: { command: `touch ${off.path('setup')}` } }));
    const result = await off.call(sh(`touch ${off.path('ran')}`));
    expect(result).toMatchObject({ outcome: 'failed', errorCode: 'shell_off', retryable: false });
    expect(() => statSync(off.path('ran'))).toThrow();
    expect(() => statSync(off.path('setup'))).toThrow();
    expect(() => statSync(off.dataDirectory)).toThrow();
    await off.close();
  });

  it('is refused on Windows, unless it is off', () => {
    const options = { clock: systemClock, dataDirectory: fixture.dataDirectory, platform: 'win32' } as const;
    expect(() => createShellCallbackRunner({ ...options, enabled: true })).toThrow(/Windows.*CRONY_NODE_SHELL/);
    expect(() => createShellCallbackRunner({ ...options, enabled: false })).not.toThrow();
  });
});

describe('a program with arguments', () => {
  it('gets them as they are, without a shell', async () => {
    const { response } = await fixture.call(sh('printf', { args: ['[%s]', '$HOME', 'a b', '`id`', ';'] }));
    expect(response).toBe('[$HOME][a b][`id`][;]');
  });
});

describe('the directory', () => {
  it('is one of the node’s own, for its user alone, made when it is needed', async () => {
    const { response } = await fixture.call(sh('pwd'));
    const own = `${fixture.dataDirectory}/shell`;
    expect(response).toBe(`${own}\n`);
    expect(statSync(own).mode & 0o777).toBe(0o700);
    await fixture.call(sh(`rmdir ${own}`));
    expect((await fixture.call(sh('pwd'))).response).toBe(`${own}\n`);
  });

  it('is the one that the job names', async () => {
    mkdirSync(fixture.path('here'));
    expect((await fixture.call(sh('pwd', { cwd: fixture.path('here') }))).response).toBe(`${fixture.path('here')}\n`);
  });

  it('is the node’s trouble where it cannot be made', async () => {
    const file = fixture.path('a-file');
    writeFileSync(file, '');
    const runner = createShellCallbackRunner({ clock: systemClock, enabled: true, dataDirectory: file });
    const result = await runner.call(requestFor(sh('true')), new AbortController().signal);
    expect(result).toMatchObject({ errorCode: 'internal', retryable: true });
    await runner.close();
  });
});

describe('input', () => {
  it('is what the job gives, to the last byte', async () => {
    const stdin = 'grüße\n'.repeat(40_000);
    const { response } = await fixture.call(sh('wc -c', { stdin }));
    expect(response!.trim()).toBe(String(Buffer.byteLength(stdin)));
  });

  it('is nothing otherwise, and ends at once', async () => {
    expect((await fixture.call(sh('cat; echo end'))).response).toBe('end\n');
    expect((await fixture.call(sh('cat; echo end', { stdin: '' }))).response).toBe('end\n');
  });

  it('need not be read', async () => {
    const result = await fixture.call(sh('exec <&-; sleep 0.1; echo fine', { stdin: 'x'.repeat(1_000_000) }));
    expect(result).toMatchObject({ outcome: 'succeeded', response: 'fine\n' });
  });
});

import { createServer, type AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '@crony/shared/runtime/clock';
import { createLogger, silentLogger } from '@crony/shared/runtime/logger';
import {
  StartupError,
  addressOf,
  explainListenFailure,
  messageOf,
  preferPort,
  settlePort,
  waitForServer,
} from './startup.js';

/** A clock whose sleeps take no time, and which a test can watch. */
function quickClock(onSleep: () => void = () => {}) {
  let monotonicMs = 0;
  const clock: Clock = {
    ...systemClock,
    monotonic: () => monotonicMs,
    async sleep(delayMs) {
      monotonicMs += delayMs;
      onSleep();
    },
  };
  return { clock, elapsedMs: () => monotonicMs };
}

describe('waitForServer', () => {
  const stopping = new AbortController().signal;

  it('tries until the server answers, and says every few seconds what it waits for', async () => {
    const { clock, elapsedMs } = quickClock();
    const logger = createLogger('silent');
    const warnings: string[] = [];
    const told: string[] = [];
    logger.warn = (_: unknown, message?: string) => void warnings.push(message ?? '');
    logger.info = (message: unknown) => void told.push(String(message));
    let tries = 0;
    const probe = (): Promise<void> => ((tries += 1) < 13 ? Promise.reject(new Error('refused')) : Promise.resolve());
    await waitForServer({ what: 'the database', probe, stopping, clock, logger });
    expect({ tries, elapsedMs: elapsedMs() }).toEqual({ tries: 13, elapsedMs: 12_000 });
    expect(warnings).toEqual(Array(3).fill('waiting for the database'));
    expect(told).toEqual(['the database answers']);
  });

  it('gives up at once where waiting cannot help', async () => {
    const { clock, elapsedMs } = quickClock();
    const waiting = waitForServer({
      what: 'the database',
      probe: () => Promise.reject(new Error('access denied')),
      hopeless: (error) => (messageOf(error) === 'access denied' ? 'the password is wrong' : null),
      stopping,
      clock,
      logger: silentLogger,
    });
    await expect(waiting).rejects.toThrow(new StartupError('the password is wrong'));
    expect(elapsedMs()).toBe(0);
  });

  it('ends when the process is told to stop', async () => {
    const stop = new AbortController();
    const { clock } = quickClock(() => stop.abort());
    const probe = (): Promise<void> => Promise.reject(new Error('refused'));
    const waiting = waitForServer({ what: 'etcd', probe, stopping: stop.signal, clock, logger: silentLogger });
    await expect(waiting).rejects.toThrow('stopped while waiting for etcd');
  });
});

describe('ports', () => {
  it('0 becomes a free one', async () => {
    const port = await settlePort(0, '127.0.0.1');
    expect(port).toBeGreaterThan(0);
    expect(await settlePort(port, '127.0.0.1')).toBe(port);
  });

  it('one that is taken is refused, or gives way to a free one', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(settlePort(port, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(await preferPort(port, '127.0.0.1')).not.toBe(port);
    await new Promise((resolve) => server.close(resolve));
    expect(await preferPort(port, '127.0.0.1')).toBe(port);
  });
});

it.each([
  ['127.0.0.1', 'http://127.0.0.1:80'],
  ['::1', 'http://[::1]:80'],
  ['crony.internal', 'http://crony.internal:80'],
  ['0.0.0.0', `http://${hostname()}:80`],
  ['::', `http://${hostname()}:80`],
])('who listens on %s is reached at %s', (host, address) => expect(addressOf(host, 80)).toBe(address));

it.each([
  [{ code: 'EADDRINUSE', address: '127.0.0.1', port: 80 }, '127.0.0.1:80 is in use by another program'],
  [{ code: 'EACCES', address: '127.0.0.1', port: 80 }, 'this user may not listen on 127.0.0.1:80'],
  [{ code: 'EADDRNOTAVAIL', address: '10.9.9.9', port: 80 }, '10.9.9.9 is not an address of this machine'],
  [{ code: 'ENOTFOUND', hostname: 'nowhere' }, 'nowhere is not a name this machine knows'],
])('%j is told in a sentence that names the settings', (details, sentence) => {
  const told = explainListenFailure(Object.assign(new Error('listen'), details), 'CRONY_PORT');
  expect(told).toContain(sentence);
  expect(told).toContain('(CRONY_PORT)');
});

it('a failure of another kind keeps its stack', () => {
  expect(explainListenFailure(new Error('a defect'), 'CRONY_PORT')).toBeNull();
  expect(explainListenFailure('no error at all', 'CRONY_PORT')).toBeNull();
});

import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { systemClock, type Clock } from './clock.js';
import { silentLogger } from './logger.js';
import { runProcess, type Lifecycle, type LifecycleOptions } from './process-lifecycle.js';
import type { Service } from './service.js';

class FakeProcess extends EventEmitter {
  readonly exits: number[] = [];
  exit(code: number): void {
    this.exits.push(code);
  }
}

function setUp(service: Partial<Service> = {}, over: Partial<LifecycleOptions> = {}) {
  const fake = new FakeProcess();
  const events: string[] = [];
  const composed: { lifecycle?: Lifecycle } = {};
  const whole: Service = {
    async start() {
      await service.start?.();
      events.push('started');
    },
    async stop() {
      events.push('stopping');
      await service.stop?.();
      events.push('stopped');
    },
  };
  let monotonicMs = 0;
  const clock: Clock = { ...systemClock, monotonic: () => monotonicMs };
  const code = runProcess(
    async (lifecycle) => {
      composed.lifecycle = lifecycle;
      return whole;
    },
    { clock, logger: silentLogger, stopWithinMs: 5_000, process: fake, ...over },
  );
  return {
    fake,
    events,
    running: () => vi.waitFor(() => expect(events).toContain('started')),
    composed,
    code,
    pass: (ms: number) => (monotonicMs += ms),
  };
}

describe('runProcess', () => {
  it.each(['SIGTERM', 'SIGINT'])('stops cleanly at %s, and its repetition changes nothing', async (signal) => {
    const { fake, events, running, code } = setUp();
    await running();
    fake.emit(signal);
    expect(await code).toBe(0);
    expect(events).toEqual(['started', 'stopping', 'stopped']);
    expect(fake.emit(signal)).toBe(true);
    expect(fake.exits).toEqual([]);
  });

  it('takes the same signal from group and npm as one, and a later one as the wish to end at once', async () => {
    let finish = (): void => {};
    const held = new Promise<void>((resolve) => (finish = resolve));
    const { fake, running, code, pass } = setUp({ stop: () => held });
    await running();
    fake.emit('SIGTERM');
    pass(100);
    fake.emit('SIGTERM');
    expect(fake.exits).toEqual([]);
    pass(400);
    fake.emit('SIGINT');
    expect(fake.exits).toEqual([130]);
    finish();
    await code;
  });

  it('gives a stop up that takes too long', async () => {
    const { fake, running, code } = setUp({ stop: () => new Promise(() => {}) }, { stopWithinMs: 20 });
    await running();
    fake.emit('SIGTERM');
    expect(await code).toBe(1);
  });

  it('a signal during a start that hangs stops what has begun', async () => {
    const { fake, events, composed, code } = setUp({ start: () => new Promise(() => {}) });
    await vi.waitFor(() => expect(composed.lifecycle).toBeDefined());
    fake.emit('SIGTERM');
    expect(await code).toBe(0);
    expect(events).toEqual(['stopping', 'stopped']);
  });

  it('a signal while it still waits for its servers ends it with nothing to tell', async () => {
    const fake = new FakeProcess();
    const options = { clock: systemClock, logger: silentLogger, stopWithinMs: 5_000, process: fake };
    const code = runProcess(
      ({ stopping }) =>
        new Promise((_, reject) => stopping.addEventListener('abort', () => reject(new Error('gave up')))),
      options,
    );
    fake.emit('SIGINT');
    expect(await code).toBe(0);
  });

  it('throws what went wrong at the start, after stopping what had begun', async () => {
    const { events, code } = setUp({ start: () => Promise.reject(new Error('the port is taken')) });
    await expect(code).rejects.toThrow('the port is taken');
    expect(events).toEqual(['stopping', 'stopped']);
  });

  it('stops cleanly with exit code 1 when a part says that it cannot go on', async () => {
    const { events, running, composed, code } = setUp();
    await running();
    composed.lifecycle!.fail(new Error('another process has this node id'));
    expect(await code).toBe(1);
    expect(events).toEqual(['started', 'stopping', 'stopped']);
  });

  it('stops cleanly when a part says that the work is done', async () => {
    const { events, running, composed, code } = setUp();
    await running();
    composed.lifecycle!.finish();
    expect(await code).toBe(0);
    expect(events).toEqual(['started', 'stopping', 'stopped']);
  });

  it.each(['uncaughtException', 'unhandledRejection'])('ends at once at an %s', async (event) => {
    const { fake, running, code } = setUp();
    await running();
    fake.emit(event, new Error('nobody caught this'));
    expect(fake.exits).toEqual([1]);
    fake.emit('SIGTERM');
    await code;
  });
});

import { describe, expect, it } from 'vitest';
import { serviceGroup, type Service } from './service.js';

/** Services that write down what happens to them, and what each does besides. */
function recorded(behaviour: Record<string, Partial<Service>>) {
  const events: string[] = [];
  const services = Object.entries(behaviour).map(([name, { start, stop }]): Service => ({
    async start() {
      events.push(`start ${name}`);
      await start?.();
    },
    async stop() {
      events.push(`stop ${name}`);
      await stop?.();
    },
  }));
  return { events, group: serviceGroup(services) };
}

describe('serviceGroup', () => {
  it('starts in order and stops in reverse, each once however often it is asked', async () => {
    const { events, group } = recorded({ a: {}, b: {} });
    await Promise.all([group.start(), group.start()]);
    await Promise.all([group.stop(), group.stop()]);
    await group.start();
    expect(events).toEqual(['start a', 'start b', 'stop b', 'stop a']);
  });

  it('a failed start stops what had started and is thrown', async () => {
    const { events, group } = recorded({ a: {}, b: { start: () => Promise.reject(new Error('no')) }, c: {} });
    await expect(group.start()).rejects.toThrow('no');
    expect(events).toEqual(['start a', 'start b', 'stop b', 'stop a']);
  });

  it('a stop before the start starts nothing', async () => {
    const { events, group } = recorded({ a: {} });
    await group.stop();
    await group.start();
    expect(events).toEqual([]);
  });

  it('a stop during the start starts nothing more', async () => {
    let begun = (): void => {};
    const { events, group } = recorded({
      a: { start: () => new Promise<void>((resolve) => (begun = resolve)) },
      b: {},
    });
    const starting = group.start();
    const stopping = group.stop();
    begun();
    await Promise.all([starting, stopping]);
    expect(events).toEqual(['start a', 'stop a']);
  });

  it('a second caller of stop waits as long as the first', async () => {
    let end = (): void => {};
    const { group } = recorded({ a: { stop: () => new Promise<void>((resolve) => (end = resolve)) } });
    await group.start();
    void group.stop();
    let stopped = false;
    const second = group.stop().then(() => (stopped = true));
    await Promise.resolve();
    expect(stopped).toBe(false);
    end();
    await second;
  });

  it('one that fails to stop keeps none of the others from it', async () => {
    const { events, group } = recorded({ a: {}, b: { stop: () => Promise.reject(new Error('stuck')) } });
    await group.start();
    await expect(group.stop()).rejects.toMatchObject({ errors: [new Error('stuck')] });
    expect(events).toEqual(['start a', 'start b', 'stop b', 'stop a']);
  });
});

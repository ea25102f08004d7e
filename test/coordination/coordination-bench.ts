import type { Coordination } from '@crony/shared/coordination/coordination';
import { createEtcdCoordination } from '@crony/shared/coordination/etcd/etcd-coordination';
import { createMemoryCoordination } from '@crony/shared/coordination/memory/memory-coordination';
import { MemoryCoordinationServer } from '@crony/shared/coordination/memory/memory-server';
import { systemClock, type Clock } from '@crony/shared/runtime/clock';
import { silentLogger } from '@crony/shared/runtime/logger';
import { EtcdServer } from '../kit/etcd.js';
import { FakeClock } from '../kit/fake-clock.js';
import { TcpProxy } from '../kit/tcp-proxy.js';

/** One client with a way of its own to the store. */
export interface BenchClient {
  coordination: Coordination;
  /** Breaks its connections and lets none stand until `heal`. */
  cut(): Promise<void>;
  /** Breaks its connections once; new ones stand at once. */
  interrupt(): Promise<void>;
  /** Nothing is answered, though the connection stands. */
  stall(): void;
  heal(): Promise<void>;
}

/** A store to be tested, whichever it is. */
export interface CoordinationBench {
  clock: Clock;
  client(): Promise<BenchClient>;
  compact(): Promise<void>;
  /** The store loses all it has and begins a new history. */
  wipe(): Promise<void>;
  /** Lets time pass until the condition holds, and fails when it does not within the limit. */
  until(what: string, limitMs: number, condition: () => boolean | Promise<boolean>): Promise<void>;
  /** Lets time pass until the promise settles. */
  settled<T>(limitMs: number, promise: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export function memoryBench(): CoordinationBench & { server: MemoryCoordinationServer; clock: FakeClock } {
  const clock = new FakeClock();
  const server = new MemoryCoordinationServer({ clock });
  const open: Coordination[] = [];
  const until: CoordinationBench['until'] = async (what, limitMs, condition) => {
    const end = clock.monotonic() + limitMs;
    await clock.settle();
    while (!(await condition())) {
      if (clock.monotonic() > end) throw new Error(`waited ${limitMs} ms in vain: ${what}`);
      await clock.advance(20);
    }
  };
  return {
    clock,
    server,
    async client() {
      const coordination = createMemoryCoordination({ clock, server });
      open.push(coordination);
      const { link } = coordination;
      return {
        coordination,
        cut: async () => link.setState('cut'),
        interrupt: async () => {
          link.setState('cut');
          link.heal();
        },
        stall: () => link.setState('stalled'),
        heal: async () => link.heal(),
      };
    },
    compact: async () => server.compact(),
    wipe: async () => server.restore(),
    until,
    async settled(limitMs, promise) {
      let done = false;
      void promise.then(
        () => (done = true),
        () => (done = true),
      );
      await until('a promise to settle', limitMs, () => done);
      return promise;
    },
    async close() {
      for (const coordination of open) await coordination.close();
      server.close();
    },
  };
}

let prefixes = 0;

export async function etcdBench(): Promise<CoordinationBench & { server: EtcdServer }> {
  const server = await EtcdServer.start();
  return { ...etcdBenchOn(server), server };
}

/** A fresh prefix on a running server; closes its clients, not the server. */
export function etcdBenchOn(server: EtcdServer): CoordinationBench {
  const clock = systemClock;
  const open: { coordination: Coordination; proxy: TcpProxy }[] = [];
  prefixes += 1;
  const prefix = `/bench-${prefixes}`;
  return {
    clock,
    async client() {
      const proxy = await TcpProxy.start({ targetPort: server.port });
      const endpoints = [`http://${proxy.host}:${proxy.port}`];
      const coordination = createEtcdCoordination({ endpoints, prefix, clock, logger: silentLogger });
      open.push({ coordination, proxy });
      return {
        coordination,
        cut: () => proxy.refuse(),
        interrupt: async () => proxy.cut(),
        stall: () => proxy.stall('to-client'),
        heal: () => proxy.heal(),
      };
    },
    compact: () => server.compact(),
    wipe: () => server.restart({ empty: true }),
    async until(what, limitMs, condition) {
      const end = clock.monotonic() + limitMs;
      while (!(await condition())) {
        if (clock.monotonic() > end) throw new Error(`waited ${limitMs} ms in vain: ${what}`);
        await clock.sleep(10);
      }
    },
    settled: (_, promise) => promise,
    async close() {
      for (const { coordination, proxy } of open) {
        await coordination.close();
        await proxy.close();
      }
    },
  };
}

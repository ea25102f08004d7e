/** Time that stands until it is told to go on, as all processes of a simulation share it, and as each of them sees it. */
import { nextTick } from 'node:process';
import type { Clock, TimerHandle } from '@crony/shared/runtime/clock';

interface SimTimer {
  due: number;
  order: number;
  callback: (() => void) | null;
}

/** 2026-01-01T00:00Z. */
const START_MS = 1_767_225_600_000;

export class SimClock implements Clock {
  #monotonic = 0;
  #order = 0;
  readonly #heap: SimTimer[] = [];

  now(): number {
    return START_MS + this.#monotonic;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  setTimeout(callback: () => void, delayMs: number): TimerHandle {
    const timer: SimTimer = {
      due: this.#monotonic + Math.max(Math.ceil(delayMs), 1),
      order: (this.#order += 1),
      callback,
    };
    this.#push(timer);
    return { cancel: () => (timer.callback = null) };
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, delayMs, signal);
  }

  /** Time goes on; due timers run in order, each after everything that the one before set in motion. */
  async advance(ms: number): Promise<void> {
    const target = this.#monotonic + ms;
    await settle();
    for (;;) {
      const next = this.#heap[0];
      if (!next || next.due > target) break;
      this.#pop();
      if (!next.callback) continue;
      this.#monotonic = Math.max(this.#monotonic, next.due);
      next.callback();
      await settle();
    }
    this.#monotonic = target;
  }

  /** Whatever still waits will never come, and time begins anew: the end of a story. */
  reset(): void {
    this.#heap.length = 0;
    this.#monotonic = 0;
    this.#order = 0;
  }

  #push(timer: SimTimer): void {
    const heap = this.#heap;
    let i = heap.push(timer) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(timer, heap[parent]!)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = timer;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1;
      if (!before(heap[child]!, last)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
  }
}

function before(a: SimTimer, b: SimTimer): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order);
}

/**
 * Promises that wait for no timer run to their end: everything in a simulation happens in microtasks, and a tick comes
 * when none of them is left. (An immediate would do the same, by way of the poll for I/O, at a fourth of the whole cost.)
 */
export function settle(): Promise<void> {
  return new Promise((resolve) => nextTick(resolve));
}

/** One process's view: its calendar may be wrong, it may stand still, and it may be dead. */
export class ProcessClock implements Clock {
  readonly #base: SimClock;
  #offsetMs = 0;
  #state: 'runs' | 'stands' | 'dead' = 'runs';
  /** What became due while the process stood. */
  #missed: (() => void)[] = [];
  #resumed: (() => void)[] = [];

  constructor(base: SimClock) {
    this.#base = base;
  }

  now(): number {
    return this.#base.now() + this.#offsetMs;
  }

  monotonic(): number {
    return this.#base.monotonic();
  }

  setTimeout(callback: () => void, delayMs: number): TimerHandle {
    let cancelled = false;
    const inner = this.#base.setTimeout(() => this.#run(() => void (cancelled || callback())), delayMs);
    return {
      cancel: () => {
        cancelled = true;
        inner.cancel();
      },
    };
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, delayMs, signal);
  }

  get isDead(): boolean {
    return this.#state === 'dead';
  }

  /** How far its calendar is from the true one. */
  setWallOffset(ms: number): void {
    this.#offsetMs = ms;
  }

  /** SIGSTOP: time passes, and nothing happens. */
  stand(): void {
    if (this.#state === 'runs') this.#state = 'stands';
  }

  /** SIGCONT: everything that was due happens now, in order. */
  async resume(): Promise<void> {
    if (this.#state !== 'stands') return;
    this.#state = 'runs';
    for (const resolve of this.#resumed.splice(0)) resolve();
    for (let next = this.#missed.shift(); next && this.#state === 'runs'; next = this.#missed.shift()) {
      next();
      await settle();
    }
  }

  /** kill -9: whatever the process waits for never comes. */
  die(): void {
    this.#state = 'dead';
    this.#missed = [];
    this.#resumed = [];
  }

  /** Resolves when the process can take something in; never, when it is dead. */
  awake(): Promise<void> {
    if (this.#state === 'runs') return Promise.resolve();
    return new Promise((resolve) => {
      if (this.#state === 'stands') this.#resumed.push(resolve);
    });
  }

  #run(callback: () => void): void {
    if (this.#state === 'runs') callback();
    else if (this.#state === 'stands') this.#missed.push(callback);
  }
}

function sleepOn(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = (): void => {
      timer.cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = clock.setTimeout(done, delayMs);
    signal?.addEventListener('abort', done);
  });
}

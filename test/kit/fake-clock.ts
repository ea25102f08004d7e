import { setImmediate } from 'node:timers';
import type { Clock, TimerHandle } from '@crony/shared/runtime/clock';

interface FakeTimer {
  due: number;
  order: number;
  callback: () => void;
}

/** 2026-01-01T00:00Z: a start that looks like a date in failures. */
const DEFAULT_START_MS = 1_767_225_600_000;
/** Chains of promises without a timer between them are followed this far. */
const SETTLE_ROUNDS = 3;

/** A clock that stands until it is told to go on. */
export class FakeClock implements Clock {
  #monotonic = 0;
  #wallOffset: number;
  readonly #timers = new Set<FakeTimer>();
  #created = 0;

  constructor(options: { startMs?: number } = {}) {
    this.#wallOffset = options.startMs ?? DEFAULT_START_MS;
  }

  now(): number {
    return this.#wallOffset + this.#monotonic;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  setTimeout(callback: () => void, delayMs: number): TimerHandle {
    this.#created += 1;
    const timer: FakeTimer = { due: this.#monotonic + Math.max(delayMs, 1), order: this.#created, callback };
    this.#timers.add(timer);
    return {
      cancel: () => {
        this.#timers.delete(timer);
      },
    };
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const done = (): void => {
        timer.cancel();
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = this.setTimeout(done, delayMs);
      signal?.addEventListener('abort', done);
    });
  }

  /** How many timers wait; a stopped service leaves none. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  /** Both times go on; due timers run in order, each after the promises of the one before have settled. */
  async advance(ms: number): Promise<void> {
    const target = this.#monotonic + ms;
    await this.settle();
    for (let next = this.#next(target); next !== null; next = this.#next(target)) {
      this.#monotonic = Math.max(this.#monotonic, next.due);
      this.#timers.delete(next);
      next.callback();
      await this.settle();
    }
    this.#monotonic = target;
    await this.settle();
  }

  /** Advances in small steps until the condition holds; throws when it does not within `limitMs`. */
  async advanceUntil(condition: () => boolean, limitMs: number, stepMs = 10): Promise<void> {
    const until = this.#monotonic + limitMs;
    await this.settle();
    while (!condition()) {
      if (this.#monotonic >= until) throw new Error(`the condition did not hold within ${limitMs} ms`);
      await this.advance(Math.min(stepMs, until - this.#monotonic));
    }
  }

  /** The process stands still, as under SIGSTOP: time passes, and timers that became due run late, with `advance`. */
  stall(ms: number): void {
    this.#monotonic += ms;
  }

  /** Only the calendar moves, in either direction: a set clock, or a suspended machine. */
  stepWall(ms: number): void {
    this.#wallOffset += ms;
  }

  /** Lets everything run that waits for no timer. */
  async settle(): Promise<void> {
    for (let round = 0; round < SETTLE_ROUNDS; round += 1) await new Promise<void>((resolve) => setImmediate(resolve));
  }

  #next(target: number): FakeTimer | null {
    let next: FakeTimer | null = null;
    for (const timer of this.#timers) {
      if (timer.due > target) continue;
      if (next === null || timer.due < next.due || (timer.due === next.due && timer.order < next.order)) next = timer;
    }
    return next;
  }
}

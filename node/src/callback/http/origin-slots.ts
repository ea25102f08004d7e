/**
 * How many requests may be inside the HTTP client at once, for each origin, and who waits.
 *
 * Most services answer in milliseconds, and a few kept connections carry a burst better than many new ones. A service
 * that holds its callers for seconds must not make the others late, though: who has waited a moment for a kept
 * connection goes out on an extra one, up to a second limit, unless the kept ones come back so fast that it is this node
 * and not the service that has too much to do. Extra connections are kept open for a while too: opened
 * for one request each they would cost a node that is short of CPU so much more of it that it never recovered. Beyond
 * the limit one waits for a free place, in order, until its deadline. Waiting happens here and not in the client, whose queue cannot be left: a request that has timed out
 * would stay in it and be sent in the end.
 *
 * A place is given back when the client is done with the request, which may be later than the attempt's own end (a
 * connection that never comes about is given up after the client's connect timeout).
 */
import type { Clock, TimerHandle } from '@crony/shared/runtime/clock';

/** `kept`: on a connection of the small pool. `extra`: on one of the larger pool beside it. */
export type Lane = 'kept' | 'extra';

/** While each kept connection serves so many within the patience, more of them would only cost more. */
const BRISK_TURNS = 2;
/** A look that is so late says that this process stood still: answers lie unread, and nothing could be given back. */
const LATE_MS = 10;

export interface SlotLimits {
  kept: number;
  extra: number;
  /** So long one waits for a kept connection before an extra one is used. */
  patienceMs: number;
}

export interface Waiter {
  /** Its turn has come. Must give the place back with `release`. */
  admitted(lane: Lane): void;
}

interface Origin {
  inUse: Record<Lane, number>;
  /** In order of arrival, with the monotonic instant until which each waits for a kept connection. */
  waiting: Map<Waiter, number>;
  patience: TimerHandle | null;
  /** Kept places that were given back since that moment (monotonic), which is the last look at them. */
  turns: number;
  turnsSinceMs: number;
  /** So many of them, at the last look, that nobody needs an extra place. */
  isBrisk: boolean;
  /** The last look came so late that it said nothing. */
  wasLate: boolean;
}

export class OriginSlots {
  readonly #origins = new Map<string, Origin>();

  constructor(
    readonly limits: SlotLimits,
    readonly clock: Clock,
  ) {}

  /** Calls `admitted` at once or later, unless the waiter leaves before. */
  enter(name: string, waiter: Waiter): void {
    const origin = this.#origin(name);
    if (origin.inUse.kept < this.limits.kept && origin.waiting.size === 0) {
      origin.inUse.kept += 1;
      waiter.admitted('kept');
      return;
    }
    const now = this.clock.monotonic();
    if (origin.waiting.size === 0) Object.assign(origin, unwatched(now));
    origin.waiting.set(waiter, now + this.limits.patienceMs);
    this.#watchPatience(name, origin);
  }

  /** No more interested. Without effect after its turn has come. */
  leave(name: string, waiter: Waiter): void {
    const origin = this.#origins.get(name);
    if (origin?.waiting.delete(waiter) === true) this.#forgetIfIdle(name, origin);
  }

  release(name: string, lane: Lane): void {
    const origin = this.#origins.get(name);
    if (origin === undefined || origin.inUse[lane] === 0) throw new Error(`${name}: no ${lane} place is held`);
    origin.inUse[lane] -= 1;
    if (lane === 'kept') origin.turns += 1;
    // An extra place serves only those whose patience is over, in the same order.
    const next = lane === 'kept' ? first(origin.waiting) : this.#firstOverdue(origin);
    if (next !== undefined) this.#admit(origin, next, lane);
    this.#forgetIfIdle(name, origin);
  }

  /** Requests inside the client and waiting, over all origins. For metrics and tests. */
  counts(): { inUse: number; waiting: number; origins: number } {
    let inUse = 0;
    let waiting = 0;
    for (const origin of this.#origins.values()) {
      inUse += origin.inUse.kept + origin.inUse.extra;
      waiting += origin.waiting.size;
    }
    return { inUse, waiting, origins: this.#origins.size };
  }

  #origin(name: string): Origin {
    let origin = this.#origins.get(name);
    if (origin === undefined) {
      origin = { inUse: { kept: 0, extra: 0 }, waiting: new Map(), patience: null, ...unwatched(0) };
      this.#origins.set(name, origin);
    }
    return origin;
  }

  #admit(origin: Origin, waiter: Waiter, lane: Lane): void {
    origin.waiting.delete(waiter);
    origin.inUse[lane] += 1;
    waiter.admitted(lane);
  }

  #firstOverdue(origin: Origin): Waiter | undefined {
    if (origin.isBrisk) return undefined;
    const [head] = origin.waiting;
    return head !== undefined && head[1] <= this.clock.monotonic() ? head[0] : undefined;
  }

  #watchPatience(name: string, origin: Origin): void {
    // With all extra places taken, the release of one wakes the head; no timer could do more.
    if (origin.patience !== null || origin.inUse.extra >= this.limits.extra) return;
    const [head] = origin.waiting;
    if (head === undefined) return;
    const { patienceMs } = this.limits;
    const now = this.clock.monotonic();
    const lookAtMs = origin.isBrisk || origin.wasLate ? origin.turnsSinceMs + patienceMs : head[1];
    const delayMs = Math.max(1, lookAtMs - now);
    origin.patience = this.clock.setTimeout(() => {
      origin.patience = null;
      this.#look(origin, now + delayMs);
      while (!origin.wasLate && origin.inUse.extra < this.limits.extra) {
        const overdue = this.#firstOverdue(origin);
        if (overdue === undefined) break;
        this.#admit(origin, overdue, 'extra');
      }
      this.#watchPatience(name, origin);
    }, delayMs);
  }

  /** Whether the service is slow, or this process. Looks that follow each other closely have one answer. */
  #look(origin: Origin, plannedMs: number): void {
    const { kept, patienceMs } = this.limits;
    const now = this.clock.monotonic();
    const sinceMs = now - origin.turnsSinceMs;
    if (sinceMs < patienceMs / 2) return;
    origin.isBrisk = origin.turns * patienceMs >= BRISK_TURNS * kept * sinceMs;
    // Once: where every look is late the second one has to do.
    origin.wasLate = !origin.isBrisk && !origin.wasLate && now - plannedMs > LATE_MS;
    origin.turns = 0;
    origin.turnsSinceMs = now;
  }

  #forgetIfIdle(name: string, origin: Origin): void {
    if (origin.waiting.size > 0) {
      this.#watchPatience(name, origin);
      return;
    }
    origin.patience?.cancel();
    origin.patience = null;
    const idle = origin.inUse.kept === 0 && origin.inUse.extra === 0;
    if (idle && this.#origins.get(name) === origin) this.#origins.delete(name);
  }
}

const unwatched = (nowMs: number) => ({ turns: 0, turnsSinceMs: nowMs, isBrisk: false, wasLate: false });

function first(waiting: Map<Waiter, number>): Waiter | undefined {
  const { value } = waiting.keys().next();
  return value;
}

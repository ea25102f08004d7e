/**
 * How much of the node each target may have, so that one that is slow never makes the jobs of others late.
 *
 * A target may hold at most nine times as many places as are free: one alone gets nine tenths of the node, and however
 * many hang, some are left for the rest. (Switches share their buffers by such a dynamic threshold.) Beside that
 * count the limits that people set, and the circuit breaker.
 */
import type { Clock } from '@crony/shared/runtime/clock';
import type { TargetSettings, TargetState } from '@crony/shared/store/store';
import { CircuitBreaker, type AttemptEnd } from './circuit-breaker.js';

const TIMES_FREE = 9;
/** The last places are for targets that have next to none: those that came before have settled on what was free then. */
const SHARE_OF_LAST = 0.05;
const MOST_OF_LAST = 2;
/** A burst of this long may catch up at once with a limit per second. */
const BURST_S = 1;
/** Nothing calls this target: there is no circuit to break. */
const WITHOUT_BREAKER = new Set(['shell']);

interface Target {
  inFlight: number;
  breaker: CircuitBreaker;
  settings: Omit<TargetSettings, 'target'> | null;
  /** Of a limit per second. */
  tokens: number;
  filledAt: number;
}

export class TargetGate {
  readonly #clock: Clock;
  readonly #capacity: number;
  readonly #targets = new Map<string, Target>();
  #settings = new Map<string, TargetSettings>();

  constructor(clock: Clock, capacity: number) {
    this.#clock = clock;
    this.#capacity = capacity;
  }

  configure(settings: readonly TargetSettings[]): void {
    this.#settings = new Map(settings.map((one) => [one.target, one]));
    for (const [name, target] of this.#targets) target.settings = this.#settings.get(name) ?? null;
  }

  /** `inFlight`: places of the node that are taken. */
  mayStart(name: string, inFlight: number, whateverTheCircuit = false): boolean {
    const target = this.#targets.get(name);
    const settings = target?.settings ?? this.#settings.get(name) ?? null;
    const held = target?.inFlight ?? 0;
    const free = this.#capacity - inFlight;
    if (held >= TIMES_FREE * free && held > 0) return false;
    if (free <= this.#capacity * SHARE_OF_LAST && held >= MOST_OF_LAST) return false;
    if (settings?.maxInFlight != null && held >= settings.maxInFlight) return false;
    if (!target) return true;
    if (settings?.maxPerSecond != null && this.#tokensOf(target, settings.maxPerSecond) < 1) return false;
    return whateverTheCircuit || this.#hasNoBreaker(name, target) || target.breaker.mayStart();
  }

  started(name: string): void {
    const target = this.#target(name);
    target.inFlight += 1;
    target.breaker.started();
    if (target.settings?.maxPerSecond != null) {
      target.tokens = this.#tokensOf(target, target.settings.maxPerSecond) - 1;
    }
  }

  /** `end` null: nothing was learnt of the target. */
  ended(name: string, end: AttemptEnd | null): void {
    const target = this.#target(name);
    target.inFlight -= 1;
    if (end === null) target.breaker.abandoned();
    else target.breaker.ended(end);
    if (target.inFlight === 0 && target.settings === null && this.#isQuiet(target)) this.#targets.delete(name);
  }

  isOpen(name: string): boolean {
    const target = this.#targets.get(name);
    return target !== undefined && !this.#hasNoBreaker(name, target) && target.breaker.state !== 'closed';
  }

  /** In how many milliseconds time alone may let this target start one more; Infinity: only an end does. */
  opensInMs(name: string): number {
    const target = this.#targets.get(name);
    if (!target) return 0;
    const now = this.#clock.monotonic();
    const probeInMs = this.#hasNoBreaker(name, target) ? Infinity : target.breaker.probeAt - now;
    const perSecond = target.settings?.maxPerSecond ?? null;
    const tokens = perSecond === null ? 1 : this.#tokensOf(target, perSecond);
    const tokenInMs = perSecond === null || tokens >= 1 ? Infinity : ((1 - tokens) / perSecond) * 1_000;
    return Math.max(0, Math.min(probeInMs, tokenInMs));
  }

  /** For people: targets whose circuit is not closed, that have failures, or for which runs wait. */
  states(waiting: ReadonlyMap<string, number>, limit: number): TargetState[] {
    const found: TargetState[] = [];
    for (const [name, { inFlight, breaker }] of this.#targets) {
      const { attempts, failures } = breaker.recent();
      const circuit = breaker.state;
      const waits = waiting.get(name) ?? 0;
      if (circuit === 'closed' && failures === 0 && waits === 0) continue;
      found.push({ target: name, inFlight, waiting: waits, circuit, failures, attempts });
      if (found.length >= limit) break;
    }
    return found;
  }

  #target(name: string): Target {
    let target = this.#targets.get(name);
    if (!target) {
      const settings = this.#settings.get(name) ?? null;
      const tokens = Math.max(1, (settings?.maxPerSecond ?? 1) * BURST_S);
      const breaker = new CircuitBreaker(this.#clock);
      target = { inFlight: 0, breaker, settings, tokens, filledAt: this.#clock.monotonic() };
      this.#targets.set(name, target);
    }
    return target;
  }

  #hasNoBreaker(name: string, { settings }: Target): boolean {
    return settings?.breaker === false || WITHOUT_BREAKER.has(name);
  }

  #tokensOf(target: Target, perSecond: number): number {
    const now = this.#clock.monotonic();
    const filled = target.tokens + ((now - target.filledAt) / 1_000) * perSecond;
    target.tokens = Math.min(filled, Math.max(1, perSecond * BURST_S));
    target.filledAt = now;
    return target.tokens;
  }

  /** It may be forgotten: nothing that it remembers would decide anything. */
  #isQuiet({ breaker }: Target): boolean {
    return breaker.state === 'closed' && breaker.recent().failures === 0;
  }
}

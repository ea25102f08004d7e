import { MINUTE_MS } from '@crony/shared/domain/durations';
import type { Clock } from '@crony/shared/runtime/clock';

/** `auto`, `manual` (never), or moves a minute. */
export type RebalanceSetting = 'auto' | 'manual' | number;

/** `auto` restores balance within minutes however many jobs there are, and never floods a small cluster. */
const AUTO_MOVES_PER_MINUTE = 1_200;
const AUTO_SHARE_PER_MINUTE = 0.2;
/** Unused budget is kept for this long, so that a quiet hour does not end in a flood. */
const BURST_MS = 10_000;

/** How many moves for balance are allowed now. */
export class RebalanceBudget {
  readonly #setting: RebalanceSetting;
  readonly #clock: Clock;
  #available = 0;
  #countedAt: number;

  constructor(setting: RebalanceSetting, clock: Clock) {
    this.#setting = setting;
    this.#clock = clock;
    this.#countedAt = clock.monotonic() - BURST_MS;
  }

  available(jobs: number): number {
    const perMinute = this.perMinute(jobs);
    const now = this.#clock.monotonic();
    const earned = ((now - this.#countedAt) / MINUTE_MS) * perMinute;
    const most = Math.max(1, (BURST_MS / MINUTE_MS) * perMinute);
    this.#available = perMinute === 0 ? 0 : Math.min(most, this.#available + earned);
    this.#countedAt = now;
    return Math.floor(this.#available);
  }

  spend(moves: number): void {
    this.#available -= moves;
  }

  perMinute(jobs: number): number {
    if (this.#setting === 'manual') return 0;
    if (this.#setting === 'auto') return Math.max(AUTO_MOVES_PER_MINUTE, AUTO_SHARE_PER_MINUTE * jobs);
    return this.#setting;
  }
}

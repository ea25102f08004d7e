import { availableParallelism, loadavg } from 'node:os';
// eslint-disable-next-line no-restricted-imports -- it measures this very process, which no other clock can drive
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ProcessFigures } from '../domain/process-figures.js';
import type { Clock } from './clock.js';

/** The monitor measures how late a timer of this interval is. */
const RESOLUTION_MS = 20;
const NS_PER_MS = 1e6;
const US_PER_MS = 1_000;

/** How this process gets on. Figures over time are those since the reading before. */
export class ProcessWatch {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #cpu = process.cpuUsage();
  readonly #clock: Pick<Clock, 'monotonic'>;
  #at: number;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
    this.#at = clock.monotonic();
    this.#delay.enable();
  }

  read(): ProcessFigures {
    const at = this.#clock.monotonic();
    const { user, system } = process.cpuUsage(this.#cpu);
    const elapsedMs = Math.max(1, at - this.#at);
    const { rss, heapUsed } = process.memoryUsage();
    const figures: ProcessFigures = {
      cpuCores: round((user + system) / US_PER_MS / elapsedMs, 3),
      memoryBytes: rss,
      heapBytes: heapUsed,
      eventLoopDelayP99Ms: this.#ownDelay(this.#delay.percentile(99)),
      eventLoopDelayMaxMs: this.#ownDelay(this.#delay.max),
      machineCores: availableParallelism(),
      machineLoad: round(loadavg()[0]!, 2),
    };
    this.#cpu = process.cpuUsage();
    this.#at = at;
    this.#delay.reset();
    return figures;
  }

  stop(): void {
    this.#delay.disable();
  }

  /** What is recorded includes the interval itself; without a sample it is 0 or the largest number. */
  #ownDelay(recordedNs: number): number {
    if (this.#delay.count === 0) return 0;
    return round(Math.max(0, recordedNs / NS_PER_MS - RESOLUTION_MS), 1);
  }
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

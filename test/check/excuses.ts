/** Whether something that happened to a run is explained by a fault that was injected. */
import { DATABASE_FAULTS, DEAFENING_FAULTS, FAULT_KINDS, ISOLATING_FAULTS, type FaultKind } from './fault-kinds.js';
import type { Delivery, Fault, JobStory, Story } from './story.js';

/** Claims are made ahead, and what follows a fault may begin a little before the note of it. */
const BEFORE_MS = 1_000;
const BEYOND_MS = 5_000;
/** Clocks are set no farther than this. */
const FARTHEST_STEP_MS = 10_000;

type Effect = 'repeats' | 'misses' | 'delays';

interface Reach {
  fault: Fault;
  from: number;
  until: number;
  /** It happened to a node that could not write down what it had done. */
  duringOutage: boolean;
}

export class Excuses {
  readonly #reaches: Reach[];

  constructor({ faults, ttlMs }: Pick<Story, 'faults' | 'ttlMs'>) {
    const settled = 2 * ttlMs + BEYOND_MS;
    this.#reaches = faults.map((fault) => ({
      fault,
      from: fault.from - BEFORE_MS,
      until: fault.until + settled,
      duringOutage: false,
    }));
    this.#reaches.push(...bothGone(faults, settled));
    // Where the database was away before a node died, everything since then is in doubt.
    const away = this.#reaches.filter(({ fault }) => DATABASE_FAULTS.includes(fault.kind));
    for (const reach of this.#reaches) {
      if (!mayLeaveInDoubt(reach.fault.kind)) continue;
      for (const { from, until } of away) {
        if (from <= reach.fault.until && reach.fault.from <= until) {
          reach.from = Math.min(reach.from, from);
          reach.until = Math.max(reach.until, until);
          reach.duringOutage = true;
        }
      }
    }
  }

  /** A fault that may have this effect on something planned or due between the instants. */
  of(effect: Effect, from: number, until: number): FaultKind | null {
    const found = this.#reaches.find((reach) => mayHave(effect, reach) && reach.from <= until && from <= reach.until);
    return found?.fault.kind ?? null;
  }

  /** The database may have lost what was written then, which nobody promises to bring back. */
  lostByFailOver(at: number): boolean {
    // What was planned before may have been claimed then, by whoever caught up with it; and what was planned later, by
    // whose clock was ahead.
    const ahead = this.#reaches.some(({ fault }) => fault.kind === 'clock_stepped') ? FARTHEST_STEP_MS : BEFORE_MS;
    return this.#reaches.some(
      ({ fault, from, until }) =>
        fault.kind === 'database_failed_over' && 2 * from - until <= at && at <= fault.until + ahead,
    );
  }

  /** The job was written while a fault kept the word of it from its owner, and that lasts until then. */
  ofUnheardEdit({ versions }: JobStory, at: number): boolean {
    const written = versions.findLast(({ writtenAt }) => writtenAt <= at)?.writtenAt;
    return written !== undefined && this.#reaches.some(({ from, until }) => from <= written && at <= until);
  }

  /** Until when somebody may have gone by a version that had ended: an edit takes effect through the claim. */
  deafUntil(ended: number): number {
    // Word of it may be kept back by anything; while it is, only the claim tells, where the database is asked.
    const wordBy = this.#reaches
      .filter(({ from, until }) => from <= ended + BEFORE_MS && ended <= until)
      .reduce((latest, { until }) => Math.max(latest, until), ended);
    return this.#reaches
      .filter(({ fault, from, until }) => DEAFENING_FAULTS.includes(fault.kind) && from <= wordBy && ended <= until)
      .reduce((latest, { until }) => Math.max(latest, until), ended);
  }

  /** Until when a node whose clock was ahead may have claimed what a version that had not ended yet planned. */
  claimedAheadOf(ended: number): number {
    const wrong = this.#reaches.some(
      ({ fault, from, until }) => fault.kind === 'clock_stepped' && from <= ended && ended <= until,
    );
    return wrong ? ended + FARTHEST_STEP_MS : ended;
  }

  /** Instants that nodes have written down may be off. */
  hadWrongClocks(): boolean {
    return this.#reaches.some(({ fault }) => fault.kind === 'clock_stepped');
  }

  /** Any fault at all about then. */
  any(from: number, until: number): boolean {
    return this.#reaches.some((reach) => reach.from <= until && from <= reach.until);
  }

  /**
   * Why a run that was sent came to be sent again. Where the callers are known, the fault must be one of theirs: of the
   * two, or of one whom the run's row spoke of until then, `earlier`.
   */
  ofRepeat(first: Delivery, second: Delivery, earlier: readonly Delivery[] = []): FaultKind | null {
    const callers = [...earlier, first, second].map(({ nodeId }) => nodeId);
    const known = first.nodeId !== undefined && second.nodeId !== undefined;
    const sameNumber = first.attempt === second.attempt;
    const databaseWasAway = this.#reaches.some(
      ({ fault, from, until }) => DATABASE_FAULTS.includes(fault.kind) && from <= second.at && first.at <= until,
    );
    const found = this.#reaches.find((reach) => {
      const { fault, from, until } = reach;
      if (!mayHave('repeats', reach) || from > second.at || first.at > until) return false;
      if (known && fault.target !== 'all' && !callers.includes(fault.target)) return false;
      return !sameNumber || ISOLATING_FAULTS.includes(fault.kind) || databaseWasAway;
    });
    return found?.fault.kind ?? null;
  }
}

/** A node that ends while the database is away takes with it what it could not write. */
function mayLeaveInDoubt(kind: FaultKind): boolean {
  return FAULT_KINDS[kind].repeats || kind === 'node_stopped';
}

function mayHave(effect: Effect, { fault, duringOutage }: Reach): boolean {
  return FAULT_KINDS[fault.kind][effect] || (effect === 'repeats' && fault.kind === 'node_stopped' && duringOutage);
}

/** A lease may be lost in each of these. */
const LEASELESS: readonly FaultKind[] = ['node_cut_from_etcd', 'etcd_down', 'etcd_lost_history'];

/** A node that reaches neither, because its link to the one and the other, or these themselves, were away at once. */
function bothGone(faults: readonly Fault[], settledMs: number): Reach[] {
  const cuts = faults.filter(({ kind }) => LEASELESS.includes(kind));
  const away = faults.filter(({ kind }) => DATABASE_FAULTS.includes(kind));
  return cuts.flatMap((cut) =>
    away.flatMap((other): Reach[] => {
      const targets = [cut.target, other.target].filter((target) => target !== 'all');
      const [from, until] = [Math.max(cut.from, other.from), Math.min(cut.until, other.until)];
      // A lease is lost only after a while, and what was lost with it comes back later than its cause has gone.
      if (new Set(targets).size > 1 || from > until + settledMs) return [];
      const fault: Fault = { kind: 'node_isolated', target: targets[0] ?? 'all', from: Math.min(from, until), until };
      return [{ fault, from: fault.from - BEFORE_MS, until: Math.max(from, until) + settledMs, duringOutage: true }];
    }),
  );
}

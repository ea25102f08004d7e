import type { JobHead } from '@crony/shared/store/store';
import type { PlacementConstraint } from './placement/placement.js';

/** What the leader holds of one job. */
export interface JobRecord {
  enabled: boolean;
  version: number;
  epoch: number;
  /** The same object for all jobs that ask the same, so that a million jobs hold few of them. */
  constraint: PlacementConstraint;
}

interface SweptRecord extends JobRecord {
  sweep: number;
}

/** The head of every job, as the leader last read it. */
export class JobTable {
  readonly #records = new Map<string, SweptRecord>();
  readonly #constraints = new Map<string, PlacementConstraint>();
  #sweep = 0;
  #complete = false;

  /** False until every job has been read once: before that, a missing job says nothing. */
  get complete(): boolean {
    return this.#complete;
  }

  get size(): number {
    return this.#records.size;
  }

  get(id: string): JobRecord | undefined {
    return this.#records.get(id);
  }

  ids(): IterableIterator<string> {
    return this.#records.keys();
  }

  put(head: JobHead): void {
    const { id, enabled, version, epoch } = head;
    const known = this.#records.get(id);
    const constraint = this.#intern(head);
    if (known) {
      // All of it, whatever the version: a database that was restored has versions anew.
      known.enabled = enabled;
      known.version = version;
      known.epoch = epoch;
      known.constraint = constraint;
      known.sweep = this.#sweep;
    } else {
      this.#records.set(id, { enabled, version, epoch, constraint, sweep: this.#sweep });
    }
  }

  delete(id: string): void {
    this.#records.delete(id);
  }

  /** Begins a reading of all jobs: those not put again by `finishSweep` are gone from the table. */
  beginSweep(): void {
    this.#sweep += 1;
  }

  finishSweep(): void {
    for (const [id, { sweep }] of this.#records) if (sweep !== this.#sweep) this.#records.delete(id);
    this.#complete = true;
    this.#dropUnusedConstraints();
  }

  #intern({ project, nodeLabels }: JobHead): PlacementConstraint {
    const labels = Object.entries(nodeLabels).sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([project, labels]);
    let constraint = this.#constraints.get(key);
    if (!constraint) {
      constraint = { project, nodeLabels: Object.fromEntries(labels) };
      this.#constraints.set(key, constraint);
    }
    return constraint;
  }

  #dropUnusedConstraints(): void {
    const used = new Set<PlacementConstraint>();
    for (const { constraint } of this.#records.values()) used.add(constraint);
    for (const [key, constraint] of this.#constraints) if (!used.has(constraint)) this.#constraints.delete(key);
  }
}

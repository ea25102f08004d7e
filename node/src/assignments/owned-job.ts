/** A job of this node: a view of its slot in the table. Cheap to make, and not kept by the table. */
import type { Schedule } from '@crony/shared/domain/schedule/schedule';
import type { JobColumns } from './job-columns.js';

const TAKEN_OVER = 1;
const FORBIDS_OVERLAP = 2;
/** The table's own, among the same flags. */
export const SEEN = 4;

/** What a view asks its table for. */
export interface JobTexts {
  readonly columns: JobColumns;
  scheduleAt(slot: number): Schedule;
}

export class OwnedJob {
  readonly #table: JobTexts;
  readonly #generation: number;

  constructor(
    table: JobTexts,
    readonly slot: number,
    readonly jobId: string,
  ) {
    this.#table = table;
    this.#generation = table.columns.generation[slot]!;
  }

  /** False once the job has left, whatever has its slot now. Nothing of it but the id may be asked for then. */
  get isHeld(): boolean {
    return this.#table.columns.generation[this.slot] === this.#generation;
  }

  /** Compiled when asked for: of a million jobs most fire rarely. */
  get schedule(): Schedule {
    return this.#table.scheduleAt(this.slot);
  }

  get version(): number {
    return this.#table.columns.version[this.slot]!;
  }
  set version(version: number) {
    this.#table.columns.version[this.slot] = version;
  }

  get epoch(): number {
    return this.#table.columns.epoch[this.slot]!;
  }
  set epoch(epoch: number) {
    this.#table.columns.epoch[this.slot] = epoch;
  }

  /** Etcd's, of the key's last write that was seen. */
  get revision(): number {
    return this.#table.columns.revision[this.slot]!;
  }
  set revision(revision: number) {
    this.#table.columns.revision[this.slot] = revision;
  }

  get effectiveFrom(): number {
    return this.#table.columns.effectiveFrom[this.slot]!;
  }
  set effectiveFrom(instant: number) {
    this.#table.columns.effectiveFrom[this.slot] = instant;
  }

  /** The instant after which this node answers for every planned time. */
  get resumeFrom(): number {
    return this.#table.columns.resumeFrom[this.slot]!;
  }
  set resumeFrom(instant: number) {
    this.#table.columns.resumeFrom[this.slot] = instant;
  }

  /** Added to every planned time of the job to spread equal schedules. */
  get jitterOffsetMs(): number {
    return this.#table.columns.jitterOffsetMs[this.slot]!;
  }
  set jitterOffsetMs(ms: number) {
    this.#table.columns.jitterOffsetMs[this.slot] = ms;
  }

  /** Lateness from which a planned time is a misfire. */
  get misfireAfterMs(): number {
    return this.#table.columns.misfireAfterMs[this.slot]!;
  }
  set misfireAfterMs(ms: number) {
    this.#table.columns.misfireAfterMs[this.slot] = ms;
  }

  /** All planned times up to here have been handed to the claimer, or are not this node's. */
  get cursor(): number {
    return this.#table.columns.cursor[this.slot]!;
  }
  set cursor(instant: number) {
    this.#table.columns.cursor[this.slot] = instant;
  }

  /** The next one after `cursor`; Infinity when the schedule has none. */
  get nextPlanned(): number {
    return this.#table.columns.nextPlanned[this.slot]!;
  }
  set nextPlanned(instant: number) {
    this.#table.columns.nextPlanned[this.slot] = instant;
  }

  /** Since when its planned times are walked as they are now; times about then may have been claimed before. */
  get plannedSince(): number {
    return this.#table.columns.plannedSince[this.slot]!;
  }
  set plannedSince(instant: number) {
    this.#table.columns.plannedSince[this.slot] = instant;
  }

  /** False until the job row carries this node's epoch. */
  get takenOver(): boolean {
    return this.#flag(TAKEN_OVER);
  }
  set takenOver(value: boolean) {
    this.#setFlag(TAKEN_OVER, value);
  }

  /** Whether what runs elsewhere matters to it. */
  get forbidsOverlap(): boolean {
    return this.#flag(FORBIDS_OVERLAP);
  }
  set forbidsOverlap(value: boolean) {
    this.#setFlag(FORBIDS_OVERLAP, value);
  }

  #flag(flag: number): boolean {
    return (this.#table.columns.flags[this.slot]! & flag) !== 0;
  }

  #setFlag(flag: number, value: boolean): void {
    const { flags } = this.#table.columns;
    flags[this.slot] = value ? flags[this.slot]! | flag : flags[this.slot]! & ~flag;
  }
}

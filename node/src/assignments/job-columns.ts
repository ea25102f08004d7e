import { longerFloat64, longerUint32 } from './longer-array.js';

const FIRST_LENGTH = 64;

/** The numbers that a node keeps of its jobs, by slot: typed arrays, so that a million jobs are a few objects. */
export class JobColumns {
  version: Uint32Array = new Uint32Array(FIRST_LENGTH);
  /** Grows each time the slot is given away: whoever holds on to a job that has left can tell. */
  generation: Uint32Array = new Uint32Array(FIRST_LENGTH);
  flags: Uint8Array = new Uint8Array(FIRST_LENGTH);
  epoch: Float64Array = new Float64Array(FIRST_LENGTH);
  revision: Float64Array = new Float64Array(FIRST_LENGTH);
  effectiveFrom: Float64Array = new Float64Array(FIRST_LENGTH);
  resumeFrom: Float64Array = new Float64Array(FIRST_LENGTH);
  jitterOffsetMs: Float64Array = new Float64Array(FIRST_LENGTH);
  misfireAfterMs: Float64Array = new Float64Array(FIRST_LENGTH);
  cursor: Float64Array = new Float64Array(FIRST_LENGTH);
  nextPlanned: Float64Array = new Float64Array(FIRST_LENGTH);
  plannedSince: Float64Array = new Float64Array(FIRST_LENGTH);

  /** Makes room for this slot. */
  ensure(slot: number): void {
    const { length } = this.version;
    if (slot < length) return;
    const longer = Math.max(slot + 1, 2 * length);
    this.version = longerUint32(this.version, longer);
    this.generation = longerUint32(this.generation, longer);
    const flags = new Uint8Array(longer);
    flags.set(this.flags);
    this.flags = flags;
    this.epoch = longerFloat64(this.epoch, longer);
    this.revision = longerFloat64(this.revision, longer);
    this.effectiveFrom = longerFloat64(this.effectiveFrom, longer);
    this.resumeFrom = longerFloat64(this.resumeFrom, longer);
    this.jitterOffsetMs = longerFloat64(this.jitterOffsetMs, longer);
    this.misfireAfterMs = longerFloat64(this.misfireAfterMs, longer);
    this.cursor = longerFloat64(this.cursor, longer);
    this.nextPlanned = longerFloat64(this.nextPlanned, longer);
    this.plannedSince = longerFloat64(this.plannedSince, longer);
  }
}

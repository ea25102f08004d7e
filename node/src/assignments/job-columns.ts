import { longerFloat64, longerUint32, longerUint8 } from '../slots/longer-array.js';

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
    if (slot < this.version.length) return;
    const least = slot + 1;
    this.version = longerUint32(this.version, least);
    this.generation = longerUint32(this.generation, least);
    this.flags = longerUint8(this.flags, least);
    this.epoch = longerFloat64(this.epoch, least);
    this.revision = longerFloat64(this.revision, least);
    this.effectiveFrom = longerFloat64(this.effectiveFrom, least);
    this.resumeFrom = longerFloat64(this.resumeFrom, least);
    this.jitterOffsetMs = longerFloat64(this.jitterOffsetMs, least);
    this.misfireAfterMs = longerFloat64(this.misfireAfterMs, least);
    this.cursor = longerFloat64(this.cursor, least);
    this.nextPlanned = longerFloat64(this.nextPlanned, least);
    this.plannedSince = longerFloat64(this.plannedSince, least);
  }
}

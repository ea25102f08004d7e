/**
 * How arrays of numbers by slot grow. Four times as long at once: what is not used of it is never touched, and so takes
 * no memory, while each copy leaves the shorter one behind until the garbage collector looks.
 */
const GROWTH = 4;

/** Copies with room for `least` and more; what is added is 0. */
export function longerUint32(from: Uint32Array, least: number): Uint32Array {
  const to = new Uint32Array(Math.max(least, GROWTH * from.length));
  to.set(from);
  return to;
}

export function longerFloat64(from: Float64Array, least: number): Float64Array {
  const to = new Float64Array(Math.max(least, GROWTH * from.length));
  to.set(from);
  return to;
}

export function longerUint8(from: Uint8Array, least: number): Uint8Array {
  const to = new Uint8Array(Math.max(least, GROWTH * from.length));
  to.set(from);
  return to;
}

/**
 * How much later than planned a job starts: its own fixed share of `jitterMs`, 0 to `jitterMs`. A function of the id,
 * so that every node computes the same and a job's runs stay as far apart as its planned times.
 */
export function jitterOffsetMs(jobId: string, jitterMs: number): number {
  if (jitterMs === 0) return 0;
  return Math.floor((hash32(jobId) / 2 ** 32) * (jitterMs + 1));
}

/** FNV-1a, with murmur3's finisher so that ids that differ only at their end spread over the whole range. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

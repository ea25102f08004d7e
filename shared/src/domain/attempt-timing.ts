/**
 * Where the time of an attempt went, as far as it is known, in whole milliseconds of the monotonic clock. A connection
 * that was used before has no `dnsMs`, `connectMs` and `tlsMs`.
 */
export interface AttemptTiming {
  /** Until a connection was free. */
  waitMs: number;
  dnsMs?: number;
  connectMs?: number;
  tlsMs?: number;
  /** From the sending to the first byte of the answer. */
  firstByteMs?: number;
  totalMs: number;
}

const PHASES = ['waitMs', 'dnsMs', 'connectMs', 'tlsMs', 'firstByteMs', 'totalMs'] as const;

/** `0,1,2,,5,9`: a tenth of what JSON takes, and every run keeps one. */
export function timingToText(timing: AttemptTiming): string {
  return PHASES.map((phase) => timing[phase] ?? '').join(',');
}

/** Null for a text that this release does not understand. */
export function timingFromText(text: string): AttemptTiming | null {
  const values = text.split(',');
  if (values.length !== PHASES.length || values.some((value) => !/^\d*$/.test(value))) return null;
  const known = PHASES.flatMap((phase, i) => (values[i] === '' ? [] : [[phase, Number(values[i])] as const]));
  const timing = Object.fromEntries(known) as Partial<AttemptTiming>;
  const { waitMs, totalMs } = timing;
  return waitMs === undefined || totalMs === undefined ? null : { ...timing, waitMs, totalMs };
}

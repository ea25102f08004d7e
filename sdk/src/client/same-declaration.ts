/**
 * Whether a job is what a declaration says. Each edit makes a new version and counts its schedule anew, so that a service
 * which declares its jobs at every start must not edit what has not changed.
 */

/** What the hub fills in. One that is not here makes an edit too many, and never one too few. */
const FILLED_IN: Readonly<Record<string, unknown>> = {
  'callback.method': 'POST',
  'schedule.timeZone': 'UTC',
  'schedule.phaseMs': 0,
  'schedule.jitterMs': 0,
  'retry.limit': 0,
  'retry.delayMs': 1_000,
  'retry.factor': 2,
  'retry.maxDelayMs': 60_000,
  'retry.jitter': 0,
  'retry.on': ['failed', 'timed_out'],
};

export function isAsDeclared(job: object, declared: object): boolean {
  const existing = job as Record<string, unknown>;
  return Object.entries(declared).every(([name, value]) => value === undefined || same(existing[name], value, name));
}

function same(existing: unknown, declared: unknown, path: string): boolean {
  if (Object.is(existing, declared)) return true;
  if (typeof existing === 'string' && typeof declared === 'string') return isSameInstant(existing, declared);
  if (Array.isArray(existing) && Array.isArray(declared)) {
    return existing.length === declared.length && existing.every((one, n) => same(one, declared[n], path));
  }
  if (!isRecord(existing) || !isRecord(declared)) return false;
  const names = new Set([...Object.keys(existing), ...Object.keys(declared)]);
  return [...names].every((name) => {
    const inside = `${path}.${name}`;
    const wanted = declared[name] ?? FILLED_IN[inside];
    return wanted === undefined ? existing[name] === undefined : same(existing[name], wanted, inside);
  });
}

const INSTANT = /^\d{4}-\d\d-\d\dT/;

function isSameInstant(a: string, b: string): boolean {
  return INSTANT.test(a) && INSTANT.test(b) && Date.parse(a) === Date.parse(b);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What differs between two JSON values, field by field. */
export interface FieldChange {
  /** Such as `schedule.cron`; empty where the values as wholes differ. */
  path: string;
  /** Absent where the field was not there. */
  before?: unknown;
  after?: unknown;
}

/**
 * In the order of the fields' names. Lists are compared as wholes: their places say little about what somebody did.
 * Fields that are undefined count as absent.
 */
export function fieldChanges(before: unknown, after: unknown): FieldChange[] {
  const changes: FieldChange[] = [];
  compare('', before, after, changes);
  return changes;
}

function compare(path: string, before: unknown, after: unknown, changes: FieldChange[]): void {
  if (isRecord(before) && isRecord(after)) {
    for (const name of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
      compare(path === '' ? name : `${path}.${name}`, own(before, name), own(after, name), changes);
    }
    return;
  }
  if (isEqual(before, after)) return;
  changes.push({
    path,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  });
}

function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => isEqual(item, b[i]));
  if (isRecord(a) && isRecord(b)) return fieldChanges(a, b).length === 0;
  return Object.is(a, b);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field may be called `constructor`. */
function own(record: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** What differs between two values as the audit keeps them, leaf by leaf. */
export interface ValueChange {
  path: string;
  before: unknown;
  after: unknown;
}

type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Lists are compared as wholes: their places mean nothing to a reader. */
export function changesBetween(before: unknown, after: unknown, path = ''): ValueChange[] {
  if (isFields(before) && isFields(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => changesBetween(before[name], after[name], path === '' ? name : `${path}.${name}`));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
}

/** All leaves of one value, for what was created or removed. */
export function leavesOf(value: unknown, path = ''): { path: string; value: unknown }[] {
  if (!isFields(value) || Object.keys(value).length === 0) return [{ path, value }];
  return Object.entries(value).flatMap(([name, one]) => leavesOf(one, path === '' ? name : `${path}.${name}`));
}

/** Null: there is nothing. */
export function shownValue(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

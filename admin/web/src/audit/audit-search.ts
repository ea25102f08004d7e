/** From the address of the list to what the API is asked. */
import type { AuditAction, AuditEntry, AuditFilter } from '../api/people-queries';

export const RANGES = ['1h', '24h', '7d', '30d', 'custom'] as const;
export type Range = (typeof RANGES)[number];

export interface AuditSearch {
  project?: string;
  actor?: string;
  action?: string;
  /** Of the subject. */
  type?: string;
  /** Its id. */
  subject?: string;
  text?: string;
  range?: string;
  from?: string;
  to?: string;
  /** What is opened: number and moment. */
  entry?: string;
}

const HOUR_MS = 3_600_000;
const HOURS: Partial<Record<string, number>> = { '1h': 1, '24h': 24, '7d': 7 * 24, '30d': 30 * 24 };

/** `known`: the actions that there are; a link may name another. */
export function toAuditFilter(search: AuditSearch, known: readonly AuditAction[], now: number): AuditFilter {
  const { project, actor, action, type, subject, text, range, from, to } = search;
  const hours = range === undefined ? undefined : HOURS[range];
  return {
    project,
    actor,
    action: known.find((one) => one === action),
    subjectType: type,
    subjectId: subject,
    text,
    from: hours === undefined ? from : new Date(now - hours * HOUR_MS).toISOString(),
    to: hours === undefined ? to : undefined,
  };
}

export function isNarrowed({ entry: _entry, ...filters }: AuditSearch): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}

/** Entries are found by their moment, so it stands in the address beside the number. */
export function entryKey({ seq, at }: Pick<AuditEntry, 'seq' | 'at'>): string {
  return `${seq}.${Date.parse(at)}`;
}

export function readEntryKey(key: string | undefined): { seq: number; at: string } | null {
  const found = key === undefined ? null : /^(\d{1,15})\.(\d{1,15})$/.exec(key);
  if (!found) return null;
  const at = new Date(Number(found[2]));
  return Number.isNaN(at.getTime()) ? null : { seq: Number(found[1]), at: at.toISOString() };
}

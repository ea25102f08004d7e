/** Who did what, from where: rows are added, read, and deleted by age alone (contract/retention.ts). */
import type { AuditAction, AuditActorKind } from '../../domain/audit.js';
import type { Page, PageRequest } from './pages.js';

export interface AuditEntry {
  at: number;
  actorKind: AuditActorKind;
  actorId: string | null;
  actorName: string;
  /** Where the request came from; empty for what the hub does by itself. */
  address: string;
  action: AuditAction;
  /** Null: the cluster's. */
  project: string | null;
  subjectType: string;
  subjectId: string;
  subjectName: string;
  /** Without secrets. Null where there was, or is, nothing. */
  before: unknown;
  after: unknown;
}

/** Entries are numbered in the order in which they were added. */
export interface StoredAuditEntry extends AuditEntry {
  seq: number;
}

export interface AuditFilter {
  project?: string | undefined;
  /** Of these projects alone, and not the cluster’s; absent: all. */
  projects?: readonly string[] | undefined;
  /** Id or name. */
  actor?: string | undefined;
  action?: AuditAction | undefined;
  subjectType?: string | undefined;
  subjectId?: string | undefined;
  /** At or after. */
  from?: number | undefined;
  /** Before. */
  to?: number | undefined;
  /** Somewhere in names or values; the case of ASCII letters does not matter. */
  text?: string | undefined;
}

export interface AuditStore {
  add(entries: readonly AuditEntry[]): Promise<void>;
  /**
   * Newest first. A page looks at a bounded number of rows: where few of them match it comes out shorter than asked for,
   * even empty, and the cursor goes on behind what was read.
   */
  list(filter: AuditFilter, page: PageRequest): Promise<Page<StoredAuditEntry>>;
}

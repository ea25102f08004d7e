/** The audit as a file, read a page at a time as fast as whoever asked for it takes it. */
import type { AuditFilter, AuditStore, StoredAuditEntry } from '@crony/shared/store/store';
import { toAuditAnswer, type AUDIT_FORMATS } from '@crony/shared/wire/audit';
import { toInstant } from '@crony/shared/wire/instant';
import { csvRow } from './csv.js';

const ROWS_AT_ONCE = 200;

type Format = (typeof AUDIT_FORMATS)[number];

const HEAD = [
  'seq',
  'at',
  'actorKind',
  'actorId',
  'actorName',
  'address',
  'action',
  'project',
  'subjectType',
  'subjectId',
  'subjectName',
  'before',
  'after',
];

export interface AuditFile {
  contentType: string;
  fileName: string;
  head: string;
  row: (entry: StoredAuditEntry) => string;
}

export const AUDIT_FILES: Record<Format, AuditFile> = {
  ndjson: {
    contentType: 'application/x-ndjson; charset=utf-8',
    fileName: 'audit.ndjson',
    head: '',
    row: (entry) => `${JSON.stringify(toAuditAnswer(entry))}\n`,
  },
  csv: {
    contentType: 'text/csv; charset=utf-8; header=present',
    fileName: 'audit.csv',
    head: csvRow(HEAD),
    row: (entry) =>
      csvRow([
        entry.seq,
        toInstant(entry.at),
        entry.actorKind,
        entry.actorId,
        entry.actorName,
        entry.address,
        entry.action,
        entry.project,
        entry.subjectType,
        entry.subjectId,
        entry.subjectName,
        json(entry.before),
        json(entry.after),
      ]),
  },
};

/** Newest first. Rows that are written meanwhile are newer than where it has begun, so it comes to an end. */
export async function* auditFile(
  audit: Pick<AuditStore, 'list'>,
  filter: AuditFilter,
  { head, row }: AuditFile,
): AsyncGenerator<string, void, undefined> {
  yield head;
  for (let cursor: string | undefined; ;) {
    const page = await audit.list(filter, { limit: ROWS_AT_ONCE, cursor });
    yield page.items.map(row).join('');
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

function json(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

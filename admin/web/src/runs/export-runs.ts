import type { Run } from '../api/client';
import { fetchRuns, type RunFilter } from '../api/queries';
import { fileName, saveFile } from '../ui/save-file';

export const MOST_EXPORTED = 20_000;
const PAGE = 1_000;

export type ExportFormat = 'csv' | 'xlsx';

/** Columns are named as the API names them: whoever reads the file by program finds the same words. */
const COLUMNS = [
  'id',
  'jobId',
  'jobName',
  'project',
  'status',
  'reason',
  'trigger',
  'plannedAt',
  'startedAt',
  'finishedAt',
  'latenessMs',
  'durationMs',
  'attempt',
  'retriesUsed',
  'nodeId',
  'jobVersion',
] as const;
type ColumnName = (typeof COLUMNS)[number];
type Cell = string | number | null;

/** The newest runs that match, as a file. `onProgress`: how many have been read. */
export async function exportRuns(
  filter: RunFilter,
  format: ExportFormat,
  onProgress: (read: number) => void,
): Promise<void> {
  const runs: Run[] = [];
  for (let cursor: string | undefined; runs.length < MOST_EXPORTED;) {
    const page = await fetchRuns(filter, cursor, PAGE);
    runs.push(...page.items);
    onProgress(runs.length);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  const content = await (format === 'csv' ? toCsv(runs) : toXlsx(runs));
  saveFile(fileName('runs', format), content);
}

function cellOf(run: Run, column: ColumnName): Cell {
  if (column !== 'durationMs') return run[column];
  const { startedAt, finishedAt } = run;
  return startedAt === null || finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(startedAt);
}

async function toCsv(runs: readonly Run[]): Promise<Blob> {
  const { unparse } = await import('papaparse');
  const rows = runs.map((run) => COLUMNS.map((column) => cellOf(run, column)));
  // A name that begins with "=" must stay a name when a spreadsheet opens the file; the mark tells it that this is UTF-8.
  const text = unparse({ fields: [...COLUMNS], data: rows }, { escapeFormulae: true, newline: '\r\n' });
  return new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' });
}

async function toXlsx(runs: readonly Run[]): Promise<Blob> {
  const { default: writeExcelFile } = await import('write-excel-file/browser');
  const head = COLUMNS.map((value) => ({ value, fontWeight: 'bold' as const }));
  const rows = runs.map((run) =>
    COLUMNS.map((column) => {
      const value = cellOf(run, column);
      return typeof value === 'number' ? { value, type: Number } : { value: value ?? '', type: String };
    }),
  );
  return await writeExcelFile([head, ...rows] as never, { stickyRowsCount: 1 } as never).toBlob();
}

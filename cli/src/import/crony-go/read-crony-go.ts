/** The rows of Crony-Go's tables `job` and `script`. */
import { numberIn, SourceDatabaseError, textIn, type SourceDatabase } from '../source-database.js';
import type { CronyGoRow } from './import-crony-go.js';

const LONGEST_TEXT = 8_192;

const NEEDED = ['id', 'name', 'command', 'type', 'spec'] as const;
const OPTIONAL = ['script_id', 'timeout', 'retry_times', 'retry_interval', 'http_method', 'notify_to', 'note'] as const;

export async function readCronyGo(
  database: SourceDatabase,
): Promise<{ rows: CronyGoRow[]; scripts: Map<number, string> }> {
  const columns = await database.columnsOf('job');
  const missing = NEEDED.filter((column) => !columns.has(column));
  if (columns.size > 0 && missing.length > 0) {
    throw new SourceDatabaseError(
      `the table job in ${database.shown} is not Crony-Go's: it has no ${missing.join(', ')}`,
    );
  }
  const rows = await database.rowsOf('job', [...NEEDED, ...OPTIONAL], LONGEST_TEXT);
  const hasScripts = (await database.columnsOf('script')).size > 0;
  const scripts = hasScripts ? await database.rowsOf('script', ['id', 'command'], LONGEST_TEXT) : [];
  return {
    rows: rows.map((row) => ({
      id: numberIn(row, 'id')!,
      name: textIn(row, 'name') ?? '',
      command: textIn(row, 'command') ?? '',
      script_id: textIn(row, 'script_id'),
      timeout: numberIn(row, 'timeout'),
      retry_times: numberIn(row, 'retry_times'),
      retry_interval: numberIn(row, 'retry_interval'),
      type: numberIn(row, 'type') ?? 0,
      http_method: numberIn(row, 'http_method'),
      notify_to: textIn(row, 'notify_to'),
      spec: textIn(row, 'spec') ?? '',
      note: textIn(row, 'note'),
    })),
    scripts: new Map(scripts.map((row) => [numberIn(row, 'id')!, textIn(row, 'command') ?? ''])),
  };
}

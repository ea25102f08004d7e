/** The rows of XXL-JOB 2.x and 3.x; what one version does not have is null. */
import { numberIn, textIn, type SourceDatabase } from '../source-database.js';
import type { XxlJobRow } from './import-xxl-jobs.js';

/** Longer ones are refused anyway (a command of Crony has at most 8,192). */
const LONGEST_TEXT = 8_192;

const TEXTS = [
  ...['job_desc', 'author', 'alarm_email', 'job_cron', 'schedule_type', 'schedule_conf', 'schedule_timezone'],
  ...['misfire_strategy', 'executor_route_strategy', 'executor_handler', 'executor_param', 'executor_block_strategy'],
  ...['glue_type', 'glue_source', 'child_jobid'],
] as const;
const NUMBERS = ['executor_timeout', 'executor_fail_retry_count', 'trigger_status'] as const;

export async function readXxlJobs(database: SourceDatabase): Promise<XxlJobRow[]> {
  const rows = await database.rowsOf('xxl_job_info', ['id', 'job_group', ...TEXTS, ...NUMBERS], LONGEST_TEXT);
  const groups = await database.rowsOf('xxl_job_group', ['id', 'app_name'], LONGEST_TEXT);
  const appNames = new Map(groups.map((group) => [numberIn(group, 'id'), textIn(group, 'app_name')]));
  return rows.map((row) => {
    const group = numberIn(row, 'job_group') ?? 0;
    return {
      id: numberIn(row, 'id')!,
      job_group: group,
      app_name: appNames.get(group) ?? null,
      ...(Object.fromEntries(TEXTS.map((column) => [column, textIn(row, column)])) as Pick<
        XxlJobRow,
        (typeof TEXTS)[number]
      >),
      ...(Object.fromEntries(NUMBERS.map((column) => [column, numberIn(row, column)])) as Pick<
        XxlJobRow,
        (typeof NUMBERS)[number]
      >),
    };
  });
}

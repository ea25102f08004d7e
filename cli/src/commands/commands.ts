import { COMMAND_SUMMARIES } from '../command-summaries.js';
import type { Command } from '../terminal/command.js';
import { completionCommand } from './completion.js';
import { importCrontabFile, importCronyGoTables, importXxlJob } from './import.js';
import { jobsApply } from './jobs-apply.js';
import { jobsExport } from './jobs-export.js';
import { jobsList, jobsPause, jobsResume, jobsRun } from './jobs-people.js';
import { jobsDiff, jobsPlan } from './jobs-plan.js';
import { jobsSchema } from './jobs-schema.js';
import { nodesDrain, nodesList, nodesUndrain } from './nodes.js';
import { runsList, runsShow } from './runs.js';
import { runsTail } from './runs-tail.js';

/** Every command of the terminal; those that serve are beside them, in settings.ts. */
export const COMMANDS: readonly Command[] = [
  jobsPlan,
  jobsApply,
  jobsDiff,
  jobsExport,
  jobsSchema,
  jobsList,
  jobsRun,
  jobsPause,
  jobsResume,
  runsList,
  runsShow,
  runsTail,
  nodesList,
  nodesDrain,
  nodesUndrain,
  importCrontabFile,
  importXxlJob,
  importCronyGoTables,
  completionCommand(() => COMMANDS, { ...COMMAND_SUMMARIES, help: 'help', version: 'what runs here' }),
];

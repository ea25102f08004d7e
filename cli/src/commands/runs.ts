/** Runs for people: what there was, one of them, and what comes. */
import { RUN_STATES } from '@crony/shared/domain/run';
import type { RunFilter } from '@crony/sdk/client';
import { EXIT, usageError, type Command, type Given, type Options } from '../terminal/command.js';
import { connect, CONNECTION, JSON_OUTPUT } from '../terminal/connect.js';
import { print, printList } from '../terminal/output.js';
import { findJob, OF_PROJECT } from './find-job.js';
import { describeRun, RUN_HEAD, runRow } from './run-words.js';
import type { CronyClient } from '@crony/sdk/client';

const DEFAULT_LIMIT = 50;
const MOST_LISTED = 100_000;
const PAGE = 500;

export const RUN_FILTER: Options = {
  job: { value: 'job', help: 'Of this job, by name or id.' },
  ...OF_PROJECT,
  status: {
    value: 'status',
    many: true,
    help: `Any of these: ${RUN_STATES.join(', ')}. May be repeated, or separated by commas.`,
  },
};

/** `--project` alone is a filter; beside `--job` it says where the job is. */
export async function runFilter(given: Given, client: CronyClient): Promise<RunFilter> {
  const [job, project] = [given.text('job'), given.text('project')];
  const filter: RunFilter = {};
  if (job !== undefined) filter.jobId = (await findJob(job, given, client)).id;
  else if (project !== undefined) filter.project = project;
  const wanted = given.texts('status').flatMap((text) => text.split(','));
  const states = RUN_STATES.filter((state) => wanted.includes(state));
  const unknown = wanted.find((text) => !RUN_STATES.some((state) => state === text));
  if (unknown !== undefined) throw usageError(`--status=${unknown} must be one of ${RUN_STATES.join(', ')}`);
  if (states.length > 0) filter.status = states;
  return filter;
}

export const runsList: Command = {
  name: 'runs list',
  operands: [],
  summary: 'runs, newest first',
  options: {
    ...RUN_FILTER,
    from: { value: 'instant', help: 'Planned at or after, such as 2027-01-31T08:00:00Z.' },
    to: { value: 'instant', help: 'Planned before.' },
    limit: { value: 'number', help: `Most of them. Default: ${DEFAULT_LIMIT}.` },
    ...JSON_OUTPUT,
    ...CONNECTION,
  },
  async run(given, terminal) {
    const limit = given.integer('limit', { min: 1, max: MOST_LISTED }) ?? DEFAULT_LIMIT;
    const client = connect(given, terminal);
    const filter = await runFilter(given, client);
    const [from, to] = [given.text('from'), given.text('to')];
    const wanted: RunFilter = { ...filter, limit: Math.min(limit, PAGE) };
    if (from !== undefined) wanted.from = from;
    if (to !== undefined) wanted.to = to;
    await printList(terminal, firstOf(client.runs.list(wanted), limit), {
      json: given.has('json'),
      head: RUN_HEAD,
      whole: ['PLANNED', 'RUN'],
      row: runRow,
      none: 'there are no such runs',
    });
    return EXIT.done;
  },
};

export async function* firstOf<T>(items: AsyncIterable<T>, most: number): AsyncGenerator<T, void> {
  let left = most;
  for await (const item of items) {
    yield item;
    left -= 1;
    if (left <= 0) return;
  }
}

export const runsShow: Command = {
  name: 'runs show',
  operands: ['RUN'],
  summary: 'one run with its attempts and what was answered',
  options: { ...JSON_OUTPUT, ...CONNECTION },
  async run(given, terminal) {
    const run = await connect(given, terminal).runs.get(given.operands[0]!);
    await print(terminal, given.has('json') ? JSON.stringify(run) : describeRun(run));
    return EXIT.done;
  },
};

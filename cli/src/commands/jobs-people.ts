/** Jobs for people: what there is, run it, pause it, resume it. */
import { randomUUID } from 'node:crypto';
import { RunNotOver, type Job, type JobFilter } from '@crony/sdk/client';
import { CommandError, EXIT, usageError, type Command, type Terminal } from '../terminal/command.js';
import { connect, CONNECTION, JSON_OUTPUT } from '../terminal/connect.js';
import { dataOf } from '../terminal/data-of.js';
import { print, printList, say } from '../terminal/output.js';
import { findJob, OF_PROJECT } from './find-job.js';
import { describeRun, exitCodeOf } from './run-words.js';

const PAGE = 500;
const LONGEST_WAIT_S = 30 * 86_400;
const SECOND_MS = 1_000;

export const jobsList: Command = {
  name: 'jobs list',
  operands: [],
  summary: 'the jobs that the token may read',
  options: {
    project: { value: 'name', help: 'Of this project.' },
    name: { value: 'text', help: 'With this in their name.' },
    'managed-by': { value: 'name', help: 'That carry this mark.' },
    paused: { help: 'That are paused.' },
    ...JSON_OUTPUT,
    ...CONNECTION,
  },
  async run(given, terminal) {
    const filter: JobFilter = { limit: PAGE };
    const [project, name, managedBy] = ['project', 'name', 'managed-by'].map((option) => given.text(option));
    if (project !== undefined) filter.project = project;
    if (name !== undefined) filter.name = name;
    if (managedBy !== undefined) filter.managedBy = managedBy;
    if (given.has('paused')) filter.enabled = false;
    await printList(terminal, connect(given, terminal).jobs.list(filter), {
      json: given.has('json'),
      head: ['PROJECT', 'NAME', 'SCHEDULE', 'NEXT', 'NODE', 'MANAGED BY'],
      whole: ['NEXT'],
      row: (job) => [
        job.project,
        job.name,
        scheduleOf(job),
        job.enabled ? (job.nextRuns[0] ?? '-') : 'paused',
        job.nodeId ?? (job.enabled ? '(pending)' : '-'),
        job.managedBy ?? '-',
      ],
      none: 'there are no such jobs',
    });
    return EXIT.done;
  },
};

function scheduleOf({ schedule }: Job): string {
  const { cron, everyMs, at, timeZone } = schedule;
  if (cron !== undefined) return timeZone === 'UTC' ? cron : `${cron} ${timeZone}`;
  return everyMs === undefined ? `at ${at}` : `every ${everyMs / SECOND_MS} s`;
}

export const jobsRun: Command = {
  name: 'jobs run',
  operands: ['JOB'],
  summary: 'run a job now, by its name or id',
  details: ['--wait waits for the end, and exits with 0 only if the run has succeeded.'],
  options: {
    ...OF_PROJECT,
    wait: { help: `Wait until it has ended; exit with ${EXIT.unsuccessful} if it has not succeeded.` },
    timeout: { value: 'seconds', help: 'Wait no longer; the run goes on. Default: as long as it takes.' },
    body: { value: 'text', help: 'Sent in place of the job’s body.' },
    node: { value: 'id', help: 'The node that shall run it.' },
    'idempotency-key': { value: 'key', help: 'A second call with the same key shows the first one’s run.' },
    ...JSON_OUTPUT,
    ...CONNECTION,
  },
  async run(given, terminal) {
    const timeoutS = given.integer('timeout', { min: 1, max: LONGEST_WAIT_S });
    if (timeoutS !== undefined && !given.has('wait')) throw usageError('--timeout needs --wait');
    const client = connect(given, terminal);
    const job = await findJob(given.operands[0]!, given, client);
    const [body, nodeId] = [given.text('body'), given.text('node')];
    const overrides = { ...(body === undefined ? {} : { body }), ...(nodeId === undefined ? {} : { nodeId }) };
    // With a key of its own a request whose answer is lost can be sent again.
    const run = await client.jobs.run(job.id, {
      idempotencyKey: given.text('idempotency-key') ?? randomUUID(),
      ...(Object.keys(overrides).length === 0 ? {} : { overrides }),
    });
    if (!given.has('wait')) {
      await print(terminal, given.has('json') ? JSON.stringify(run) : `run ${run.id} of ${job.project}/${job.name}`);
      return EXIT.done;
    }
    say(terminal, `run ${run.id} of ${job.project}/${job.name}, waiting for its end`);
    try {
      const ended = await client.runs.wait(run.id, {
        signal: terminal.interrupted,
        ...(timeoutS === undefined ? {} : { timeoutMs: timeoutS * SECOND_MS }),
      });
      await print(terminal, given.has('json') ? JSON.stringify(ended) : describeRun(ended));
      return exitCodeOf(ended);
    } catch (error) {
      if (error instanceof RunNotOver) throw new CommandError(`${error.message}; it goes on`);
      throw error;
    }
  },
};

export const jobsPause: Command = {
  name: 'jobs pause',
  operands: ['JOB'],
  summary: 'pause a job: no planned time of it fires until it is resumed',
  options: {
    ...OF_PROJECT,
    note: { value: 'text', help: 'Why, for others.' },
    until: { value: 'instant', help: 'When it is resumed by itself, such as 2027-01-31T08:00:00Z.' },
    ...JSON_OUTPUT,
    ...CONNECTION,
  },
  async run(given, terminal) {
    const client = connect(given, terminal);
    const { id } = await findJob(given.operands[0]!, given, client);
    const [note, until] = [given.text('note'), given.text('until')];
    const said = { ...(note === undefined ? {} : { note }), ...(until === undefined ? {} : { until }) };
    const job = await dataOf(
      client.api.POST('/api/v1/jobs/{id}/pause', {
        params: { path: { id } },
        ...(Object.keys(said).length === 0 ? {} : { body: said }),
      }),
    );
    return tell(job, 'paused', given.has('json'), terminal);
  },
};

export const jobsResume: Command = {
  name: 'jobs resume',
  operands: ['JOB'],
  summary: 'resume a job: its schedule counts from now',
  options: { ...OF_PROJECT, ...JSON_OUTPUT, ...CONNECTION },
  async run(given, terminal) {
    const client = connect(given, terminal);
    const { id } = await findJob(given.operands[0]!, given, client);
    return tell(await client.jobs.resume(id), 'resumed', given.has('json'), terminal);
  },
};

async function tell(job: Job, done: string, json: boolean, terminal: Terminal): Promise<number> {
  const next = job.nextRuns[0] === undefined ? '' : `, next at ${job.nextRuns[0]}`;
  await print(terminal, json ? JSON.stringify(job) : `${job.project}/${job.name} is ${done}${next}`);
  if (job.managedBy !== null) {
    say(
      terminal,
      `note: it is kept in files by ${job.managedBy}; where they say \`enabled\`, the next apply has it their way`,
    );
  }
  return EXIT.done;
}

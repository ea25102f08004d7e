import { createInterface } from 'node:readline/promises';
import { MOST_APPLIED, type ApplyConflict } from '@crony/shared/wire/job-apply';
import { ApiProblem, type components } from '@crony/sdk/client';
import { deletedShare, type PlannedJob } from '../jobs-as-code/plan-jobs.js';
import { describeFileError, type JobEntry } from '../jobs-as-code/jobs-file.js';
import { printPlan, summaryOf } from '../jobs-as-code/print-plan.js';
import { toWire } from '../jobs-as-code/to-wire.js';
import { CommandError, EXIT, usageError, type Command, type Terminal } from '../terminal/command.js';
import { connect, CONNECTION } from '../terminal/connect.js';
import { print, say } from '../terminal/output.js';
import { differs, FILES, planFor, readFileSet } from './jobs-files.js';

type ApplyBody = components['schemas']['JobApplyInput'];

/** Half of what is owned: more is rather an empty folder than a wish. */
const DEFAULT_DELETE_PERCENT = 50;

export const jobsApply: Command = {
  name: 'jobs apply',
  operands: [],
  summary: 'make the jobs of the hub what the files say: all of it, or nothing',
  details: [
    'Shows the plan and asks. Without a terminal it needs --yes.',
    'What is written is one transaction, and each change is made for the version that the plan has seen: where somebody else was there meanwhile, nothing is changed, and the exit code is 4.',
  ],
  options: {
    ...FILES,
    yes: { short: 'y', help: 'Do not ask.' },
    'max-delete-percent': {
      value: 'percent',
      help: `Refuse to delete more of the jobs that carry the mark. Default: ${DEFAULT_DELETE_PERCENT}.`,
    },
    json: { help: 'The plan, and then what was done, as JSON: one object a line.' },
    ...CONNECTION,
  },
  async run(given, terminal) {
    const most = given.integer('max-delete-percent', { min: 0, max: 100 }) ?? DEFAULT_DELETE_PERCENT;
    const set = await readFileSet(given, terminal);
    const { managedBy } = set;
    const client = connect(given, terminal);
    const planned = await planFor(set, given, client, terminal);
    await printPlan(terminal, planned, given.has('json'));
    if (!differs(planned)) return EXIT.done;
    demandAllowed(planned, managedBy, most);
    if (!given.has('yes') && !(await confirmed(terminal))) {
      say(terminal, 'nothing was changed');
      return EXIT.failed;
    }
    const body = toBody(managedBy, planned, given.has('adopt'));
    const { data, error, response } = await client.api.POST('/api/v1/jobs/apply', { body });
    if (data !== undefined) {
      const { created, updated, deleted } = data;
      const done = `done: ${created.length} created, ${updated.length} changed, ${deleted.length} deleted`;
      await print(terminal, given.has('json') ? JSON.stringify({ applied: data }) : done);
      return EXIT.done;
    }
    const problem = new ApiProblem(response.status, error ?? {});
    if (problem.code === 'invalid_input') throw placed(problem, planned);
    if (problem.code !== 'apply_conflict') throw problem;
    // Another build of the same files may have been first.
    const again = await planFor(set, given, client, terminal);
    if (!differs(again)) {
      say(terminal, 'somebody else has applied the same meanwhile: nothing is left to do');
      return EXIT.done;
    }
    throw new CommandError(describeConflict(problem, planned), EXIT.conflict);
  },
};

function demandAllowed(planned: readonly PlannedJob[], managedBy: string, mostPercent: number): void {
  const refused = planned.filter(({ action }) => action === 'refused').length;
  if (refused > 0) {
    const jobs = refused === 1 ? '1 job is' : `${refused} jobs are`;
    throw new CommandError(
      `nothing was changed: ${jobs} not managed by ${managedBy}; --adopt takes them over`,
      EXIT.refused,
    );
  }
  const share = deletedShare(planned, managedBy);
  if (share > mostPercent) {
    const text = `nothing was changed: ${Math.round(share)} % of the jobs managed by ${managedBy} would be deleted, more than ${mostPercent} %; if that is meant, give --max-delete-percent 100`;
    throw new CommandError(text, EXIT.refused);
  }
  const count = planned.filter(({ action }) => action !== 'unchanged').length;
  if (count > MOST_APPLIED) {
    throw new CommandError(
      `nothing was changed: ${count} changes at once, and ${MOST_APPLIED} fit into one apply; take some files first`,
      EXIT.refused,
    );
  }
}

async function confirmed({ stdin, stderr, interrupted }: Terminal): Promise<boolean> {
  if (stdin.isTTY !== true)
    throw usageError('there is no terminal to ask at: give --yes to apply, or look with crony jobs plan');
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    return /^y(es)?$/i.test((await lines.question('Apply? [y/N] ', { signal: interrupted })).trim());
  } finally {
    lines.close();
  }
}

function toBody(managedBy: string, planned: readonly PlannedJob[], adopt: boolean): ApplyBody {
  const wire = ({ spec }: PlannedJob): JobEntry => toWire(spec!);
  return {
    managedBy,
    creates: planned.filter(({ action }) => action === 'create').map(wire),
    updates: updatesIn(planned).map((job) => ({ id: job.job!.id, version: job.job!.version, job: wire(job), adopt })),
    deletes: planned
      .filter(({ action }) => action === 'delete')
      .map(({ job }) => ({ id: job!.id, version: job!.version })),
  };
}

function updatesIn(planned: readonly PlannedJob[]): PlannedJob[] {
  return planned.filter(({ action }) => action === 'change');
}

/** The change that a path such as `updates.3.job.schedule` is about, and the rest of the path. */
function changeAt(path: string, planned: readonly PlannedJob[]): { job: PlannedJob; inside: string } | null {
  const [list, index, ...rest] = path.split('.');
  const action = list === 'creates' ? 'create' : list === 'updates' ? 'change' : 'delete';
  const job = planned.filter((one) => one.action === action)[Number(index)];
  if (job === undefined) return null;
  return { job, inside: (rest[0] === 'job' ? rest.slice(1) : rest).join('.') };
}

/** What only the hub knows, such as that there is no such channel, told at its line. */
function placed(problem: ApiProblem, planned: readonly PlannedJob[]): Error {
  const lines = problem.errors.map(({ path, rule }) => {
    const change = changeAt(path, planned);
    const place = change?.job.declared?.placeOf(change.inside);
    if (change === null || place === undefined) return `${path} ${rule}`;
    return describeFileError({ ...place, path: `${change.job.name}: ${change.inside}`, rule });
  });
  return lines.length === 0 ? problem : new CommandError(`nothing was changed:\n${lines.join('\n')}`);
}

const REASONS: Record<string, string> = {
  version: 'was changed meanwhile',
  gone: 'was deleted meanwhile',
  name_taken: 'was created meanwhile',
  managed_by_other: 'belongs to somebody else by now',
};

function describeConflict(problem: ApiProblem, planned: readonly PlannedJob[]): string {
  const conflicts = (problem.problem.conflicts ?? []) as ApplyConflict[];
  const lines = conflicts.map(({ path, reason, version, managedBy }) => {
    const job = changeAt(path, planned)?.job;
    const name = job === undefined ? path : `${job.project}/${job.name}`;
    const seen = job?.job === undefined ? '' : `version ${job.job.version} was planned for, `;
    const now = version === null ? '' : ` (${seen}it is version ${version} now, managed by ${managedBy ?? 'nobody'})`;
    return `  ${name} ${REASONS[reason]}${now}`;
  });
  return [
    'nothing was changed, because somebody else was faster:',
    ...lines,
    `Planned was: ${summaryOf(planned)}. Plan again.`,
  ].join('\n');
}

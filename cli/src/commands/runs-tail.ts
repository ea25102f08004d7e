import { isOpen } from '@crony/shared/domain/run';
import { toInstant } from '@crony/shared/wire/instant';
import type { CronyClient, Run, RunFilter } from '@crony/sdk/client';
import { EXIT, type Command, type Terminal } from '../terminal/command.js';
import { connect, CONNECTION, JSON_OUTPUT } from '../terminal/connect.js';
import { print } from '../terminal/output.js';
import { firstOf, RUN_FILTER, runFilter } from './runs.js';
import { statusOf, tookMs } from './run-words.js';
import { duration } from '../terminal/output.js';

const DEFAULT_LAST = 10;
const MOST_LAST = 1_000;
const EVERY_MS = 1_000;
/** How far back each look goes: a run may be written long after it was planned, and goes on after it was shown. */
const LOOK_BACK_MS = 600_000;
/** To the oldest run that still goes on, and no further than this. */
const FURTHEST_BACK_MS = 86_400_000;
/** Of one look; beyond it something is left out, and said so by nobody: no screen shows more a second. */
const MOST_AT_ONCE = 2_000;
const PAGE = 500;

export const runsTail: Command = {
  name: 'runs tail',
  operands: ['[JOB]'],
  summary: 'follow the runs of a job, or of all: a line for each turn that a run takes, until Ctrl-C',
  options: {
    ...RUN_FILTER,
    last: { value: 'number', help: `So many earlier ones first. Default: ${DEFAULT_LAST}.` },
    ...JSON_OUTPUT,
    ...CONNECTION,
  },
  async run(given, terminal) {
    const last = given.integer('last', { min: 0, max: MOST_LAST }) ?? DEFAULT_LAST;
    const client = connect(given, terminal);
    const [job] = given.operands;
    const filter = await runFilter(
      job === undefined ? given : { ...given, text: (option) => (option === 'job' ? job : given.text(option)) },
      client,
    );
    try {
      await follow(client, filter, { last, json: given.has('json') }, terminal);
    } catch (error) {
      if (!terminal.interrupted.aborted) throw error;
    }
    return EXIT.done;
  },
};

async function follow(
  client: CronyClient,
  filter: RunFilter,
  { last, json }: { last: number; json: boolean },
  terminal: Terminal,
): Promise<void> {
  const { clock, interrupted } = terminal;
  const shown = new Map<string, Shown>();
  const show = async (run: Run): Promise<void> => {
    if (shown.get(run.id)?.turn === shownAs(run).turn) return;
    shown.set(run.id, shownAs(run));
    await print(terminal, json ? JSON.stringify(run) : lineOf(run));
  };
  const look = async (query: RunFilter, most: number): Promise<Run[]> => {
    const runs: Run[] = [];
    for await (const run of firstOf(client.runs.list({ ...query, limit: Math.min(most, PAGE) }), most)) runs.push(run);
    return runs.sort((one, other) => (one.plannedAt < other.plannedAt ? -1 : 1));
  };
  const before = await look(filter, MOST_AT_ONCE / 2);
  const older = Math.max(0, before.length - last);
  for (const run of before.slice(0, older)) shown.set(run.id, shownAs(run));
  for (const run of before.slice(older)) await show(run);
  while (!interrupted.aborted) {
    await clock.sleep(EVERY_MS, interrupted);
    if (interrupted.aborted) return;
    const now = clock.now();
    const open = [...shown.values()].filter((one) => !one.isOver).map(({ plannedAt }) => plannedAt);
    const from = Math.max(Math.min(now - LOOK_BACK_MS, ...open), now - FURTHEST_BACK_MS);
    for (const run of await look({ ...filter, from: toInstant(from) }, MOST_AT_ONCE)) {
      await show(run);
    }
    for (const [id, { plannedAt }] of shown) if (plannedAt < from) shown.delete(id);
  }
}

interface Shown {
  /** What was said of it last. */
  turn: string;
  plannedAt: number;
  isOver: boolean;
}

function shownAs({ status, attempt, plannedAt }: Run): Shown {
  const isOver = !isOpen(status);
  return { turn: `${status} ${attempt}`, plannedAt: Date.parse(plannedAt), isOver };
}

function lineOf(run: Run): string {
  const took = tookMs(run);
  const parts = [run.plannedAt, `${run.project}/${run.jobName}`, statusOf(run)];
  if (took !== null) parts.push(duration(took));
  if (run.attempt > 1) parts.push(`attempt ${run.attempt}`);
  if (run.nodeId !== null) parts.push(run.nodeId);
  return [...parts, run.id].join('  ');
}

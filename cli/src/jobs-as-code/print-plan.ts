/** A plan for people, and for programs. */
import { quoteValue } from '@crony/shared/wire/quoted-value';
import { print, say } from '../terminal/output.js';
import type { Terminal } from '../terminal/command.js';
import { countPlan, turnOf, type PlannedAction, type PlannedJob } from './plan-jobs.js';

const MARKS: Record<PlannedAction, string> = { create: '+', change: '~', delete: '-', unchanged: ' ', refused: '!' };
const VERBS: Record<PlannedAction, string> = {
  create: 'will be created',
  change: 'will be changed',
  delete: 'will be deleted',
  unchanged: 'is as it should be',
  refused: 'is refused',
};

export async function printPlan(terminal: Terminal, planned: readonly PlannedJob[], json: boolean): Promise<void> {
  if (json) return print(terminal, JSON.stringify({ summary: countPlan(planned), jobs: planned.map(toJson) }));
  for (const job of planned) {
    if (job.action === 'unchanged' && job.note === undefined) continue;
    await print(terminal, describe(job));
  }
  await print(terminal, summaryOf(planned));
}

function describe(job: PlannedJob): string {
  const { action, project, name, adopted, note, changes, declared } = job;
  const turn = turnOf(job);
  const place = declared?.placeOf('name');
  const head = [
    `${MARKS[action]} ${project}/${name}: ${VERBS[action]}`,
    turn === null ? '' : `, ${turn}`,
    adopted ? ', taken over' : '',
    note === undefined ? '' : ` (${note})`,
    place === undefined ? '' : `  [${place.file}:${place.line}]`,
  ];
  const lines = changes.map(({ path, before, after }) => `    ${path}: ${shown(path, before)} → ${shown(path, after)}`);
  return [head.join(''), ...lines].join('\n');
}

export function summaryOf(planned: readonly PlannedJob[]): string {
  const { create, change, paused, resumed, delete: gone, unchanged, refused } = countPlan(planned);
  const turned = [...(paused > 0 ? [`${paused} paused`] : []), ...(resumed > 0 ? [`${resumed} resumed`] : [])];
  return [
    `${create} to create`,
    `${change} to change${turned.length > 0 ? ` (${turned.join(', ')})` : ''}`,
    `${gone} to delete`,
    `${unchanged} unchanged`,
    ...(refused > 0 ? [`${refused} refused`] : []),
  ].join(', ');
}

function toJson(job: PlannedJob) {
  const { action, project, name, adopted, note, changes, declared } = job;
  const place = declared?.placeOf('name');
  return {
    action,
    project,
    name,
    id: job.job?.id ?? null,
    version: job.job?.version ?? null,
    turn: turnOf(job),
    adopted,
    note: note ?? null,
    file: place?.file ?? null,
    line: place?.line ?? null,
    changes: changes.map(({ path, before, after }) => ({
      path,
      before: withoutSecrets(path, before),
      after: withoutSecrets(path, after),
    })),
  };
}

const LONGEST_VALUE = 200;

function shown(path: string, value: unknown): string {
  if (value === undefined) return '(none)';
  const text = JSON.stringify(withoutSecrets(path, value));
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** Logs of builds are read by many. The body is what somebody came to see. */
function withoutSecrets(path: string, value: unknown): unknown {
  if (value === undefined) return null;
  const parts = path.split('.').map((part) => (part === 'body' ? 'text' : part));
  return quoteValue(parts, value);
}

export function warnOfStrangers(
  terminal: Terminal,
  managedBy: string,
  projects: readonly string[],
  count: number,
): void {
  if (count === 0) return;
  const jobs = count === 1 ? '1 job' : `${count} jobs`;
  say(
    terminal,
    `note: ${jobs} managed by ${JSON.stringify(managedBy)} in projects that no file names (${projects.join(', ')}) stay as they are; name such a project by \`project:\` in a file to have them deleted`,
  );
}

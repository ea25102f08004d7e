/** What a bulk edit will come to, as far as it can be told beforehand. The hub decides job by job. */
import { useQuery } from '@tanstack/react-query';
import type { Job, Node } from '../../api/client';
import { nodesQuery, secretsQuery } from '../../api/queries';
import { whichFit } from '../why-unassigned';
import { BULK_RULES, type BulkInput, type BulkKind } from './bulk-kinds';
import { namesInProjectQuery } from './names-in-project';

export interface Foresight {
  /** Jobs that no living node would take. */
  homeless: readonly Job[];
  /** Of a move: names that are taken there. */
  taken: readonly Job[];
  /** Of a move: jobs that name secrets which the project lacks, and which those are. */
  lacking: readonly Job[];
  secrets: readonly string[];
}

export function useForesight(kind: BulkKind, input: BulkInput, changing: readonly Job[]): Foresight | null {
  const isPlacing = kind === 'move' || kind === 'place';
  const isMoving = kind === 'move' && input.project !== '';
  const nodes = useQuery({ ...nodesQuery, enabled: isPlacing });
  const names = useQuery({ ...namesInProjectQuery(input.project), enabled: isMoving });
  const secrets = useQuery({ ...secretsQuery(input.project), enabled: isMoving });
  if (!isPlacing || !BULK_RULES[kind].isComplete(input) || !nodes.data) return null;
  const known = new Set(secrets.data?.items.map(({ name }) => name));
  const missing = isMoving && secrets.data ? changing.map((job) => secretsOf(job).filter((name) => !known.has(name))) : []; // prettier-ignore
  return {
    homeless: homelessAfter(kind, input, changing, nodes.data.items),
    taken: isMoving && names.data ? changing.filter(({ name }) => names.data.has(name)) : [],
    lacking: changing.filter((_, i) => (missing[i]?.length ?? 0) > 0),
    secrets: [...new Set(missing.flat())],
  };
}

function homelessAfter(kind: BulkKind, input: BulkInput, changing: readonly Job[], nodes: readonly Node[]): Job[] {
  const known = new Map<string, boolean>();
  return changing.filter((job) => {
    const { project, nodeLabels } = { ...job, ...BULK_RULES[kind].edit?.(job, input) };
    const key = JSON.stringify([project, nodeLabels]);
    const fits = known.get(key) ?? whichFit({ project: project ?? job.project, nodeLabels: nodeLabels ?? {} }, nodes).length > 0; // prettier-ignore
    known.set(key, fits);
    return !fits;
  });
}

function secretsOf({ callback }: Job): string[] {
  const named = [...JSON.stringify(callback).matchAll(/\{\{\s*secrets\.(\w+)/g)].map(([, name]) => name!);
  return [...new Set([...named, ...(callback.type === 'shell' ? (callback.secrets ?? []) : [])])];
}

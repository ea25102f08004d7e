/**
 * A job's definition as the text that a node keeps of it: without what nearly every job says alike, which is two thirds.
 * Only for this process's memory, so that the list below may change at any time.
 */
import type { JobDefinition } from '@crony/shared/domain/job';
import { NO_RETRY } from '@crony/shared/domain/retry-policy';

const USUAL = {
  project: 'default',
  timeoutMs: 30_000,
  completion: 'sync',
  retry: NO_RETRY,
  concurrency: 'forbid',
  misfire: 'fire_once',
  misfireAfterMs: 5_000,
  misfireLimit: 100,
  onNodeLoss: 'redispatch',
  onIsolation: 'fire',
  nodeLabels: {},
  priority: 0,
} as const satisfies Partial<JobDefinition>;

const USUAL_TEXTS = new Map(Object.entries(USUAL).map(([field, value]) => [field, JSON.stringify(value)]));

export function toKeptText(definition: JobDefinition): string {
  const kept: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(definition)) if (!isUsual(field, value)) kept[field] = value;
  return JSON.stringify(kept);
}

export function fromKeptText(text: string): JobDefinition {
  return { ...USUAL, ...(JSON.parse(text) as Omit<JobDefinition, keyof typeof USUAL>) };
}

function isUsual(field: string, value: unknown): boolean {
  const usual: unknown = USUAL[field as keyof typeof USUAL];
  if (usual === undefined || typeof usual !== 'object') return usual !== undefined && usual === value;
  return JSON.stringify(value) === USUAL_TEXTS.get(field);
}

/**
 * A job as the form holds it: every field has a value, maps are rows, durations are seconds. Paths of fields are those of the
 * API wherever they can be, so that what the hub says of a field finds its place.
 */
import { FIRST_JOB_ALERTS, type JobAlertsDraft } from '../alerts/job-alerts-draft';
import type { Job, JobInput } from '../api/client';

export interface Pair {
  name: string;
  value: string;
}

export const SCHEDULE_KINDS = ['cron', 'every', 'at'] as const;
export type ScheduleKind = (typeof SCHEDULE_KINDS)[number];
export type CallbackType = 'http' | 'grpc' | 'shell';

export interface ScheduleDraft {
  kind: ScheduleKind;
  cron: string;
  everyMs: number;
  phaseMs: number;
  /** Wall times in the job's zone, as `2027-01-31T08:00`; empty for none. */
  at: string;
  startAt: string;
  endAt: string;
  timeZone: string;
  jitterS: number;
}

export interface CallbackDraft {
  type: CallbackType;
  method: string;
  url: string;
  headers: Pair[];
  body: string;
  target: string;
  grpcMethod: string;
  payload: string;
  metadata: Pair[];
  command: string;
  env: Pair[];
}

export interface JobDraft {
  name: string;
  project: string;
  description: string;
  owner: string;
  tags: Pair[];
  enabled: boolean;
  schedule: ScheduleDraft;
  callback: CallbackDraft;
  timeoutS: number;
  completion: 'sync' | 'async';
  reportTimeoutS: number | '';
  retry: { limit: number; delayS: number; factor: number; maxDelayS: number };
  concurrency: Job['concurrency'];
  misfire: Job['misfire'];
  onNodeLoss: Job['onNodeLoss'];
  onIsolation: Job['onIsolation'];
  nodeLabels: Pair[];
  priority: number;
  alerts: JobAlertsDraft;
}

export function emptyDraft(project: string): JobDraft {
  return {
    name: '',
    project,
    description: '',
    owner: '',
    tags: [],
    enabled: true,
    schedule: {
      kind: 'cron',
      cron: '*/5 * * * *',
      everyMs: 60_000,
      phaseMs: 0,
      at: '',
      startAt: '',
      endAt: '',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      jitterS: 0,
    },
    callback: {
      type: 'http',
      method: 'POST',
      url: '',
      headers: [],
      body: '',
      target: '',
      grpcMethod: '',
      payload: '',
      metadata: [],
      command: '',
      env: [],
    },
    timeoutS: 30,
    completion: 'sync',
    reportTimeoutS: '',
    retry: { limit: 0, delayS: 1, factor: 2, maxDelayS: 60 },
    concurrency: 'forbid',
    misfire: 'fire_once',
    onNodeLoss: 'redispatch',
    onIsolation: 'fire',
    nodeLabels: [],
    priority: 0,
    alerts: FIRST_JOB_ALERTS,
  };
}

export const toPairs = (map: Readonly<Record<string, string>> | undefined): Pair[] =>
  Object.entries(map ?? {}).map(([name, value]) => ({ name, value }));

/** Rows without a name are rows that nobody has filled in yet. */
export const fromPairs = (pairs: readonly Pair[]): Record<string, string> =>
  Object.fromEntries(pairs.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value]));

export type StoredCallback = JobInput['callback'];

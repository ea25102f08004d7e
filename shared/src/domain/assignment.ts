/** Which node owns a job: the value of one etcd key. It carries the compiled job, so a node needs only etcd to know its work. */
import { copyOptional, type JobDefinition } from './job.js';

export const ASSIGNMENT_FORMAT = 1;
/** etcd refuses large requests, and a node holds a million of these. */
export const MAX_ASSIGNMENT_BYTES = 32 * 1_024;

export interface Assignment {
  format: typeof ASSIGNMENT_FORMAT;
  jobId: string;
  version: number;
  epoch: number;
  /** The owner answers for every planned time after this instant. */
  resumeFrom: number;
  /** The schedule counts from here. */
  effectiveFrom: number;
  job: JobDefinition;
}

/** Strips what only people and filters want. */
export function compileJob(job: JobDefinition): JobDefinition {
  const definition: JobDefinition = {
    name: job.name,
    project: job.project,
    schedule: job.schedule,
    callback: job.callback,
    timeoutMs: job.timeoutMs,
    completion: job.completion,
    retry: job.retry,
    concurrency: job.concurrency,
    misfire: job.misfire,
    misfireAfterMs: job.misfireAfterMs,
    misfireLimit: job.misfireLimit,
    onNodeLoss: job.onNodeLoss,
    onIsolation: job.onIsolation,
    nodeLabels: job.nodeLabels,
    priority: job.priority,
  };
  copyOptional(job, definition);
  return definition;
}

/** What the registry keeps of a living node (`nodes/<nodeId>`). */
export interface NodeRegistration {
  incarnation: string;
  /** Where its health and metrics answer. */
  address: string;
  /** The node's own setting; a stored weight wins over it. 0 takes no jobs. */
  weight: number;
  labels: Record<string, string>;
  /** Empty: every project. */
  projects: string[];
  /** Most attempts in flight. */
  capacity: number;
  version: string;
  tzVersion: string;
  /** On its way out: takes no jobs and gives away those it has. */
  draining: boolean;
  /** Milliseconds since the epoch. */
  startedAt: number;
}

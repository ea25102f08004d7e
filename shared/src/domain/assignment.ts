/** Which node owns a job: the value of one etcd key. It carries the compiled job, so a node needs only etcd to know its work. */
import type { Job, JobDefinition } from './job.js';

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
export function compileJob(job: Job): JobDefinition {
  const { name, project, schedule, callback, timeoutMs, completion, reportTimeoutMs, heartbeatMs, retry } = job;
  const { concurrency, queueLimit } = job;
  const { misfire, misfireAfterMs, misfireLimit, startDeadlineMs, onNodeLoss, onIsolation, nodeLabels, priority } = job;
  return {
    name,
    project,
    schedule,
    callback,
    timeoutMs,
    completion,
    ...(reportTimeoutMs === undefined ? {} : { reportTimeoutMs }),
    ...(heartbeatMs === undefined ? {} : { heartbeatMs }),
    retry,
    concurrency,
    ...(queueLimit === undefined ? {} : { queueLimit }),
    misfire,
    misfireAfterMs,
    misfireLimit,
    ...(startDeadlineMs === undefined ? {} : { startDeadlineMs }),
    onNodeLoss,
    onIsolation,
    nodeLabels,
    priority,
  };
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

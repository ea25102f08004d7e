import { z } from '@hono/zod-openapi';
import { FINAL_STATES } from '@crony/schema/run-state-lists';
import { DAY_MS } from '../domain/durations.js';
import {
  COMPLETIONS,
  CONCURRENCY_POLICIES,
  DEFAULT_QUEUE_LIMIT,
  DEFAULT_REPORT_TIMEOUT_MS,
  ISOLATION_POLICIES,
  MISFIRE_POLICIES,
  NODE_LOSS_POLICIES,
} from '../domain/job.js';
import type { JobSpec } from '../domain/job.js';
import { NO_RETRY } from '../domain/retry-policy.js';
import { jobAlerts, jobAlertsAnswer } from './alert-rule.js';
import { callbackAnswer, callbackInput } from './callback.js';
import { instant, instantAnswer } from './instant.js';
import { jobId } from './job-id.js';
import { managedByName } from './managed-by.js';
import { nodeId } from './node-id.js';
import { pageOf, pageQuery, repeatable } from './page.js';
import { problem } from './problem.js';
import { projectName } from './project.js';
import { retryAnswer, retryInput } from './retry.js';
import { scheduleAnswer, scheduleInput } from './schedule.js';
import { labelName, labelValue, line, namedTexts, paragraph } from './text.js';

export const DEFAULT_PROJECT = 'default';
export const MAX_BULK_ITEMS = 10_000;
export const NEXT_RUNS_SHOWN = 5;
/** Each of them is a row that its holder keeps in hand. */
const MOST_QUEUED_RUNS = 1_000;

const required = {
  name: line({ min: 1, max: 200 }).openapi({ description: 'Unique in its project.', example: 'settle-orders' }),
  schedule: scheduleInput,
  callback: callbackInput,
};

const optional = {
  project: projectName,
  enabled: z.boolean(),
  tags: namedTexts(labelName, line({ min: 0, max: 200 }), 32).openapi({
    description: 'For people and filters.',
    example: { team: 'pay' },
  }),
  timeoutMs: z.int().min(1).max(DAY_MS).openapi({ description: 'Per attempt.' }),
  completion: z.enum(COMPLETIONS).openapi({
    description: '`async`: a service that answers 202 reports the outcome later (`POST /runs/{id}/report`).',
  }),
  reportTimeoutMs: z
    .int()
    .min(1)
    .max(30 * DAY_MS)
    .openapi({
      description: `Of \`async\`: from the 202 to the outcome, per attempt. Default: ${DEFAULT_REPORT_TIMEOUT_MS}.`,
    }),
  heartbeatMs: z.int().min(1_000).max(DAY_MS).openapi({
    description: 'Of `async`: a service that reports nothing at all for this long has timed out. Default: no limit.',
  }),
  retry: retryInput,
  concurrency: z.enum(CONCURRENCY_POLICIES).openapi({
    description:
      'What becomes of a planned time while an earlier run is open anywhere in the cluster: `forbid` skips it, `queue` lets it wait, `replace` ends the earlier run.',
  }),
  queueLimit: z
    .int()
    .min(1)
    .max(MOST_QUEUED_RUNS)
    .openapi({
      description: `Most runs that wait for their turn under \`queue\`; what comes beyond is skipped. Default: ${DEFAULT_QUEUE_LIMIT}.`,
    }),
  misfire: z.enum(MISFIRE_POLICIES).openapi({ description: 'What becomes of planned times that are missed.' }),
  misfireAfterMs: z.int().min(1).max(DAY_MS).openapi({ description: 'Later than this is missed.' }),
  misfireLimit: z.int().min(1).max(1_000).openapi({ description: 'A longer gap is one row with first, last, count.' }),
  startDeadlineMs: z
    .int()
    .min(1)
    .max(30 * DAY_MS)
    .openapi({
      description: 'A run that could not start this long after its planned time is skipped. Default: none.',
    }),
  onNodeLoss: z.enum(NODE_LOSS_POLICIES),
  onIsolation: z.enum(ISOLATION_POLICIES),
  nodeLabels: namedTexts(labelName, labelValue, 16).openapi({
    description: 'Only nodes that carry all of these labels may own the job.',
    example: { zone: 'a' },
  }),
  priority: z.int().min(0).max(9),
  owner: line({ min: 0, max: 200 }),
  description: paragraph({ max: 2_000 }),
  alerts: jobAlerts,
  managedBy: managedByName.nullable().openapi({
    description: 'Who keeps the job in files and writes it from there (`POST /jobs/apply`); null: nobody.',
  }),
};

/** Absent where not given: they mean something only beside another field, or no limit. */
type WithoutDefault = 'startDeadlineMs' | 'queueLimit' | 'reportTimeoutMs' | 'heartbeatMs';

/** The defaults of everything that need not be given, but for the above. */
export const JOB_DEFAULTS = {
  project: DEFAULT_PROJECT,
  enabled: true,
  tags: {},
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
  owner: '',
  description: '',
  alerts: { channels: [], on: ['failure'] },
  managedBy: null,
} as const satisfies {
  [K in Exclude<keyof typeof optional, WithoutDefault>]: z.output<(typeof optional)[K]>;
};

export const jobInput = z
  .strictObject({
    ...required,
    project: optional.project.default(JOB_DEFAULTS.project),
    enabled: optional.enabled.default(JOB_DEFAULTS.enabled),
    tags: optional.tags.default(JOB_DEFAULTS.tags),
    timeoutMs: optional.timeoutMs.default(JOB_DEFAULTS.timeoutMs),
    completion: optional.completion.default(JOB_DEFAULTS.completion),
    reportTimeoutMs: optional.reportTimeoutMs.optional(),
    heartbeatMs: optional.heartbeatMs.optional(),
    retry: optional.retry.default(JOB_DEFAULTS.retry),
    concurrency: optional.concurrency.default(JOB_DEFAULTS.concurrency),
    misfire: optional.misfire.default(JOB_DEFAULTS.misfire),
    misfireAfterMs: optional.misfireAfterMs.default(JOB_DEFAULTS.misfireAfterMs),
    misfireLimit: optional.misfireLimit.default(JOB_DEFAULTS.misfireLimit),
    queueLimit: optional.queueLimit.optional(),
    startDeadlineMs: optional.startDeadlineMs.optional(),
    onNodeLoss: optional.onNodeLoss.default(JOB_DEFAULTS.onNodeLoss),
    onIsolation: optional.onIsolation.default(JOB_DEFAULTS.onIsolation),
    nodeLabels: optional.nodeLabels.default(JOB_DEFAULTS.nodeLabels),
    priority: optional.priority.default(JOB_DEFAULTS.priority),
    owner: optional.owner.default(JOB_DEFAULTS.owner),
    description: optional.description.default(JOB_DEFAULTS.description),
    alerts: optional.alerts.default({ channels: [], on: ['failure'] }),
    managedBy: optional.managedBy.default(JOB_DEFAULTS.managedBy),
  })
  .openapi('JobInput', { description: 'Only `name`, `schedule` and `callback` are required.' });
/** As it is sent. */
export type JobInput = z.input<typeof jobInput>;
/** As it is read, with every default. */
export type JobWritten = z.output<typeof jobInput>;

/** The same fields, each optional; null puts one with a default back to it. */
export const jobPatch = z
  .strictObject({
    name: required.name.optional(),
    schedule: required.schedule.optional(),
    callback: required.callback.optional(),
    project: optional.project.nullish(),
    enabled: optional.enabled.nullish(),
    tags: optional.tags.nullish(),
    timeoutMs: optional.timeoutMs.nullish(),
    completion: optional.completion.nullish(),
    reportTimeoutMs: optional.reportTimeoutMs.nullish(),
    heartbeatMs: optional.heartbeatMs.nullish(),
    retry: optional.retry.nullish(),
    concurrency: optional.concurrency.nullish(),
    misfire: optional.misfire.nullish(),
    misfireAfterMs: optional.misfireAfterMs.nullish(),
    misfireLimit: optional.misfireLimit.nullish(),
    queueLimit: optional.queueLimit.nullish(),
    startDeadlineMs: optional.startDeadlineMs.nullish(),
    onNodeLoss: optional.onNodeLoss.nullish(),
    onIsolation: optional.onIsolation.nullish(),
    nodeLabels: optional.nodeLabels.nullish(),
    priority: optional.priority.nullish(),
    owner: optional.owner.nullish(),
    description: optional.description.nullish(),
    alerts: optional.alerts.nullish(),
    managedBy: optional.managedBy.optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'must change at least one field')
  .openapi('JobPatch', {
    description:
      'Fields that are given replace the job’s as wholes: a `retry` with `limit` alone puts its other members back to their defaults. Null puts a field back to its default. Fields that are not given stay.',
  });
export type JobPatch = z.output<typeof jobPatch>;

export function applyPatch(spec: JobSpec, patch: JobPatch): JobSpec {
  const merged: Record<string, unknown> = { ...spec };
  const defaults: Record<string, unknown> = JOB_DEFAULTS;
  for (const [field, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    const next = value === null ? defaults[field] : value;
    if (next === undefined) delete merged[field];
    else merged[field] = next;
  }
  return merged as unknown as JobSpec; // each field was validated by the schema, or is a default
}

/** Of a pause: why, and until when. */
export const pauseInput = z
  .strictObject({
    note: line({ min: 1, max: 500 }).optional(),
    until: instant.optional().openapi({ description: 'Resumed then, by itself.' }),
  })
  .openapi('Pause');

const ASSIGNMENT_STATES = ['assigned', 'pending', 'paused'] as const;

export const jobAnswer = z
  .strictObject({
    id: z.uuid(),
    version: z.int().openapi({ description: 'Grows with every edit, pause and resume; also the `ETag`.' }),
    name: z.string(),
    project: z.string(),
    enabled: z.boolean(),
    tags: z.record(z.string(), z.string()),
    schedule: scheduleAnswer,
    callback: callbackAnswer,
    timeoutMs: z.int(),
    completion: z.enum(COMPLETIONS),
    reportTimeoutMs: z.int().optional(),
    heartbeatMs: z.int().optional(),
    retry: retryAnswer,
    concurrency: z.enum(CONCURRENCY_POLICIES),
    queueLimit: z.int().optional(),
    misfire: z.enum(MISFIRE_POLICIES),
    misfireAfterMs: z.int(),
    misfireLimit: z.int(),
    startDeadlineMs: z.int().optional(),
    onNodeLoss: z.enum(NODE_LOSS_POLICIES),
    onIsolation: z.enum(ISOLATION_POLICIES),
    nodeLabels: z.record(z.string(), z.string()),
    priority: z.int(),
    owner: z.string(),
    description: z.string(),
    alerts: jobAlertsAnswer,
    managedBy: z.string().nullable().openapi({ description: 'Who keeps it in files and writes it from there.' }),
    pause: z
      .strictObject({ note: z.string().nullable(), until: instantAnswer.nullable() })
      .optional()
      .openapi({ description: 'What whoever paused it said.' }),
    nextRuns: z.array(instantAnswer).max(NEXT_RUNS_SHOWN).openapi({
      description: 'The next planned times; empty when the job is paused or never runs again.',
    }),
    nodeId: z.string().nullable().openapi({ description: 'The living node that owns the job.' }),
    assignment: z.enum(ASSIGNMENT_STATES).openapi({
      description: '`pending` until a living node has taken the job over; etcd or every node may be away.',
    }),
    createdAt: instantAnswer,
    updatedAt: instantAnswer,
  })
  .openapi('Job');
export type JobAnswer = z.output<typeof jobAnswer>;

export const jobParams = z.strictObject({ id: jobId });

export const jobQuery = z.strictObject({
  ...pageQuery,
  project: projectName.optional(),
  enabled: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .openapi({ type: 'boolean' }),
  managedBy: managedByName.optional().openapi({ description: 'Jobs that carry this mark.' }),
  name: z.string().min(1).max(200).optional().openapi({ description: 'A part of the name; case does not matter.' }),
  nodeId: nodeId.optional().openapi({ description: 'Jobs that this node took over last.' }),
  id: repeatable(jobId, { max: 100 }).openapi({ description: 'Only these; may be given several times.' }),
  assignment: z.enum(['pending']).optional().openapi({
    description: 'Only jobs that should fire and that no living node owns.',
  }),
  lastRun: repeatable(z.enum([...FINAL_STATES, 'none']), { max: FINAL_STATES.length + 1, separator: ',' }).openapi({
    description:
      'How their newest run that has ended, ended; `none`: jobs without any run. A page may be shorter than asked for, even empty, and go on: follow `nextCursor`.',
  }),
  tag: repeatable(z.string().regex(/^[^:]{1,63}:.{0,200}$/, 'must be name:value, such as team:pay'), {
    max: 10,
  }).openapi({ description: '`name:value`; may be given several times, and all must match.' }),
});

export const jobPage = pageOf(jobAnswer).openapi('JobPage');

/** Each item stands for itself and is validated alone, so one bad item does not refuse its neighbours. */
export const bulkInput = z
  .strictObject({
    items: z
      .array(z.unknown())
      .min(1)
      .max(MAX_BULK_ITEMS)
      .openapi({
        type: 'array',
        items: { $ref: '#/components/schemas/JobInput' },
        minItems: 1,
        maxItems: MAX_BULK_ITEMS,
      }),
  })
  .openapi('JobBulkInput');

export const bulkAnswer = z
  .strictObject({
    items: z.array(
      z.union([
        z.strictObject({ status: z.literal(201), job: jobAnswer }),
        z.strictObject({ status: z.int().min(400).max(599), problem }),
      ]),
    ),
  })
  .openapi('JobBulk', { description: 'One result for each item, in the order of the items.' });
export type BulkResult = z.output<typeof bulkAnswer>['items'][number];

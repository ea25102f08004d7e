import { z } from '@hono/zod-openapi';
import { CLUSTER_ALERT_KINDS, RUN_ALERT_KINDS } from '../domain/alert.js';
import {
  DEFAULT_RULES,
  LONGEST_WINDOW_MS,
  MOST_IN_ROW,
  PLAIN_JOB_KINDS,
  type AlertRule,
} from '../domain/alert-rule.js';
import { DAY_MS } from '../domain/durations.js';
import { instantAnswer } from './instant.js';
import { pageOf, pageQuery } from './page.js';
import { projectName } from './project.js';
import { line } from './text.js';

const channelNames = z
  .array(line({ min: 1, max: 63 }))
  .max(20)
  .refine((names) => new Set(names).size === names.length, 'must not name a channel twice');

const afterMs = z.int().min(0).max(DAY_MS);
const waiting = <K extends 'no_node' | 'node_lost' | 'leader_lost' | 'etcd_unreachable' | 'database_unreachable'>(
  kind: K,
) =>
  z.strictObject({
    kind: z.literal(kind),
    afterMs: afterMs.default((DEFAULT_RULES[kind] as { afterMs: number }).afterMs),
  });

const RULES = {
  failure: z.strictObject({ kind: z.literal('failure') }),
  failures_in_row: z.strictObject({ kind: z.literal('failures_in_row'), count: z.int().min(2).max(MOST_IN_ROW) }),
  failure_rate: z.strictObject({
    kind: z.literal('failure_rate'),
    percent: z.number().gt(0).max(100),
    windowMs: z.int().min(60_000).max(LONGEST_WINDOW_MS),
    minRuns: z.int().min(1).max(1_000).default(10),
  }),
  slow: z.strictObject({
    kind: z.literal('slow'),
    longerThanMs: z
      .int()
      .min(1)
      .max(30 * DAY_MS),
  }),
  late: z.strictObject({ kind: z.literal('late'), laterThanMs: z.int().min(1).max(DAY_MS) }),
  missed: z.strictObject({ kind: z.literal('missed') }),
  silence: z.strictObject({ kind: z.literal('silence') }),
  not_run_by: z.strictObject({
    kind: z.literal('not_run_by'),
    withinMs: z
      .int()
      .min(1_000)
      .max(30 * DAY_MS),
  }),
  no_node: waiting('no_node'),
  node_lost: waiting('node_lost'),
  leader_lost: waiting('leader_lost'),
  etcd_unreachable: waiting('etcd_unreachable'),
  database_unreachable: waiting('database_unreachable'),
  circuit_open: z.strictObject({ kind: z.literal('circuit_open') }),
  clock_skew: z.strictObject({ kind: z.literal('clock_skew'), limitMs: z.int().min(10).max(DAY_MS).default(2_000) }),
} as const satisfies { [K in AlertRule['kind']]: z.ZodType<{ kind: K }> };

/** Those that a job may carry, and a project for all of its jobs. */
const OF_JOBS = [
  RULES.failure,
  RULES.failures_in_row,
  RULES.failure_rate,
  RULES.slow,
  RULES.late,
  RULES.missed,
  RULES.silence,
  RULES.not_run_by,
] as const;

const entry = z.union([z.enum(PLAIN_JOB_KINDS), z.discriminatedUnion('kind', OF_JOBS)], {
  error: `must be ${PLAIN_JOB_KINDS.map((kind) => `"${kind}"`).join(', ')}, or an object with one of the kinds ${[...RUN_ALERT_KINDS, 'not_run_by'].join(', ')} and its figures`,
});

const escalation = z.strictObject({
  channels: channelNames.min(1),
  afterMs: z
    .int()
    .min(60_000)
    .max(DAY_MS)
    .openapi({ description: 'Unless somebody has acknowledged the alert by then.' }),
});

export const jobAlerts = z.strictObject({
  channels: channelNames.default([]).openapi({
    description:
      'Names of channels of the project or of the cluster. None: where the rules of the project or the cluster say.',
  }),
  on: z
    .array(entry)
    .max(10)
    .refine(
      (entries) => new Set(entries.map((one) => (typeof one === 'string' ? one : one.kind))).size === entries.length,
      'must not have two rules of one kind',
    )
    .default(['failure']),
  recovery: z.boolean().optional().openapi({ description: 'Tell when it is over, too. Default: false.' }),
  escalation: escalation.optional(),
});

/** As a job answers them. */
export const jobAlertsAnswer = z
  .strictObject({
    channels: z.array(z.string()),
    on: z.array(entry),
    recovery: z.boolean().optional(),
    escalation: escalation.optional(),
  })
  .openapi('JobAlertsAnswer');

const rule = z
  .discriminatedUnion('kind', [
    ...OF_JOBS,
    RULES.no_node,
    RULES.node_lost,
    RULES.leader_lost,
    RULES.etcd_unreachable,
    RULES.database_unreachable,
    RULES.circuit_open,
    RULES.clock_skew,
  ])
  .openapi('AlertRule');

export const alertRuleInput = z
  .strictObject({
    project: projectName.nullable().default(null).openapi({ description: 'Null: for the whole cluster.' }),
    rule,
    channels: channelNames.default([]),
    recovery: z.boolean().default(false),
    escalation: escalation.nullable().default(null),
    enabled: z
      .boolean()
      .default(true)
      .openapi({
        description: `Of ${['no_node', ...CLUSTER_ALERT_KINDS].join(', ')}, which are watched for by themselves, false is the way to do without.`,
      }),
  })
  .refine(
    ({ project, rule: { kind } }) => project === null || !(CLUSTER_ALERT_KINDS as readonly string[]).includes(kind),
    {
      path: ['rule', 'kind'],
      error: 'is about the cluster and cannot be a project’s',
    },
  )
  .openapi('AlertRuleInput');
export type AlertRuleInput = z.output<typeof alertRuleInput>;

/** What a rule says, whoever says it. */
export const alertRuleFields = {
  rule,
  channels: z.array(z.string()),
  recovery: z.boolean(),
  escalation: escalation.nullable(),
};

export const alertRuleAnswer = z
  .strictObject({
    id: z.string(),
    project: z.string().nullable(),
    ...alertRuleFields,
    enabled: z.boolean(),
    createdAt: instantAnswer,
    updatedAt: instantAnswer,
  })
  .openapi('AlertRuleRow');

export const alertRulePage = pageOf(alertRuleAnswer).openapi('AlertRulePage');
export const alertRuleQuery = z.strictObject({ ...pageQuery, project: projectName.optional() });
export const alertRuleParams = z.strictObject({ id: z.uuid() });

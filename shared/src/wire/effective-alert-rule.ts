import { z } from '@hono/zod-openapi';
import { alertRuleFields } from './alert-rule.js';
import { jobId } from './job-id.js';
import { projectName } from './project.js';

export const effectiveRulesQuery = z
  .strictObject({ project: projectName.optional(), jobId: jobId.optional() })
  .refine(({ project, jobId: job }) => (project === undefined) !== (job === undefined), {
    path: ['project'],
    error: 'must be given unless jobId is, and not beside it',
  });

export const effectiveRulesAnswer = z
  .strictObject({
    project: z.string(),
    items: z.array(
      z.strictObject({
        ...alertRuleFields,
        from: z.enum(['job', 'project', 'cluster', 'default']).openapi({
          description: 'Whose figures count; `default`: what is watched for without any rule.',
        }),
        ruleId: z.string().nullable(),
      }),
    ),
  })
  .openapi('EffectiveAlertRules');

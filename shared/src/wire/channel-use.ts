/** What became of what a channel was to send, and who names it. */
import { z } from '@hono/zod-openapi';
import { ALERT_KINDS } from '../domain/alert.js';
import { notificationAnswer } from './alert.js';
import { channelProject } from './channel.js';
import { instantAnswer } from './instant.js';

export const channelTallyQuery = z.strictObject({ project: channelProject.optional() });

export const channelTalliesAnswer = z
  .strictObject({
    from: instantAnswer,
    items: z.array(
      z.strictObject({
        channelId: z.string(),
        sent: z.int(),
        failed: z.int().openapi({ description: 'Given up: it was tried for a day, or trying again is in vain.' }),
        waiting: z.int().openapi({ description: 'Due, or to be tried again.' }),
        lastSentAt: instantAnswer.nullable(),
      }),
    ),
  })
  .openapi('ChannelTallies');

export const channelDeliveriesAnswer = z
  .strictObject({
    items: z.array(
      notificationAnswer.extend({
        alertId: z.string().nullable().openapi({ description: 'Null: a result, or an alert that is no longer kept.' }),
        alertKind: z.enum(ALERT_KINDS).nullable(),
        jobName: z.string().nullable(),
      }),
    ),
  })
  .openapi('ChannelDeliveries');

export const channelUsesAnswer = z
  .strictObject({
    rules: z.array(z.strictObject({ id: z.string(), project: z.string().nullable(), kind: z.enum(ALERT_KINDS) })),
    jobs: z.array(z.strictObject({ id: z.string(), name: z.string(), project: z.string() })),
    complete: z.boolean().openapi({ description: 'False: more jobs than these may name it.' }),
  })
  .openapi('ChannelUses');

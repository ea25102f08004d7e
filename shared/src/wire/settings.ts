import { z } from '@hono/zod-openapi';
import { SETTING_SOURCES, type EffectiveSetting } from '../runtime/settings/effective-settings.js';

export const settingAnswer = z
  .strictObject({
    variable: z.string().openapi({ example: 'CRONY_LEASE_TTL_S' }),
    value: z.string().nullable().openapi({ description: 'Null: a secret, or nothing is set.' }),
    source: z.enum(SETTING_SOURCES).openapi({ description: 'Where it comes from.' }),
    isSet: z.boolean().openapi({ description: 'Whether there is a value, shown or not.' }),
    isSecret: z.boolean(),
    unit: z.string().nullable().openapi({ description: 'What a number counts.', example: 'seconds' }),
    fallback: z.string().nullable().openapi({ description: 'What happens where nothing is set.' }),
    help: z.string(),
  })
  .openapi('EffectiveSetting');

export const settingsAnswer = z
  .strictObject({
    hubId: z.string().openapi({ description: 'The hub that answers; each has settings of its own.' }),
    version: z.string(),
    runtime: z.string().openapi({ example: 'Node.js v20.19.0' }),
    publicUrl: z.string(),
    database: z.enum(['sqlite', 'mysql']),
    coordination: z.enum(['memory', 'etcd']),
    items: z.array(settingAnswer),
  })
  .openapi('Settings');

export function toSettingAnswer(setting: EffectiveSetting): z.output<typeof settingAnswer> {
  return { ...setting };
}

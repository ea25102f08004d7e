import { z } from '@hono/zod-openapi';
import { HOUR_MS } from '../../domain/durations.js';
import { DEFAULT_SETUP_TIMEOUT_MS } from '../../domain/callback.js';
import { SECRET_NAME } from '../../domain/template.js';
import { templated, templatedBody } from './templated.js';

const LONGEST_COMMAND = 8_192;
const MOST_ARGS = 64;
const MOST_VARIABLES = 64;
const VARIABLE_NAME = /^(?!CRONY_)[A-Za-z_][A-Za-z0-9_]{0,99}$/;

const withoutNul = z.string().refine((text) => !text.includes('\0'), 'must not hold NUL');
const command = withoutNul.min(1).max(LONGEST_COMMAND);

export const shellCallback = z.strictObject({
  type: z.literal('shell'),
  command: command.openapi({
    description: 'A line for `/bin/sh -c`, or with `args` a program. No templates: values come by the environment.',
    example: './backup.sh --full',
  }),
  args: z.array(withoutNul.max(LONGEST_COMMAND)).max(MOST_ARGS).optional(),
  cwd: withoutNul
    .max(1_024)
    .regex(/^\//, 'must be an absolute path')
    .optional()
    .openapi({ description: 'Default: the directory `shell` in the data directory of the node.' }),
  env: z
    .record(
      z.string().regex(VARIABLE_NAME, 'must be the name of an environment variable that does not begin with CRONY_'),
      templated(withoutNul.max(4_096)),
    )
    .refine((map) => Object.keys(map).length <= MOST_VARIABLES, `must have at most ${MOST_VARIABLES} entries`)
    .optional(),
  secrets: z
    .array(z.string().regex(SECRET_NAME, 'must be the name of a secret'))
    .max(MOST_VARIABLES)
    .optional()
    .openapi({ description: 'Secrets that the command finds in its environment, under their names. No others.' }),
  stdin: templatedBody.optional(),
  successExitCodes: z.array(z.int().min(0).max(255)).min(1).max(256).optional().openapi({ description: 'Default: 0.' }),
  setup: z
    .strictObject({ command, timeoutMs: z.int().min(1).max(HOUR_MS).optional() })
    .optional()
    .openapi({
      description: `Run once on each node before the first run there; default timeout ${DEFAULT_SETUP_TIMEOUT_MS} ms.`,
    }),
});

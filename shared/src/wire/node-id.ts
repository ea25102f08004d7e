import { z } from '@hono/zod-openapi';

/** A part of etcd keys, where `-` alone stands for no node; the same rule as that of `CRONY_NODE_ID`. */
export const nodeId = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    'must be 1 to 63 letters, digits, ".", "_" and "-", beginning with a letter or digit',
  );

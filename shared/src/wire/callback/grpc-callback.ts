import { z } from '@hono/zod-openapi';
import { GRPC_CODES } from '../../domain/callback.js';
import { templated, templatedBody } from './templated.js';
import { callbackTls } from './tls.js';

const MOST_METADATA = 64;
/** The whole of a job has to fit into one etcd key. */
const LONGEST_DESCRIPTOR = 24 * 1_024;

const HOST_PORT = String.raw`(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):\d{1,5}`;
const TARGET = new RegExp(`^(?:dns:///)?${HOST_PORT}$|^etcd:///[A-Za-z0-9._/-]{1,200}$`);
const METHOD = /^[A-Za-z_][\w.]{0,200}\/[A-Za-z_]\w{0,100}$/;
/** Names of gRPC metadata; `-bin` would carry bytes, `grpc-` is the protocol's, `crony-` and `webhook-` are Crony's. */
const METADATA_NAME = /^(?!grpc-|crony-|webhook-|idempotency-key$|traceparent$)[a-z0-9_.-]{1,100}(?<!-bin)$/;

export const grpcCallback = z.strictObject({
  type: z.literal('grpc'),
  target: z
    .string()
    .regex(TARGET, 'must be host:port, dns:///host:port or etcd:///service')
    .openapi({ example: 'etcd:///orders.rpc' }),
  method: z
    .string()
    .regex(METHOD, 'must be package.Service/Method')
    .optional()
    .openapi({ description: 'Unary. Default: Crony’s own `crony.callback.v1.Callback/Invoke`.' }),
  payload: templatedBody.optional().openapi({ description: 'JSON of the request message. Default `{}`.' }),
  metadata: z
    .record(
      z.string().regex(METADATA_NAME, 'must be a name in small letters that neither gRPC nor Crony uses itself'),
      templated(
        z
          .string()
          .max(4_096)
          .regex(/^[\x20-\x7e]*$/, 'must be printable ASCII'),
      ),
    )
    .refine((map) => Object.keys(map).length <= MOST_METADATA, `must have at most ${MOST_METADATA} entries`)
    .optional(),
  descriptorSet: z
    .string()
    .min(4)
    .max(LONGEST_DESCRIPTOR)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'must be base64')
    .optional()
    .openapi({
      description:
        'A FileDescriptorSet (`protoc --descriptor_set_out --include_imports`) as base64. Without it the server is asked by reflection.',
    }),
  expectedCodes: z
    .array(z.enum(GRPC_CODES))
    .min(1)
    .max(GRPC_CODES.length)
    .optional()
    .openapi({ description: 'Status codes that are success. Default: `OK`.' }),
  tls: callbackTls.optional().openapi({ description: 'Absent: plain text. An empty object turns TLS on.' }),
});

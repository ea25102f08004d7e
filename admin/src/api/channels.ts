/** Where alerts go: channels of projects and of the cluster, and "send a test". */
import { createRoute, type z } from '@hono/zod-openapi';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import { fieldErrors } from '@crony/shared/wire/field-errors';
import {
  channelAnswer,
  channelInput,
  channelPage,
  channelParams,
  channelPatch,
  channelQuery,
  channelTestAnswer,
} from '@crony/shared/wire/channel';
import { invalidInput } from './api-error.js';
import {
  access,
  API_PREFIX,
  BODY_PROBLEMS,
  etagHeader,
  jsonAnswer,
  jsonBody,
  noQuery,
  problems,
  type ApiApp,
} from './api-route.js';
import { viewChannel, withoutSecretValues } from './channel-view.js';
import { createChannel, deleteChannel, editChannel, getChannel } from './channel-writer.js';
import { etagOf, ifMatchHeader } from './if-match.js';
import { testChannel } from './test-channel.js';

const TAG = ['channels'];
const PATH = `${API_PREFIX}/channels`;

const list = createRoute({
  ...access('channels:read'),
  method: 'get',
  path: PATH,
  operationId: 'listChannels',
  tags: TAG,
  summary: 'List channels, by project and name',
  request: { query: channelQuery },
  responses: { 200: jsonAnswer(channelPage, 'A page of channels.'), ...problems('channels:read', 'invalid_input') },
});

const create = createRoute({
  ...access('channels:write'),
  method: 'post',
  path: PATH,
  operationId: 'createChannel',
  tags: TAG,
  summary: 'Create a channel',
  request: { query: noQuery, body: jsonBody(channelInput) },
  responses: {
    201: jsonAnswer(channelAnswer, 'The channel, without its secrets.', etagHeader),
    ...problems('channels:write', ...BODY_PROBLEMS, 'channel_name_taken', 'too_many_channels'),
  },
});

const read = createRoute({
  ...access('channels:read'),
  method: 'get',
  path: `${PATH}/{id}`,
  operationId: 'getChannel',
  tags: TAG,
  summary: 'Read a channel',
  request: { params: channelParams, query: noQuery },
  responses: {
    200: jsonAnswer(channelAnswer, 'The channel, without its secrets.', etagHeader),
    ...problems('channels:read', 'invalid_input', 'channel_not_found'),
  },
});

const edit = createRoute({
  ...access('channels:write'),
  method: 'patch',
  path: `${PATH}/{id}`,
  operationId: 'updateChannel',
  tags: TAG,
  summary: 'Change a channel',
  description:
    'Secrets that are not given stay. Where the address changes, those that would be sent to the new one must be given again.',
  request: { params: channelParams, query: noQuery, headers: ifMatchHeader, body: jsonBody(channelPatch) },
  responses: {
    200: jsonAnswer(channelAnswer, 'The channel as it is now.', etagHeader),
    ...problems(
      'channels:write',
      ...BODY_PROBLEMS,
      'channel_not_found',
      'channel_name_taken',
      'version_mismatch',
      'write_conflict',
    ),
  },
});

const remove = createRoute({
  ...access('channels:write'),
  method: 'delete',
  path: `${PATH}/{id}`,
  operationId: 'deleteChannel',
  tags: TAG,
  summary: 'Delete a channel',
  description: 'Jobs and rules may go on naming it: it is left out from then on.',
  request: { params: channelParams, query: noQuery, headers: ifMatchHeader },
  responses: {
    204: { description: 'It is gone.' },
    ...problems('channels:write', 'invalid_input', 'channel_not_found', 'version_mismatch'),
  },
});

const test = createRoute({
  ...access('channels:write'),
  method: 'post',
  path: `${PATH}/{id}/test`,
  operationId: 'testChannel',
  tags: TAG,
  summary: 'Send a test through a channel',
  description: 'Really sends, also where the channel is not enabled, and answers what came of it.',
  request: { params: channelParams, query: noQuery },
  responses: {
    200: jsonAnswer(channelTestAnswer, 'What came of it.'),
    ...problems('channels:write', 'invalid_input', 'channel_not_found'),
  },
});

interface Validated {
  success: boolean;
  data?: unknown;
  error?: { issues: readonly unknown[] };
}

/** A secret that stands in the wrong field is still one: errors repeat only the values of fields that hold none. */
function refuse({ data, error }: Validated): undefined {
  if (error === undefined) return undefined;
  throw invalidInput(withoutSecretValues(fieldErrors(error.issues as z.core.$ZodIssue[], data)));
}

export function registerChannels(app: ApiApp): void {
  app.openapi(list, async (c) => {
    const { api } = c.var;
    const { limit, cursor, project, type } = c.req.valid('query');
    const page = await api.store.channels.list({ project, type }, { limit, cursor });
    return c.json({ items: page.items.map((one) => viewChannel(one, api)), nextCursor: page.nextCursor }, 200);
  });

  app.openapi(
    create,
    async (c) => {
      const { api } = c.var;
      const channel = await createChannel(uuidv7(api.clock), c.req.valid('json'), api);
      const headers = { ETag: etagOf(channel.version), Location: `${PATH}/${channel.id}` };
      return c.json(viewChannel(channel, api), 201, headers);
    },
    (result) => refuse(result),
  );

  app.openapi(read, async (c) => {
    const { api } = c.var;
    const channel = await getChannel(c.req.valid('param').id, api);
    return c.json(viewChannel(channel, api), 200, { ETag: etagOf(channel.version) });
  });

  app.openapi(
    edit,
    async (c) => {
      const { api } = c.var;
      const expected = c.req.valid('header')['If-Match'] ?? null;
      const channel = await editChannel(c.req.valid('param').id, expected, c.req.valid('json'), api);
      return c.json(viewChannel(channel, api), 200, { ETag: etagOf(channel.version) });
    },
    (result) => refuse(result),
  );

  app.openapi(remove, async (c) => {
    await deleteChannel(c.req.valid('param').id, c.req.valid('header')['If-Match'] ?? null, c.var.api);
    return c.body(null, 204);
  });

  app.openapi(test, async (c) => {
    const { api } = c.var;
    const channel = await getChannel(c.req.valid('param').id, api);
    const leaving = AbortSignal.any([c.req.raw.signal, api.stopping]);
    return c.json(await testChannel(channel, api, leaving), 200);
  });
}

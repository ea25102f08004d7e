/** Where alerts go: channels of projects and of the cluster, and "send a test". */
import { createRoute, type z } from '@hono/zod-openapi';
import type { StoredChannel } from '@crony/shared/store/store';
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
import { acting } from '../audit/acting.js';
import { audited, audits, type AuditNote } from '../audit/audited.js';
import { ApiError, invalidInput } from './api-error.js';
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
import { demandChannel, visibleOwners } from './channel-access.js';
import { viewChannel, withoutSecretValues } from './channel-view.js';
import { createChannel, deleteChannel, editChannel } from './channel-writer.js';
import { allowedProjects, demand } from './demand.js';
import { etagOf, ifMatchHeader } from './if-match.js';
import { unknownProject } from './job-rules.js';
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
  ...audits('channel.create'),
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
  ...audits('channel.edit'),
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
  ...audits('channel.delete'),
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
  ...audits('channel.test'),
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
    // Those of the whole cluster may be named by every project's jobs.
    const projects = visibleOwners(allowedProjects(c, 'channels:read'), project);
    const page = await api.store.channels.list({ projects, type }, { limit, cursor });
    return c.json({ items: page.items.map((one) => viewChannel(one, api)), nextCursor: page.nextCursor }, 200);
  });

  app.openapi(
    create,
    async (c) => {
      const { api } = c.var;
      const input = c.req.valid('json');
      demand(c, 'channels:write', input.project || null, () => noSuchProject(input.project));
      const channel = await audited(acting(c), async (store, note) => {
        const created = await createChannel(uuidv7(api.clock), input, { ...api, store });
        note({ ...noteOf('channel.create', created), after: viewChannel(created, api) });
        return created;
      });
      const headers = { ETag: etagOf(channel.version), Location: `${PATH}/${channel.id}` };
      return c.json(viewChannel(channel, api), 201, headers);
    },
    (result) => refuse(result),
  );

  app.openapi(read, async (c) => {
    const { api } = c.var;
    const channel = await demandChannel(c, 'channels:read', c.req.valid('param').id);
    return c.json(viewChannel(channel, api), 200, { ETag: etagOf(channel.version) });
  });

  app.openapi(
    edit,
    async (c) => {
      const { api } = c.var;
      const expected = c.req.valid('header')['If-Match'] ?? null;
      const before = await demandChannel(c, 'channels:write', c.req.valid('param').id);
      const channel = await audited(acting(c), async (store, note) => {
        const after = await editChannel(before.id, expected, c.req.valid('json'), { ...api, store });
        note({ ...noteOf('channel.edit', after), before: viewChannel(before, api), after: viewChannel(after, api) });
        return after;
      });
      return c.json(viewChannel(channel, api), 200, { ETag: etagOf(channel.version) });
    },
    (result) => refuse(result),
  );

  app.openapi(remove, async (c) => {
    const { api } = c.var;
    const channel = await demandChannel(c, 'channels:write', c.req.valid('param').id);
    await audited(acting(c), async (store, note) => {
      await deleteChannel(channel.id, c.req.valid('header')['If-Match'] ?? null, { ...api, store });
      note({ ...noteOf('channel.delete', channel), before: viewChannel(channel, api) });
    });
    return c.body(null, 204);
  });

  app.openapi(test, async (c) => {
    const { api } = c.var;
    const channel = await demandChannel(c, 'channels:write', c.req.valid('param').id);
    const leaving = AbortSignal.any([c.req.raw.signal, api.stopping]);
    const outcome = await testChannel(channel, api, leaving);
    await audited(acting(c), (_, note) => {
      note({ ...noteOf('channel.test', channel), after: outcome });
      return Promise.resolve();
    });
    return c.json(outcome, 200);
  });
}

function noteOf(action: AuditNote['action'], { id, project, name }: StoredChannel): AuditNote {
  return { action, project: project || null, subject: { type: 'channel', id, name } };
}

/** Empty: whoever may not write for the whole cluster. */
function noSuchProject(project: string): ApiError {
  if (project === '') return new ApiError('forbidden', 'A channel of the whole cluster needs a cluster administrator.');
  return unknownProject({ project });
}

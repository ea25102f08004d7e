import { createRoute } from '@hono/zod-openapi';
import { DAY_MS } from '@crony/shared/domain/durations';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import type { Silence } from '@crony/shared/store/store';
import {
  silenceAnswer,
  silenceInput,
  silencePage,
  silenceParams,
  silencePatch,
  silenceQuery,
} from '@crony/shared/wire/alert';
import { toInstant } from '@crony/shared/wire/instant';
import { acting } from '../audit/acting.js';
import { audited, audits, type AuditNote } from '../audit/audited.js';
import { ApiError, invalidInput } from './api-error.js';
import {
  access,
  API_PREFIX,
  BODY_PROBLEMS,
  jsonAnswer,
  jsonBody,
  noQuery,
  problems,
  type ApiApp,
} from './api-route.js';
import { allowedProjects, demand } from './demand.js';

const TAG = ['alerts'];
const PATH = `${API_PREFIX}/silences`;
const LONGEST_MS = 90 * DAY_MS;

const list = createRoute({
  ...access('alerts:read'),
  method: 'get',
  path: PATH,
  operationId: 'listSilences',
  tags: TAG,
  summary: 'List silences, latest end first',
  request: { query: silenceQuery },
  responses: { 200: jsonAnswer(silencePage, 'A page of silences.'), ...problems('alerts:read', 'invalid_input') },
});

const create = createRoute({
  ...access('alerts:acknowledge'),
  ...audits('silence.create'),
  method: 'post',
  path: PATH,
  operationId: 'createSilence',
  tags: TAG,
  summary: 'Keep alerts from being sent for a while',
  description: 'They are recorded, and marked as silenced. Without `jobId` and `kind` all of the project’s are meant.',
  request: { query: noQuery, body: jsonBody(silenceInput) },
  responses: {
    201: jsonAnswer(silenceAnswer, 'The silence.'),
    ...problems('alerts:acknowledge', ...BODY_PROBLEMS, 'project_not_found', 'job_not_found'),
  },
});

const edit = createRoute({
  ...access('alerts:acknowledge'),
  ...audits('silence.edit'),
  method: 'patch',
  path: `${PATH}/{id}`,
  operationId: 'editSilence',
  tags: TAG,
  summary: 'Change when a silence begins and ends, or what is said of it',
  description: 'What it covers stays: for something else end it and make another.',
  request: { params: silenceParams, query: noQuery, body: jsonBody(silencePatch) },
  responses: {
    200: jsonAnswer(silenceAnswer, 'The silence as it is now.'),
    ...problems('alerts:acknowledge', ...BODY_PROBLEMS, 'silence_not_found'),
  },
});

const end = createRoute({
  ...access('alerts:acknowledge'),
  ...audits('silence.end'),
  method: 'delete',
  path: `${PATH}/{id}`,
  operationId: 'endSilence',
  tags: TAG,
  summary: 'End a silence now',
  description: 'It stays on record. What it kept from being sent is not sent afterwards.',
  request: { params: silenceParams, query: noQuery },
  responses: {
    204: { description: 'It is over.' },
    ...problems('alerts:acknowledge', 'invalid_input', 'silence_not_found'),
  },
});

export function registerSilences(app: ApiApp): void {
  app.openapi(list, async (c) => {
    const { api } = c.var;
    const { limit, cursor, project, over } = c.req.valid('query');
    const allowed = allowedProjects(c, 'alerts:read');
    // Those of the whole cluster concern everybody.
    const visible = allowed && [...allowed, ''];
    const projects = project === undefined ? visible : (visible ?? [project]).filter((name) => name === project);
    const endsAfter = over === true ? -1 : api.clock.now();
    const page = await api.store.silences.list({ projects, endsAfter }, { limit, cursor });
    return c.json({ items: page.items.map(view), nextCursor: page.nextCursor }, 200);
  });

  app.openapi(create, async (c) => {
    const { store, clock } = c.var.api;
    const { project, jobId, kind, note, startsAt = clock.now(), endsAt } = c.req.valid('json');
    demand(c, 'alerts:acknowledge', project, () => projectNotFound(project));
    if (project !== null && !(await store.projects.get(project))) throw projectNotFound(project);
    demandSoundEnd(startsAt, endsAt, clock.now());
    const job = jobId === null ? null : await store.jobs.get(jobId);
    if (jobId !== null && (!job || (project !== null && job.project !== project))) {
      throw new ApiError(
        'job_not_found',
        `There is no job ${jobId}${project === null ? '' : ` in project ${project}`}.`,
      );
    }
    const now = clock.now();
    const createdBy = c.var.principal.name;
    // Of one job: its project's people may see and end it.
    const silence = { id: uuidv7(clock), project: job?.project ?? project ?? '', jobId, kind, note, startsAt, endsAt };
    const whole: Silence = { ...silence, createdBy, createdAt: now };
    await audited(acting(c), async (inner, note) => {
      await inner.silences.create(whole);
      note({ ...noteOf('silence.create', whole), after: view(whole) });
    });
    return c.json(view(whole), 201);
  });

  app.openapi(edit, async (c) => {
    const { store, clock } = c.var.api;
    const { id } = c.req.valid('param');
    const patch = c.req.valid('json');
    const before = await store.silences.get(id);
    if (!before) throw silenceNotFound(id);
    demand(c, 'alerts:acknowledge', before.project || null, () => silenceNotFound(id));
    const now = clock.now();
    if (before.endsAt <= now) throw silenceNotFound(id);
    const { note: said = before.note, startsAt = before.startsAt, endsAt = before.endsAt } = patch;
    demandSoundEnd(startsAt, endsAt, now);
    const change = { note: said, startsAt, endsAt };
    const after: Silence = { ...before, ...change };
    await audited(acting(c), async (inner, note) => {
      if (!(await inner.silences.update(id, change, now))) throw silenceNotFound(id);
      note({ ...noteOf('silence.edit', after), before: view(before), after: view(after) });
    });
    return c.json(view(after), 200);
  });

  app.openapi(end, async (c) => {
    const { store, clock } = c.var.api;
    const { id } = c.req.valid('param');
    const silence = await store.silences.get(id);
    if (!silence) throw silenceNotFound(id);
    demand(c, 'alerts:acknowledge', silence.project || null, () => silenceNotFound(id));
    await audited(acting(c), async (inner, note) => {
      if (!(await inner.silences.end(id, clock.now()))) throw silenceNotFound(id);
      note({ ...noteOf('silence.end', silence), before: view(silence) });
    });
    return c.body(null, 204);
  });
}

function demandSoundEnd(startsAt: number, endsAt: number, now: number): void {
  if (endsAt > Math.max(startsAt, now) && endsAt - startsAt <= LONGEST_MS) return;
  const rule = 'must lie after its start and after now, and within 90 days of its start';
  throw invalidInput([{ path: 'endsAt', value: toInstant(endsAt), rule }]);
}

function noteOf(action: AuditNote['action'], { id, project, note }: Silence): AuditNote {
  return { action, project: project || null, subject: { type: 'silence', id, name: note } };
}

function view({ id, project, jobId, kind, note, startsAt, endsAt, createdBy, createdAt }: Silence) {
  return {
    id,
    project: project === '' ? null : project,
    jobId,
    kind,
    note,
    startsAt: toInstant(startsAt),
    endsAt: toInstant(endsAt),
    createdBy,
    createdAt: toInstant(createdAt),
  };
}

function silenceNotFound(id: string): ApiError {
  return new ApiError('silence_not_found', `There is no silence ${id} that is not over.`);
}

function projectNotFound(project: string | null): ApiError {
  if (project === null)
    return new ApiError('forbidden', 'A silence of the whole cluster needs a cluster administrator.');
  return new ApiError('project_not_found', `There is no project ${project}.`);
}

/**
 * For every operation of the API a request that is in order, about something fresh in one project: what authorization
 * tests send as one caller after the other. A route that is added comes with its request here; a test says so.
 */
import { randomUUID } from 'node:crypto';
import { specOf } from '@crony/shared/domain/job';
import { systemClock } from '@crony/shared/runtime/clock';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import { createProject } from '@crony/admin/api/ensure-defaults';
import { generateApiToken } from '@crony/admin/auth/api-token';
import { hashPassword } from '@crony/admin/auth/password';
import { alert, alertRule, newJob, user } from '../kit/factories.js';
import { minimalJob, nodeRegistration, type ApiFixture } from './api-fixture.js';

export interface RouteRequest {
  /** In the place of the path's parameters, in their order. */
  path?: string[];
  query?: string;
  body?: unknown;
}

type Build = (api: ApiFixture, project: string) => Promise<RouteRequest> | RouteRequest;

/** `POST` with an empty object where a body may be left out. */
const about = (make: (api: ApiFixture, project: string) => Promise<string>, body?: unknown): Build => {
  return async (api, project) => ({ path: [await make(api, project)], ...(body === undefined ? {} : { body }) });
};

const IN_AN_HOUR = (): string => new Date(systemClock.now() + 3_600_000).toISOString();
const NAME_LENGTH = 8;
const freshName = (): string => `n${randomUUID().slice(0, NAME_LENGTH)}`;

export async function freshJob(api: ApiFixture, project: string): Promise<string> {
  const [made] = await api.store.jobs.createMany([newJob({ project })], Date.UTC(2026, 0, 1));
  if (!made || !('created' in made)) throw new Error('the job could not be created');
  return made.created.id;
}

async function pausedJob(api: ApiFixture, project: string): Promise<string> {
  const id = await freshJob(api, project);
  const job = (await api.store.jobs.get(id))!;
  await api.store.jobs.replace(id, { ...specOf(job), enabled: false }, null, Date.UTC(2026, 0, 1));
  return id;
}

async function pendingRun(api: ApiFixture, project: string): Promise<string> {
  const job = (await api.store.jobs.get(await freshJob(api, project)))!;
  const { run } = await api.store.runs.createPending({
    id: uuidv7(systemClock),
    jobId: job.id,
    jobName: job.name,
    project,
    trigger: 'manual',
    plannedAt: systemClock.now(),
    jobVersion: job.version,
    nodeId: null,
    overrides: null,
    traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`,
  });
  return run.id;
}

async function cancelledRun(api: ApiFixture, project: string): Promise<string> {
  const id = await pendingRun(api, project);
  await api.store.runs.requestCancel(id, systemClock.now());
  return id;
}

async function freshBackfill(api: ApiFixture, project: string): Promise<string> {
  const id = uuidv7(systemClock);
  await api.store.backfills.create({
    id,
    jobId: await freshJob(api, project),
    from: 0,
    to: 1_000,
    nextAfter: -1,
    concurrency: 1,
    planned: 1,
    created: 0,
    state: 'running',
    createdAt: systemClock.now(),
    finishedAt: null,
  });
  return id;
}

async function freshUser(api: ApiFixture): Promise<string> {
  const fresh = user({ name: freshName() });
  await api.store.users.create(fresh);
  return fresh.id;
}

async function freshMember(api: ApiFixture, project: string): Promise<string> {
  const userId = await freshUser(api);
  await api.store.members.save({ project, userId, role: 'viewer', createdAt: 1 });
  return userId;
}

/** Of somebody else. */
async function freshApiToken(api: ApiFixture): Promise<string> {
  const { hash, hint } = generateApiToken();
  const id = uuidv7(systemClock);
  const owner = await freshUser(api);
  const times = { createdAt: 1, expiresAt: null, lastUsedAt: null, revokedAt: null };
  await api.store.apiTokens.create({
    id,
    name: 'ci',
    hash,
    hint,
    userId: owner,
    project: null,
    role: 'viewer',
    ...times,
  });
  return id;
}

async function freshSecret(api: ApiFixture, project: string): Promise<string> {
  const name = freshName().toUpperCase();
  await api.store.secrets.save({ project, name, sealed: api.api.secretBox.seal('x'), createdAt: 1, updatedAt: 1 });
  return name;
}

function freshNode(api: ApiFixture): Promise<string> {
  api.nodes.set('node-1', nodeRegistration());
  return Promise.resolve('node-1');
}

/** A fresh alert of the project, with its id alone. */
async function freshAlert(api: ApiFixture, project: string): Promise<string> {
  const id = uuidv7(systemClock);
  await api.store.alerts.create([alert({ id, project })]);
  return id;
}

async function freshChannel(api: ApiFixture, project: string): Promise<string> {
  const id = uuidv7(systemClock);
  const { secrets, ...channel } = webhookChannel();
  const sealed = api.api.secretBox.seal(JSON.stringify(secrets));
  const rest = { language: 'en', sealed, enabled: true, version: 1, createdAt: 1, updatedAt: 1 } as const;
  await api.store.channels.create({ id, project, ...channel, ...rest });
  return id;
}

const webhookChannel = () => ({
  name: freshName(),
  type: 'webhook' as const,
  settings: {},
  secrets: { url: 'http://169.254.169.254/' }, // refused at once, without a call
});

async function freshRule(api: ApiFixture, project: string): Promise<string> {
  const id = uuidv7(systemClock);
  await api.store.alertRules.create(alertRule({ id, project }));
  return id;
}

async function freshSilence(api: ApiFixture, project: string): Promise<string> {
  const id = uuidv7(systemClock);
  const endsAt = systemClock.now() + 3_600_000;
  const silence = {
    id,
    project,
    jobId: null,
    kind: null,
    note: 'x',
    startsAt: endsAt - 3_600_000,
    endsAt,
    createdBy: 'x',
    createdAt: 0,
  };
  await api.store.silences.create(silence);
  return id;
}

const inProject = (_: ApiFixture, project: string): RouteRequest => ({ path: [project] });

export const ROUTE_REQUESTS: Record<string, Build> = {
  createJob: (_, project) => ({ body: minimalJob({ name: freshName(), project }) }),
  applyJobs: (_, project) => ({
    body: { managedBy: 'billing', creates: [minimalJob({ name: freshName(), project })] },
  }),
  createJobs: (_, project) => ({ body: { items: [minimalJob({ name: freshName(), project })] } }),
  listJobs: () => ({}),
  getJob: about(freshJob),
  editJob: about(freshJob, { description: 'other' }),
  deleteJob: about(freshJob),
  runJob: about(freshJob),
  pauseJob: about(freshJob),
  resumeJob: about(pausedJob),
  listJobVersions: about(freshJob),
  getJobVersion: async (api, project) => ({ path: [await freshJob(api, project), '1'] }),
  diffJobVersions: async (api, project) => ({ path: [await freshJob(api, project), '1', '1'] }),
  restoreJobVersion: async (api, project) => ({ path: [await freshJob(api, project), '1'] }),
  previewSchedule: () => ({ body: { schedule: { everyMs: 1_000 }, count: 1 } }),
  listRuns: () => ({}),
  getRun: about(pendingRun),
  cancelRun: about(pendingRun),
  rerunRun: about(cancelledRun),
  watchRun: about(cancelledRun),
  backfillJob: about(freshJob, { from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:00:05Z' }),
  listBackfills: about(freshJob),
  getBackfill: about(freshBackfill),
  cancelBackfill: about(freshBackfill),
  getStats: () => ({}),
  getStatsHours: () => ({ query: '?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z' }),
  listFailingJobs: () => ({}),
  getTimeline: async (api, project) => ({ query: `?jobId=${await freshJob(api, project)}` }),
  getUpcoming: () => ({}),
  listAudit: () => ({}),
  exportAudit: () => ({}),
  listNodes: () => ({}),
  editNode: about(freshNode, { weight: 2 }),
  listHubs: () => ({}),
  listTargets: () => ({}),
  putTarget: () => ({ body: { target: 'http://orders.internal', maxInFlight: 1 } }),
  deleteTarget: async (api) => {
    const target = `http://${freshName()}.internal`;
    await api.store.targets.save({ target, maxInFlight: 1, maxPerSecond: null, breaker: true }, 1);
    return { query: `?target=${encodeURIComponent(target)}` };
  },
  listProjects: () => ({}),
  listAlerts: () => ({}),
  countAlerts: () => ({}),
  getAlert: about(freshAlert),
  acknowledgeAlert: about(freshAlert),
  acknowledgeAlerts: async (api, project) => ({ body: { ids: [await freshAlert(api, project)] } }),
  listAlertRules: () => ({}),
  getEffectiveAlertRules: (_, project) => ({ query: `?project=${project}` }),
  createAlertRule: async (api, project) => {
    for (const { id } of await api.store.alertRules.all()) await api.store.alertRules.remove(id);
    return { body: { project, rule: { kind: 'failure' } } };
  },
  replaceAlertRule: about(freshRule, { project: 'alpha', rule: { kind: 'failure' }, enabled: false }),
  deleteAlertRule: about(freshRule),
  listSilences: () => ({}),
  createSilence: (_, project) => ({ body: { project, note: 'x', endsAt: IN_AN_HOUR() } }),
  editSilence: about(freshSilence, { note: 'y' }),
  endSilence: about(freshSilence),
  listChannels: () => ({}),
  createChannel: (_, project) => ({ body: { project, ...webhookChannel() } }),
  tallyChannelDeliveries: () => ({}),
  listChannelDeliveries: about(freshChannel),
  listChannelUses: about(freshChannel),
  getChannel: about(freshChannel),
  updateChannel: about(freshChannel, { enabled: false }),
  deleteChannel: about(freshChannel),
  testChannel: about(freshChannel),
  getProject: inProject,
  createProject: () => ({ body: { name: freshName() } }),
  updateProject: (_, project) => ({ path: [project], body: { retention: { runsDays: 30 } } }),
  listMembers: inProject,
  putMember: async (api, project) => {
    const { name } = (await api.store.users.get(await freshUser(api)))!;
    return { path: [project], body: { user: name, role: 'viewer' } };
  },
  deleteMember: async (api, project) => ({ path: [project, await freshMember(api, project)] }),
  listSecrets: inProject,
  putSecret: (_, project) => ({ path: [project, 'TOKEN'], body: { value: 'x' } }),
  deleteSecret: async (api, project) => ({ path: [project, await freshSecret(api, project)] }),
  getSigningSecret: inProject,
  createNextSigningSecret: inProject,
  promoteSigningSecret: async (api, project) => {
    const before = (await api.store.projects.get(project))!;
    const { signingSecretCurrent } = before;
    await api.store.projects.replaceSigningSecrets(before, {
      signingSecretCurrent,
      signingSecretNext: api.api.secretBox.seal('whsec_x'),
    });
    return { path: [project] };
  },
  getSession: () => ({}),
  changePassword: () => ({ body: { current: CHEAP_PASSWORD, password: 'another password' } }),
  listUsers: () => ({}),
  createUser: () => ({ body: { name: freshName(), signIn: 'oidc', email: `${freshName()}@example.com` } }),
  getUser: about(freshUser),
  editUser: about(freshUser, { disabled: true }),
  deleteUser: about(freshUser),
  resetPassword: about(freshUser, {}),
  listMemberships: about(freshUser),
  endSessions: about(freshUser),
  getSettings: () => ({}),
  countByProject: () => ({}),
  listApiTokens: () => ({}),
  createApiToken: (_, project) => ({ body: { name: 'ci', role: 'viewer', project } }),
  revokeApiToken: about(freshApiToken),
};

export const CHEAP_PASSWORD = 'correct horse';
let cheapHash: Promise<string> | undefined;
/** Of `CHEAP_PASSWORD`, with parameters that no user should have. */
export function cheapPasswordHash(): Promise<string> {
  cheapHash ??= hashPassword(CHEAP_PASSWORD, { logN: 4, blockSize: 8, parallelism: 1 });
  return cheapHash;
}

export async function addProject(api: ApiFixture, name: string): Promise<void> {
  await createProject(name, api.api);
}

/** The request's path below the server's root, `{id}` and the like replaced. */
export function fill(template: string, { path = [], query = '' }: RouteRequest): string {
  let next = 0;
  const filled = template.replaceAll(/\{\w+\}/g, () => encodeURIComponent(path[next++] ?? 'missing'));
  return filled + query;
}

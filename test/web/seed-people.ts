/** The people of the shop, what they may do, and what acts in their name: made by the API, so that the audit has it too. */
import type { Job } from '@crony/shared/domain/job';

type Api = <T>(method: string, path: string, body?: unknown) => Promise<T>;
type Role = 'viewer' | 'operator' | 'editor' | 'admin';

interface Person {
  name: string;
  email?: string;
  role?: 'admin';
  in?: Record<string, Role>;
  disabled?: true;
}

const PEOPLE: readonly Person[] = [
  { name: 'ann.lee', email: 'ann.lee@shop.example', role: 'admin' },
  { name: 'ben', email: 'ben@shop.example', in: { default: 'editor', pricing: 'operator' } },
  { name: '王芳', email: 'wang.fang@shop.example', in: { default: 'admin', catalogue: 'viewer', reporting: 'editor' } },
  { name: 'on-call', in: { default: 'operator', platform: 'operator', pricing: 'operator' } },
  { name: 'former-intern', in: { default: 'viewer' }, disabled: true },
];

const SECRETS: Record<string, readonly string[]> = {
  default: ['ACQUIRER_KEY', 'ORDERS_TOKEN', 'STOCK_PASSWORD'],
  reporting: ['WAREHOUSE_DSN'],
};

export async function seedPeople(api: Api, jobs: readonly Job[]): Promise<void> {
  for (const { name, email, role, in: roles = {}, disabled } of PEOPLE) {
    const { user } = await api<{ user: { id: string } }>('POST', '/users', {
      name,
      ...(email === undefined ? {} : { email }),
      ...(role === undefined ? {} : { role }),
    });
    for (const [project, held] of Object.entries(roles)) {
      await api('PUT', `/projects/${project}/members`, { user: name, role: held });
    }
    if (disabled) await api('PATCH', `/users/${user.id}`, { disabled });
  }
  for (const [project, names] of Object.entries(SECRETS)) {
    for (const name of names) await api('PUT', `/projects/${project}/secrets/${name}`, { value: `value of ${name}` });
  }
  const settle = jobs.find(({ name }) => name === 'settle-orders')!;
  const { callback } = settle;
  await api('PATCH', `/jobs/${settle.id}`, {
    callback: { ...callback, headers: { 'x-team': 'shop', authorization: 'Bearer {{secrets.ORDERS_TOKEN}}' } },
  });
  await api('PATCH', '/projects/default', {
    reportUrl: 'https://events.shop.example/crony',
    retention: { runsDays: 30, auditDays: 730 },
  });
  await api('POST', '/projects/default/signing-secret/next');
}

/** Of whoever is signed in: the bootstrap token's own belong to nobody. */
export async function seedTokens(api: Api): Promise<void> {
  const make = (body: object) => api<{ apiToken: { id: string } }>('POST', '/tokens', body);
  await make({ name: 'deploy pipeline', role: 'editor', project: 'default', expiresAt: '2031-01-01T00:00:00.000Z' });
  await make({ name: 'grafana', role: 'viewer' });
  const { apiToken } = await make({ name: 'laptop of ann', role: 'cluster_admin' });
  await api('DELETE', `/tokens/${apiToken.id}`);
}

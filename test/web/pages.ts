/** Every page of the dashboard, by name and address. */
import type { DashboardWorld } from './dashboard-world.js';

export interface PageOfDashboard {
  name: string;
  path: string;
}

interface Runs {
  items: { id: string }[];
}

async function alertOf(world: DashboardWorld, query: string): Promise<string> {
  const { items } = await world.api<Runs>('GET', `/alerts?limit=1&${query}`);
  return items[0]!.id;
}

async function channelOf(world: DashboardWorld, wanted: string): Promise<string> {
  const { items } = await world.api<{ items: { id: string; name: string }[] }>('GET', '/channels?limit=100');
  return items.find(({ name }) => name === wanted)!.id;
}

interface Entries {
  items: { seq: number; at: string }[];
}
interface Named {
  items: { id: string }[];
}

/** Of jobs and runs those that have something to show. */
export async function everyPage(world: DashboardWorld): Promise<PageOfDashboard[]> {
  const idOf = (name: string): string => world.jobs.find((job) => job.name === name)!.id;
  const settle = idOf('settle-orders');
  const { items: users } = await world.api<Named>('GET', '/users?name=ben');
  const edits = await world.api<Entries>('GET', '/audit?action=project.edit&limit=1');
  const edit = edits.items[0]!;
  const failed = await world.api<Runs>('GET', `/runs?jobId=${idOf('sync-stock')}&status=failed&limit=1`);
  // It wants a zone that no node is in.
  await world.api('POST', `/jobs/${idOf('archive-logs')}/run`);
  await world.api('PUT', '/targets', { target: 'https://acquirer.shop.example', maxInFlight: 16, maxPerSecond: 40 });
  return [
    { name: 'overview', path: '/' },
    { name: 'jobs', path: '/jobs' },
    { name: 'jobs-failing', path: '/jobs?outcome=failing' },
    { name: 'jobs-no-match', path: '/jobs?name=nothing-of-this-name' },
    { name: 'job', path: `/jobs/${settle}` },
    { name: 'job-versions', path: `/jobs/${settle}?tab=versions&before=1&after=4` },
    { name: 'job-backfills', path: `/jobs/${settle}?tab=backfills` },
    { name: 'job-unassigned', path: `/jobs/${idOf('archive-logs')}` },
    { name: 'job-new', path: '/jobs/new' },
    { name: 'job-edit', path: `/jobs/${idOf('rebuild-search-index')}/edit` },
    { name: 'runs', path: '/runs' },
    { name: 'runs-filtered', path: '/runs?status=failed%2Ctimed_out&range=24h' },
    { name: 'runs-waiting', path: '/runs?status=pending' },
    { name: 'run', path: `/runs/${failed.items[0]!.id}` },
    { name: 'timeline-lanes', path: '/timeline' },
    { name: 'timeline-density', path: '/timeline?view=density' },
    { name: 'timeline-calendar', path: `/timeline?view=calendar&job=${settle}` },
    { name: 'alerts', path: '/alerts' },
    { name: 'alerts-all', path: '/alerts?state=all' },
    { name: 'alerts-no-match', path: '/alerts?state=acknowledged&kind=clock_skew' },
    { name: 'alert', path: `/alerts/${await alertOf(world, `kind=failure&jobId=${idOf('sync-stock')}`)}` },
    { name: 'alert-of-cluster', path: `/alerts/${await alertOf(world, 'kind=circuit_open')}?state=all` },
    { name: 'silences', path: '/alerts/silences?view=all' },
    { name: 'alert-rules', path: '/alerts/rules?project=pricing' },
    { name: 'channels', path: '/alerts/channels' },
    { name: 'channel', path: `/alerts/channels?channel=${await channelOf(world, 'pager')}` },
    { name: 'timeline-month', path: '/timeline?view=calendar' },
    { name: 'nodes', path: '/nodes' },
    { name: 'node', path: '/nodes?node=worker-a' },
    { name: 'projects', path: '/projects' },
    { name: 'project', path: '/projects/default' },
    { name: 'project-members', path: '/projects/default?tab=members' },
    { name: 'project-secrets', path: '/projects/default?tab=secrets' },
    { name: 'project-no-secrets', path: '/projects/platform?tab=secrets' },
    { name: 'project-signing', path: '/projects/default?tab=signing' },
    { name: 'users', path: '/users' },
    { name: 'user', path: `/users?user=${users[0]!.id}` },
    { name: 'tokens', path: '/tokens' },
    { name: 'tokens-all', path: '/tokens?whose=all' },
    { name: 'audit', path: '/audit' },
    { name: 'audit-filtered', path: '/audit?action=member.put&range=24h&project=default' },
    { name: 'audit-entry', path: `/audit?entry=${edit.seq}.${Date.parse(edit.at)}` },
    { name: 'account', path: '/account' },
    { name: 'first-password', path: '/account/first-password' },
    { name: 'settings', path: '/settings' },
    { name: 'settings-set', path: '/settings?set=1' },
    { name: 'not-found', path: '/nothing-here' },
  ];
}

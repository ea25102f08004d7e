/** Every page of the dashboard, by name and address. */
import type { DashboardWorld } from './dashboard-world.js';

export interface PageOfDashboard {
  name: string;
  path: string;
}

interface Runs {
  items: { id: string }[];
}

/** Of jobs and runs those that have something to show. */
export async function everyPage(world: DashboardWorld): Promise<PageOfDashboard[]> {
  const idOf = (name: string): string => world.jobs.find((job) => job.name === name)!.id;
  const settle = idOf('settle-orders');
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
    { name: 'timeline-month', path: '/timeline?view=calendar' },
    { name: 'nodes', path: '/nodes' },
    { name: 'node', path: '/nodes?node=worker-a' },
    { name: 'not-found', path: '/nothing-here' },
  ];
}

/** What the pages of the dashboard ask the hub for, by page, with the parameters that they send. */
export interface DashboardRequest {
  page: string;
  what: string;
  /** Another one for every call, where there are many: jobs, stretches, places in a list. */
  path(turn: number): string | Promise<string>;
}

export interface Subjects {
  heavyJobId: string;
  /** Some of the others. */
  jobIds: readonly string[];
  /** A project of very few jobs, whose runs are few and old. */
  smallProject: string;
  largeProject: string;
  get: <T>(path: string) => Promise<T>;
}

interface Listed {
  items: { id: string }[];
  nextCursor: string | null;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const OPEN = 'status=pending&status=claimed&status=running&status=accepted&status=retrying';
const DEEP_PAGES = 40;

const ago = (ms: number): string => encodeURIComponent(new Date(Date.now() - ms).toISOString());
const hoursOf = (days: number, more = ''): string =>
  `/stats/hours?from=${ago(days * DAY_MS)}&to=${ago(-DAY_MS)}${more}`;

export function dashboardRequests(subjects: Subjects): DashboardRequest[] {
  const { heavyJobId, jobIds, smallProject, largeProject } = subjects;
  const job = (turn: number): string => jobIds[turn % jobIds.length]!;
  const some = (turn: number, count: number): string =>
    Array.from({ length: count }, (_, i) => `jobId=${job(turn * count + i)}`).join('&');
  const deepJobs = deep(subjects, '/jobs?limit=50');
  const deepRuns = deep(subjects, '/runs?limit=50');
  const deepHeavy = deep(subjects, `/runs?jobId=${heavyJobId}&limit=50`);
  const runIds = once(async () => (await subjects.get<Listed>('/runs?limit=50')).items.map(({ id }) => id));
  return [
    { page: 'all', what: 'who is signed in', path: () => '/session' },
    { page: 'all', what: 'projects', path: () => '/projects?limit=1000' },
    { page: 'overview', what: 'counts', path: () => `/stats?from=${ago(Date.now())}&${OPEN}` },
    {
      page: 'overview',
      what: 'counts of a project',
      path: () => `/stats?project=${largeProject}&from=${ago(Date.now())}&${OPEN}`,
    },
    { page: 'overview', what: 'hours of a day', path: () => hoursOf(1) },
    { page: 'overview', what: 'hours of a week', path: () => hoursOf(7) },
    { page: 'overview', what: 'hours of a project', path: () => hoursOf(7, `&project=${largeProject}`) },
    { page: 'overview', what: 'what fails', path: () => '/stats/failing' },
    { page: 'overview', what: 'what fires next', path: () => '/schedules/upcoming?limit=200' },
    {
      page: 'overview',
      what: 'next of a project',
      path: () => `/schedules/upcoming?limit=200&project=${largeProject}`,
    },
    { page: 'overview', what: 'jobs without a node', path: () => '/jobs?assignment=pending&limit=100' },
    { page: 'overview', what: 'pending runs', path: () => '/runs?status=pending&limit=100' },
    { page: 'overview', what: 'nodes', path: () => '/nodes?limit=1000' },
    { page: 'overview', what: 'hubs', path: () => '/hubs?limit=1000' },
    { page: 'overview', what: 'targets', path: () => '/targets' },
    { page: 'jobs', what: 'first page', path: () => '/jobs?limit=50' },
    { page: 'jobs', what: 'deep in the list', path: deepJobs },
    { page: 'jobs', what: 'by name, common', path: (turn) => `/jobs?limit=50&name=job-${turn % 10}` },
    { page: 'jobs', what: 'by name, one', path: (turn) => `/jobs?limit=50&name=job-${50_000 + turn}` },
    { page: 'jobs', what: 'by name, none', path: (turn) => `/jobs?limit=50&name=nothing-like-${turn}` },
    { page: 'jobs', what: 'of a small project', path: () => `/jobs?limit=50&project=${smallProject}` },
    { page: 'jobs', what: 'of a large project', path: () => `/jobs?limit=50&project=${largeProject}` },
    { page: 'jobs', what: 'by tag', path: (turn) => `/jobs?limit=50&tag=team%3Ateam-${turn % 40}` },
    { page: 'jobs', what: 'by a rare tag', path: () => '/jobs?limit=50&tag=rare%3Ayes' },
    { page: 'jobs', what: 'paused', path: () => '/jobs?limit=50&enabled=false' },
    { page: 'jobs', what: 'of a node', path: () => '/jobs?limit=50&nodeId=node-1' },
    { page: 'jobs', what: 'last outcomes', path: (turn) => `/timeline?${some(turn, 50)}&limit=12` },
    { page: 'job', what: 'a job', path: (turn) => `/jobs/${job(turn)}` },
    { page: 'job', what: 'its runs', path: (turn) => `/runs?jobId=${job(turn)}&limit=20` },
    { page: 'job', what: 'its hours', path: (turn) => hoursOf(7, `&jobId=${job(turn)}`) },
    { page: 'job', what: 'its versions', path: (turn) => `/jobs/${job(turn)}/versions?limit=50` },
    { page: 'job of 2M runs', what: 'its runs', path: () => `/runs?jobId=${heavyJobId}&limit=20` },
    { page: 'job of 2M runs', what: 'deep in its runs', path: deepHeavy },
    { page: 'job of 2M runs', what: 'its failures', path: () => `/runs?jobId=${heavyJobId}&status=failed&limit=50` },
    {
      page: 'job of 2M runs',
      what: 'its missed runs (none)',
      path: () => `/runs?jobId=${heavyJobId}&status=missed&limit=50`,
    },
    { page: 'job of 2M runs', what: 'its hours of 91 days', path: () => hoursOf(90, `&jobId=${heavyJobId}`) },
    { page: 'runs', what: 'first page', path: () => '/runs?limit=50' },
    { page: 'runs', what: 'deep in the list', path: deepRuns },
    { page: 'runs', what: 'failed or timed out', path: () => '/runs?limit=50&status=failed&status=timed_out' },
    {
      page: 'runs',
      what: 'of a day',
      path: (turn) => `/runs?limit=50&from=${ago((2 + (turn % 20)) * DAY_MS)}&to=${ago((1 + (turn % 20)) * DAY_MS)}`,
    },
    { page: 'runs', what: 'of a large project', path: () => `/runs?limit=50&project=${largeProject}` },
    { page: 'runs', what: 'of a small project', path: () => `/runs?limit=50&project=${smallProject}` },
    {
      page: 'runs',
      what: 'failed, of a small project',
      path: () => `/runs?limit=50&project=${smallProject}&status=failed`,
    },
    { page: 'runs', what: 'of a node', path: () => '/runs?limit=50&nodeId=node-2' },
    { page: 'runs', what: 'of a node that is no more', path: () => '/runs?limit=50&nodeId=node-99' },
    { page: 'run', what: 'a run', path: async (turn) => `/runs/${(await runIds())[turn % 50]!}` },
    {
      page: 'timeline',
      what: 'lanes',
      path: (turn) => `/timeline?${some(turn, 24)}&from=${ago(3 * HOUR_MS)}&to=${ago(-3 * HOUR_MS)}&limit=200`,
    },
    { page: 'timeline', what: 'heat map', path: () => hoursOf(91) },
    { page: 'alerts', what: 'first page', path: () => '/alerts?limit=50' },
    { page: 'alerts', what: 'rules', path: () => '/alert-rules?limit=1000' },
    { page: 'alerts', what: 'silences', path: () => '/silences?limit=50' },
    { page: 'channels', what: 'channels', path: () => '/channels?limit=1000' },
    { page: 'audit', what: 'first page', path: () => '/audit?limit=50' },
    { page: 'audit', what: 'of a small project', path: () => `/audit?limit=50&project=${smallProject}` },
    { page: 'audit', what: 'by action', path: () => '/audit?limit=50&action=job.create' },
    { page: 'users', what: 'users', path: () => '/users?limit=50' },
  ];
}

/** Page after page of one list. */
function deep({ get }: Subjects, path: string): (turn: number) => Promise<string> {
  let cursor: string | null = null;
  return async (turn) => {
    const here = cursor === null || turn % DEEP_PAGES === 0 ? path : `${path}&cursor=${encodeURIComponent(cursor)}`;
    cursor = (await get<Listed>(here)).nextCursor;
    return here;
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** Every address of the dashboard. What a page shows is in its address, filters included, so that any view can be sent on. */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  parseSearchWith,
  redirect,
  stringifySearchWith,
} from '@tanstack/react-router';
import { sessionQuery } from './api/queries';
import { hasSessionHint } from './session/session-hint';
import { SignInPage } from './session/sign-in-page';
import { PageError } from './shell/page-error';
import { NotFoundPage } from './shell/not-found-page';
import { Shell } from './shell/shell';

interface RouterContext {
  queryClient: QueryClient;
}

type Search = Record<string, unknown>;
/** Parameters are plain texts; an unknown one is dropped. */
const texts =
  <K extends string>(...names: K[]) =>
  (search: Search): { [P in K]?: string } =>
    Object.fromEntries(
      names.flatMap((name) => (typeof search[name] === 'string' && search[name] !== '' ? [[name, search[name]]] : [])),
    ) as { [P in K]?: string };

const rootRoute = createRootRouteWithContext<RouterContext>()({ component: Outlet, notFoundComponent: NotFoundPage });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: texts('next'),
  component: SignInPage,
});

const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    const signIn = () => redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
    if (!hasSessionHint()) throw signIn();
    await context.queryClient.ensureQueryData(sessionQuery).catch((error: unknown) => {
      if ((error as { status?: number }).status === 401) throw signIn();
      throw error;
    });
  },
  component: Shell,
  errorComponent: PageError,
});

const overviewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  validateSearch: texts('project', 'hours'),
  component: lazyRouteComponent(() => import('./overview/overview-page'), 'OverviewPage'),
});

const jobsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/jobs',
  validateSearch: texts('project', 'name', 'state', 'tag', 'node', 'outcome'),
  component: lazyRouteComponent(() => import('./jobs/jobs-page'), 'JobsPage'),
});

const newJobRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/jobs/new',
  validateSearch: texts('from', 'project'),
  component: lazyRouteComponent(() => import('./jobs/new-job-page'), 'NewJobPage'),
});

const jobRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/jobs/$jobId',
  validateSearch: texts('tab', 'before', 'after'),
  component: lazyRouteComponent(() => import('./jobs/job-page'), 'JobPage'),
});

const editJobRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/jobs/$jobId/edit',
  component: lazyRouteComponent(() => import('./jobs/edit-job-page'), 'EditJobPage'),
});

const runsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/runs',
  validateSearch: texts('project', 'job', 'status', 'node', 'range', 'from', 'to'),
  component: lazyRouteComponent(() => import('./runs/runs-page'), 'RunsPage'),
});

const runRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/runs/$runId',
  component: lazyRouteComponent(() => import('./runs/run-page'), 'RunPage'),
});

const timelineRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/timeline',
  validateSearch: texts('view', 'project', 'name', 'job', 'hours'),
  component: lazyRouteComponent(() => import('./timeline/timeline-page'), 'TimelinePage'),
});

const nodesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/nodes',
  validateSearch: texts('node'),
  component: lazyRouteComponent(() => import('./nodes/nodes-page'), 'NodesPage'),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  shellRoute.addChildren([
    overviewRoute,
    jobsRoute,
    newJobRoute,
    jobRoute,
    editJobRoute,
    runsRoute,
    runRoute,
    timelineRoute,
    nodesRoute,
  ]),
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    scrollRestoration: true,
    parseSearch: parseSearchWith((text) => text),
    stringifySearch: stringifySearchWith((value) => String(value)),
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFoundPage,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}

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
  validateSearch: texts('next', 'failed'),
  // Not with every page of those who are signed in.
  component: lazyRouteComponent(() => import('./session/sign-in-page'), 'SignInPage'),
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

const alertsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/alerts',
  validateSearch: texts('state', 'kind', 'project', 'job', 'range', 'from', 'to'),
  component: lazyRouteComponent(() => import('./alerts/alerts-page'), 'AlertsPage'),
});

/** As messages link to it. */
const alertRoute = createRoute({
  getParentRoute: () => alertsRoute,
  path: '$alertId',
  component: lazyRouteComponent(() => import('./alerts/alert-page'), 'AlertPage'),
});

const silencesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/alerts/silences',
  validateSearch: texts('view', 'project'),
  component: lazyRouteComponent(() => import('./alerts/silences-page'), 'SilencesPage'),
});

const rulesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/alerts/rules',
  validateSearch: texts('project', 'rule'),
  component: lazyRouteComponent(() => import('./alerts/rules-page'), 'RulesPage'),
});

const channelsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/alerts/channels',
  validateSearch: texts('project', 'channel'),
  component: lazyRouteComponent(() => import('./channels/channels-page'), 'ChannelsPage'),
});

const nodesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/nodes',
  validateSearch: texts('node'),
  component: lazyRouteComponent(() => import('./nodes/nodes-page'), 'NodesPage'),
});

const projectsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/projects',
  validateSearch: texts('name'),
  component: lazyRouteComponent(() => import('./projects/projects-page'), 'ProjectsPage'),
});

const projectRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/projects/$name',
  validateSearch: texts('tab'),
  component: lazyRouteComponent(() => import('./projects/project-page'), 'ProjectPage'),
});

const usersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/users',
  validateSearch: texts('name', 'user'),
  component: lazyRouteComponent(() => import('./users/users-page'), 'UsersPage'),
});

const tokensRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tokens',
  validateSearch: texts('whose'),
  component: lazyRouteComponent(() => import('./tokens/tokens-page'), 'TokensPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/audit',
  validateSearch: texts('project', 'actor', 'action', 'type', 'subject', 'text', 'range', 'from', 'to', 'entry'),
  component: lazyRouteComponent(() => import('./audit/audit-page'), 'AuditPage'),
});

const accountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('./account/account-page'), 'AccountPage'),
});

const firstPasswordRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/account/first-password',
  validateSearch: texts('next'),
  component: lazyRouteComponent(() => import('./account/first-password-page'), 'FirstPasswordPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  validateSearch: texts('text', 'set'),
  component: lazyRouteComponent(() => import('./settings/settings-page'), 'SettingsPage'),
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
    alertsRoute.addChildren([alertRoute]),
    silencesRoute,
    rulesRoute,
    channelsRoute,
    nodesRoute,
    projectsRoute,
    projectRoute,
    usersRoute,
    tokensRoute,
    auditRoute,
    accountRoute,
    firstPasswordRoute,
    settingsRoute,
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

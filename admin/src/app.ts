/** The hub's HTTP API as a value: routes over what `ApiDependencies` names, without a server and without a process. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { getCookie } from 'hono/cookie';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { secureHeaders } from 'hono/secure-headers';
import type { MetricsSource } from '@crony/shared/runtime/metrics';
import { fieldErrors } from '@crony/shared/wire/field-errors';
import { ApiError, invalidInput } from './api/api-error.js';
import { type ApiApp, type ApiEnv, API_PREFIX } from './api/api-route.js';
import type { ApiDependencies } from './api/dependencies.js';
import { registerApiTokens } from './api/api-tokens.js';
import { registerAlertRules } from './api/alert-rules.js';
import { registerAlerts } from './api/alerts.js';
import { registerAudit } from './api/audit.js';
import { registerBackfills } from './api/backfills.js';
import { registerChannelUse } from './api/channel-use.js';
import { registerChannels } from './api/channels.js';
import { registerEffectiveAlertRules } from './api/effective-alert-rules.js';
import { registerFailing } from './api/failing.js';
import { registerHealth } from './api/health.js';
import { registerHubs } from './api/hubs.js';
import { registerJobActions } from './api/job-actions.js';
import { registerJobVersions } from './api/job-versions.js';
import { registerJobApply } from './api/job-apply.js';
import { registerJobBulk } from './api/job-bulk.js';
import { registerJobs } from './api/jobs.js';
import { registerMembers } from './api/members.js';
import { registerMetrics } from './api/metrics.js';
import { registerNodes } from './api/nodes.js';
import { observeRequests, type OnRequest } from './api/observe-requests.js';
import { registerOidcSession } from './api/oidc-session.js';
import { registerOpenApi } from './api/openapi.js';
import { problemResponse, toApiError } from './api/problem-response.js';
import { registerProjectCounts } from './api/project-counts.js';
import { registerProjects } from './api/projects.js';
import { registerRunEvents } from './api/run-events.js';
import { registerRunReport, type OnReport } from './api/run-report.js';
import { registerRuns } from './api/runs.js';
import { registerSchedules } from './api/schedules.js';
import { registerSecrets } from './api/secrets.js';
import { registerSession } from './api/session.js';
import { registerSettings } from './api/settings.js';
import { registerSigningSecrets } from './api/signing-secrets.js';
import { registerSilences } from './api/silences.js';
import { registerStats } from './api/stats.js';
import { registerStatsHours } from './api/stats-hours.js';
import { registerTargets } from './api/targets.js';
import { registerUserStanding } from './api/user-standing.js';
import { registerUsers } from './api/users.js';
import { CallerLimits } from './auth/caller-limits.js';
import { registerTimeline } from './api/timeline.js';
import { registerUpcoming } from './api/upcoming.js';
import { SESSION_COOKIE } from './auth/authenticate.js';
import { createSessionTokens } from './auth/session-token.js';
import { SignIns } from './auth/sign-in.js';
import type { Dashboard } from './web/serve-dashboard.js';
import { traceRequests } from './trace.js';

export interface AppOptions {
  /** What `/metrics` answers; without it there is no such route. */
  metrics?: MetricsSource;
  /** The release, for the OpenAPI document. */
  version?: string;
  /** What browsers are shown beside the API; without it there is no such page. */
  dashboard?: Dashboard;
  onRequest?: OnRequest;
  onReport?: OnReport;
}

export function createApp(dependencies: ApiDependencies, options: AppOptions = {}): ApiApp {
  const sessions = createSessionTokens(dependencies.sessionSecret);
  const limits = new CallerLimits(dependencies.requestsPerS, dependencies.clock);
  const app: ApiApp = new OpenAPIHono<ApiEnv>({
    defaultHook(result) {
      if (!result.success) throw invalidInput(fieldErrors(result.error.issues, (result as { data?: unknown }).data));
    },
  });

  app.onError((error, c) => {
    const { method, path } = c.req;
    return problemResponse(toApiError(error, { method, path, cursor: c.req.query('cursor') }, dependencies.logger));
  });
  app.notFound((c) => {
    const page = options.dashboard?.respond({
      method: c.req.method,
      path: c.req.path,
      accept: c.req.header('accept') ?? '',
      acceptEncoding: c.req.header('accept-encoding') ?? '',
      ifNoneMatch: c.req.header('if-none-match'),
      // Somebody who follows a link from elsewhere, or comes back from a provider, sends no `SameSite=Strict` cookie.
      hasSession: getCookie(c, SESSION_COOKIE) !== undefined || c.req.header('sec-fetch-site') === 'cross-site',
    });
    return page ?? problemResponse(new ApiError('route_not_found', `There is no ${c.req.method} ${c.req.path}.`));
  });
  app.use(traceRequests(dependencies.spans, dependencies.clock));
  const { onRequest } = options;
  if (onRequest) app.use(observeRequests(onRequest, dependencies.clock));
  app.use(methodNotAllowed({ app, onMethodNotAllowed: (c, methods) => notAllowed(c.req.method, methods) }));
  // Whether a host is HTTPS only is for whoever ends TLS to say.
  app.use(secureHeaders({ strictTransportSecurity: false }));
  app.use(`${API_PREFIX}/*`, async function neverStored(c, next) {
    await next();
    c.header('cache-control', 'no-store');
  });
  app.use(async function provide(c, next) {
    c.set('api', dependencies);
    c.set('sessions', sessions);
    c.set('limits', limits);
    await next();
  });

  registerHealth(app);
  const signIns = new SignIns(dependencies.store, dependencies.clock);
  registerSession(app, signIns);
  registerOidcSession(app, dependencies);
  registerUsers(app, signIns);
  registerUserStanding(app);
  registerApiTokens(app);
  registerJobBulk(app);
  registerJobApply(app);
  registerJobs(app);
  registerJobActions(app);
  registerJobVersions(app);
  registerSchedules(app);
  registerRunReport(app, options.onReport);
  registerRunEvents(app);
  registerRuns(app);
  registerNodes(app);
  registerHubs(app);
  registerProjects(app);
  registerMembers(app);
  registerSecrets(app);
  registerSigningSecrets(app);
  registerBackfills(app);
  registerTargets(app);
  registerAlerts(app);
  registerAlertRules(app);
  registerEffectiveAlertRules(app);
  registerSilences(app);
  // Before the routes of one channel: `deliveries` is no id.
  registerChannelUse(app);
  registerChannels(app);
  registerAudit(app);
  registerStats(app);
  registerStatsHours(app);
  registerProjectCounts(app, dependencies);
  registerSettings(app);
  registerFailing(app);
  registerTimeline(app);
  registerUpcoming(app);
  if (options.metrics) registerMetrics(app, options.metrics);
  registerOpenApi(app, options.version ?? '0.1.0');
  return app;
}

function notAllowed(method: string, allowed: string[]): Response {
  const headers = { allow: allowed.join(', ') };
  return problemResponse(new ApiError('method_not_allowed', `This route does not take ${method}.`, { headers }));
}

import type { EgressRules } from '@crony/shared/egress/egress-rules';
import type { Coordination } from '@crony/shared/coordination/coordination';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import type { SpanSink } from '@crony/shared/trace/span';
import type { MetricsSource } from '@crony/shared/runtime/metrics';
import type { ReportTokens } from '@crony/shared/runtime/report-tokens';
import type { SecretBox } from '@crony/shared/runtime/secret-box';
import type { Retention } from '@crony/shared/domain/retention';
import { serviceGroup } from '@crony/shared/runtime/service';
import type { Service } from '@crony/shared/runtime/service';
import type { Store } from '@crony/shared/store/store';
import { createChannelSenders } from './alerts/channels/channel-senders.js';
import type { MailDefaults } from './alerts/channels/email/email.js';
import { OutboundHttp } from './alerts/channels/outbound-http.js';
import { AlertChannels } from './alerts/alert-channels.js';
import { AlertServices } from './alerts/alert-services.js';
import { createEventPoster } from './alerts/channels/cloud-event.js';
import { createReportPoster } from './alerts/report-poster.js';
import { ensureDefaults } from './api/ensure-defaults.js';
import type { Installation, RequestsPerS } from './api/dependencies.js';
import { createApp } from './app.js';
import { TrustedProxies } from './auth/client-address.js';
import { OidcClient, type OidcSettings } from './auth/oidc/oidc-client.js';
import { ChangeNotifier } from './cluster/change-notifier.js';
import { hubFigures } from './cluster/hub-figures.js';
import { hubPresence } from './cluster/hub-presence.js';
import { LivingCluster } from './cluster/living-cluster.js';
import { NodeCommands } from './cluster/node-commands.js';
import { TzWatch } from './cluster/tz-watch.js';
import { HttpServer } from './http-server.js';
import { keepHeapLean } from './lean-heap.js';
import { Elector } from './leader/elector.js';
import type { PlacementPolicy } from './leader/placement/placement.js';
import type { RebalanceSetting } from './leader/rebalance-budget.js';
import { createHubMetrics } from './metrics.js';
import type { HubMetricsSource } from './metrics.js';
import { readDashboardFiles } from './web/dashboard-files.js';
import { createDashboard } from './web/serve-dashboard.js';

/** What a hub takes and keeps. */
export interface HubLimits {
  /** Of one caller; 0 sets no limit. */
  requestsPerS: RequestsPerS;
  retention: Retention;
}

/** What of a hub may change while it runs. */
export interface LiveHubSettings {
  limits: HubLimits;
  trustedProxies: readonly string[];
  mail: MailDefaults;
}

/** Plain values; reading and checking configuration is the command line's work. */
export interface HubOptions {
  hubId: string;
  host: string;
  /** 0 takes any free one. */
  port: number;
  publicUrl: string;
  ttlS: number;
  policy: PlacementPolicy;
  rebalance: RebalanceSetting;
  apiToken: string | null;
  sessionSecret: string;
  limits: HubLimits;
  /** The OpenID provider at which people may sign in too. */
  oidc?: OidcSettings | null;
  /** Proxies whose `X-Forwarded-For` is believed. */
  trustedProxies?: readonly string[];
  secretBox: SecretBox;
  reportTokens: ReportTokens;
  /** To which addresses messages may go. */
  egress: EgressRules;
  /** For channels that name no mail server, or no sender. */
  mail: MailDefaults;
  /** Open, and migrated. Closed by whoever opened it, after the hub has stopped. */
  store: Store;
  /** Closed by whoever opened it, after the hub has stopped. */
  coordination: Coordination;
  clock: Clock;
  logger: Logger;
  version: string;
  /** Where traces are collected; closed by whoever opened it. */
  spans?: SpanSink | undefined;
  installation: Installation;
  /** The hub's own figures, unless the caller wants them made here. */
  metrics?: HubMetricsSource;
  /** What `/metrics` shows; the hub's own figures alone when absent. */
  metricsPage?: MetricsSource;
}

/** One hub: API, presence, and the candidate for leadership. */
export interface Hub extends Service {
  /** The port it listens on, once started. */
  readonly port: number;
  readonly cluster: LivingCluster;
  readonly metrics: HubMetricsSource;
  isLeading(): boolean;
  adopt(settings: LiveHubSettings): void;
  /** Enabled jobs that no node can take at present, and why; empty on a hub that does not lead. */
  waiting(): ReadonlyMap<string, string>;
}

export function createHub(options: HubOptions): Hub {
  const { coordination, store, clock, hubId, host, port, publicUrl, version, secretBox, ttlS, policy, rebalance } =
    options;
  const logger = options.logger.child({ hubId });
  const metrics = options.metrics ?? createHubMetrics({ processMetrics: true });
  const figures = metrics.metrics;
  // Read wherever they count, so that `adopt` has to change them here only.
  const limits = structuredClone(options.limits);
  const mail = { ...options.mail };
  const cluster = new LivingCluster(coordination);
  const changes = new ChangeNotifier({ coordination, clock, logger, onQueue: (jobs) => figures.changeQueue.set(jobs) });
  const commands = new NodeCommands({ coordination, clock, logger, onDropped: (n) => figures.commandsDropped.inc(n) });
  const startedAt = clock.now();
  const registration = () => ({ address: publicUrl, version, startedAt });
  const presence = hubPresence({ coordination, clock, logger, ttlS, hubId, registration });
  const elector = new Elector({
    coordination,
    store,
    cluster,
    commands,
    clock,
    logger,
    metrics: figures,
    hubId,
    policy,
    rebalance,
    retention: limits.retention,
    ttlS,
  });
  const { apiToken, sessionSecret, oidc = null, egress } = options;
  const trustedProxies = new TrustedProxies(options.trustedProxies ?? []);
  const http = new OutboundHttp({ clock, egress });
  const channels = createChannelSenders({ http, egress, mail, publicUrl, clock, logger });
  const alerts = new AlertServices({
    store,
    clock,
    logger,
    cluster,
    hubId,
    ttlMs: ttlS * 1_000,
    channels: new AlertChannels({ store, secretBox, clock, logger }),
    sender: channels,
    poster: createReportPoster({ store, secretBox, publicUrl, events: createEventPoster({ http, clock }) }),
    isLeading: () => elector.isLeading(),
    waiting: () => elector.waiting(),
    onRaised: (kind, raised) => figures.alertsRaised.inc({ kind }, raised),
    onSent({ type, outcome, tookMs, waitedMs }) {
      figures.notificationSends.inc({ type, outcome });
      if (outcome !== 'sent') return;
      figures.notificationSeconds.observe({ type }, tookMs / 1_000);
      figures.notificationDelay.observe({ type }, waitedMs / 1_000);
    },
  });
  const stopping = new AbortController();
  const pingCoordination = (): Promise<void> => coordination.ping();
  const app = createApp(
    {
      store,
      cluster,
      changes,
      commands,
      clock,
      logger,
      spans: options.spans,
      secretBox,
      reportTokens: options.reportTokens,
      channels,
      stopping: stopping.signal,
      apiToken,
      sessionSecret,
      requestsPerS: limits.requestsPerS,
      oidc: oidc && new OidcClient(oidc, publicUrl),
      trustedProxies,
      publicUrl,
      hubId,
      version,
      installation: options.installation,
      pingCoordination,
    },
    {
      metrics: options.metricsPage ?? metrics,
      version,
      dashboard: createDashboard(readDashboardFiles()),
      onRequest: ({ method, route, status, tookMs }) =>
        figures.requestSeconds.observe({ method, route, status }, tookMs / 1_000),
      onReport: (status, applied) => figures.reports.inc({ status, applied: String(applied) }),
    },
  );
  const server = new HttpServer({ fetch: (request, bindings) => app.fetch(request, bindings), host, port, clock });
  // Requests come last and go first; the election ends before what it stands on.
  const services = serviceGroup([
    cluster,
    new TzWatch(cluster, logger),
    presence,
    hubFigures({ hubFigures: store.hubFigures, hubId, clock, logger }),
    changes,
    commands,
    elector,
    alerts,
    server,
  ]);
  let started: Promise<void> | undefined;
  let stopped: Promise<void> | undefined;
  return {
    cluster,
    metrics,
    get port() {
      return server.port;
    },
    isLeading: () => elector.isLeading(),
    waiting: () => elector.waiting(),
    adopt(live) {
      Object.assign(limits.requestsPerS, live.limits.requestsPerS);
      Object.assign(limits.retention, live.limits.retention);
      Object.assign(mail, live.mail);
      trustedProxies.become(live.trustedProxies);
    },
    start() {
      if (stopped) return Promise.resolve();
      keepHeapLean();
      started ??= ensureDefaults({ store, secretBox, clock }).then(() => services.start());
      return started;
    },
    stop() {
      stopped ??= (async () => {
        await started?.catch(() => {}); // whoever awaited the start was told
        stopping.abort();
        await services.stop();
        await http.close();
      })();
      return stopped;
    },
  };
}

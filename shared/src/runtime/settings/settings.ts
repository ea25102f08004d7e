/**
 * Every setting of the `crony` program, once. The parser, `--help` and docs/configuration.md are made from this list,
 * so that none of them can know a setting that the others do not.
 */
import { DEFAULT_RETENTION, FEWEST_DAYS, MOST_DAYS } from '../../domain/retention.js';
import { LOG_LEVELS } from '../logger.js';
import {
  bearerToken,
  choice,
  choiceOrInteger,
  databaseUrl,
  directory,
  etcdPrefix,
  hiddenText,
  host,
  httpUrl,
  httpUrlList,
  identifier,
  integer,
  issuerUrl,
  labels,
  networks,
  newDirectory,
  mailAddress,
  pemFile,
  policy,
  port,
  projectList,
  readableFile,
  secretText,
  smtpUrl,
  text,
  words,
  type SettingKind,
} from './setting-kinds.js';

export const COMMANDS_WITH_SETTINGS = ['standalone', 'admin', 'node', 'migrate', 'reseal', 'backup'] as const;
export type SettledCommand = (typeof COMMANDS_WITH_SETTINGS)[number];

/** The command does not start without it. */
export const REQUIRED = { required: true } as const;
/** May stay unset: null for the program, and these words for people. */
export interface Unset {
  readonly unset: string;
}
const unset = (unset: string): Unset => ({ unset });

/** What a command does where nothing is given: take this text, which the kind parses like any other, or see above. */
export type Fallback = string | typeof REQUIRED | Unset;

export interface Setting<T, On extends Partial<Record<SettledCommand, Fallback>>> {
  readonly variable: `CRONY_${string}`;
  readonly kind: SettingKind<T>;
  /** One sentence for people. */
  readonly help: string;
  /** The commands that take it, each with its fallback. */
  readonly on: On;
  /** A hub or node that runs takes a new value over at SIGHUP; all others wait for the next start. */
  readonly reload?: true;
}
export type AnySetting = Setting<unknown, Partial<Record<SettledCommand, Fallback>>>;

const setting = <T, const On extends Partial<Record<SettledCommand, Fallback>>>(s: Setting<T, On>): Setting<T, On> => s;

const onAll = <const F extends Fallback>(fallback: F): Record<SettledCommand, F> => ({
  standalone: fallback,
  admin: fallback,
  node: fallback,
  migrate: fallback,
  reseal: fallback,
  backup: fallback,
});
/** MySQL alone has them. */
const onMysql = <const F extends Fallback>(
  fallback: F,
): Record<'standalone' | 'admin' | 'node' | 'migrate' | 'reseal', F> => ({
  ...onServers(fallback),
  migrate: fallback,
  reseal: fallback,
});
const onServers = <const F extends Fallback>(fallback: F): Record<'standalone' | 'admin' | 'node', F> => ({
  standalone: fallback,
  admin: fallback,
  node: fallback,
});
const onHubs = <const F extends Fallback>(fallback: F): Record<'standalone' | 'admin', F> => ({
  standalone: fallback,
  admin: fallback,
});
const onNodes = <const F extends Fallback>(fallback: F): Record<'standalone' | 'node', F> => ({
  standalone: fallback,
  node: fallback,
});
/** Standalone needs no etcd. */
const onCluster = <const F extends Fallback>(fallback: F): Record<'admin' | 'node', F> => ({
  admin: fallback,
  node: fallback,
});

const days = integer(FEWEST_DAYS, MOST_DAYS, 'days');

export const SETTINGS = {
  settingsFile: setting({
    variable: 'CRONY_SETTINGS_FILE',
    kind: readableFile,
    help: 'A file with a setting on each line, as NAME=value. Variables and flags win over it; it is read again at SIGHUP.',
    on: onAll(unset('none')),
  }),
  host: setting({
    variable: 'CRONY_HOST',
    kind: host,
    help: 'Address on which API, dashboard, health and metrics answer.',
    on: { standalone: '127.0.0.1', admin: '0.0.0.0' },
  }),
  port: setting({
    variable: 'CRONY_PORT',
    kind: port,
    help: 'Port of API, dashboard, health and metrics; standalone opens no other.',
    on: onHubs('8089'),
  }),
  nodeHost: setting({
    variable: 'CRONY_NODE_HOST',
    kind: host,
    help: 'Address on which health and metrics of the node answer.',
    on: { node: '127.0.0.1' },
  }),
  nodePort: setting({
    variable: 'CRONY_NODE_PORT',
    kind: port,
    help: 'Port of health and metrics of the node.',
    on: { node: '8090' },
  }),
  publicUrl: setting({
    variable: 'CRONY_PUBLIC_URL',
    kind: httpUrl,
    help: 'Where people and services reach the hub: report address of callbacks, links in alerts.',
    on: { ...onHubs(unset('from host and port')), node: unset('http://127.0.0.1:8089') },
  }),
  databaseUrl: setting({
    variable: 'CRONY_DATABASE_URL',
    kind: databaseUrl,
    help: 'The database: MySQL or MariaDB for a cluster, SQLite for standalone.',
    on: {
      standalone: unset('a SQLite file in the data directory'),
      backup: unset('a SQLite file in the data directory'),
      admin: REQUIRED,
      node: REQUIRED,
      migrate: REQUIRED,
      reseal: REQUIRED,
    },
  }),
  databaseCaFile: setting({
    variable: 'CRONY_DATABASE_CA_FILE',
    kind: pemFile,
    help: 'Certificates of the authorities that may vouch for the database, whose URL ends in ?tls=true.',
    on: onMysql(unset("the system's")),
    reload: true,
  }),
  databaseCertFile: setting({
    variable: 'CRONY_DATABASE_CERT_FILE',
    kind: pemFile,
    help: 'Client certificate shown to the database, together with its key.',
    on: onMysql(unset('none')),
    reload: true,
  }),
  databaseKeyFile: setting({
    variable: 'CRONY_DATABASE_KEY_FILE',
    kind: pemFile,
    help: 'Key of the client certificate shown to the database.',
    on: onMysql(unset('none')),
    reload: true,
  }),
  autoMigrate: setting({
    variable: 'CRONY_AUTO_MIGRATE',
    kind: choice('on', 'off'),
    help: 'Whether the hub brings the tables up to date at start; off where only `crony migrate` may.',
    on: onHubs('on'),
  }),
  etcd: setting({
    variable: 'CRONY_ETCD',
    kind: httpUrlList,
    help: 'The members of the etcd cluster. Standalone needs none.',
    on: onCluster(REQUIRED),
  }),
  etcdUser: setting({
    variable: 'CRONY_ETCD_USER',
    kind: text,
    help: 'User for etcd, together with its password.',
    on: onCluster(unset('none')),
  }),
  etcdPassword: setting({
    variable: 'CRONY_ETCD_PASSWORD',
    kind: hiddenText,
    help: 'Password for etcd, together with its user.',
    on: onCluster(unset('none')),
  }),
  etcdCaFile: setting({
    variable: 'CRONY_ETCD_CA_FILE',
    kind: pemFile,
    help: 'Certificates of the authorities that may vouch for etcd.',
    on: onCluster(unset("the system's")),
    reload: true,
  }),
  etcdCertFile: setting({
    variable: 'CRONY_ETCD_CERT_FILE',
    kind: pemFile,
    help: 'Client certificate shown to etcd, together with its key.',
    on: onCluster(unset('none')),
    reload: true,
  }),
  etcdKeyFile: setting({
    variable: 'CRONY_ETCD_KEY_FILE',
    kind: pemFile,
    help: 'Key of the client certificate shown to etcd.',
    on: onCluster(unset('none')),
    reload: true,
  }),
  etcdPrefix: setting({
    variable: 'CRONY_ETCD_PREFIX',
    kind: etcdPrefix,
    help: 'All keys of this cluster begin with it.',
    on: onCluster('/crony/v1'),
  }),
  leaseTtlS: setting({
    variable: 'CRONY_LEASE_TTL_S',
    kind: integer(3, 600, 'seconds'),
    help: 'Lease of nodes and leader: how soon a death is noticed. The same on all hubs and nodes.',
    on: onServers('6'),
  }),
  hubId: setting({
    variable: 'CRONY_HUB_ID',
    kind: identifier,
    help: 'Name of this hub, unlike that of any other.',
    on: onHubs(unset('host name and a random part')),
  }),
  nodeId: setting({
    variable: 'CRONY_NODE_ID',
    kind: identifier,
    help: 'Name of this node, unlike that of any other, and the same after a restart.',
    on: onNodes(unset('a stable name, kept in the data directory')),
  }),
  nodeWeight: setting({
    variable: 'CRONY_NODE_WEIGHT',
    kind: integer(0, 1_000, 'shares'),
    help: 'Share of the jobs that this node takes; 0 takes none.',
    on: onNodes('1'),
    reload: true,
  }),
  nodeLabels: setting({
    variable: 'CRONY_NODE_LABELS',
    kind: labels,
    help: "Labels that a job's `nodeLabels` may ask for.",
    on: onNodes(unset('none')),
    reload: true,
  }),
  nodeProjects: setting({
    variable: 'CRONY_NODE_PROJECTS',
    kind: projectList,
    help: 'Projects whose jobs this node takes.',
    on: onNodes(unset('all')),
    reload: true,
  }),
  nodeConcurrency: setting({
    variable: 'CRONY_NODE_CONCURRENCY',
    kind: integer(1, 100_000, 'attempts'),
    help: 'Most attempts in flight at once.',
    on: onNodes('1000'),
  }),
  spoolMiB: setting({
    variable: 'CRONY_SPOOL_MIB',
    kind: integer(1, 65_536, 'MiB'),
    help: 'Room in the data directory for runs fired while the database does not answer.',
    on: onNodes('256'),
  }),
  graceMs: setting({
    variable: 'CRONY_GRACE_MS',
    kind: integer(0, 3_600_000, 'milliseconds'),
    help: 'How long a stop waits for attempts in flight.',
    on: onServers('30000'),
  }),
  nodeShell: setting({
    variable: 'CRONY_NODE_SHELL',
    kind: choice('on', 'off'),
    help: 'Whether this node runs shell callbacks: whoever may write jobs then runs programs as its user.',
    on: onNodes('off'),
  }),
  egressAllow: setting({
    variable: 'CRONY_EGRESS_ALLOW',
    kind: words,
    help: 'Addresses that callbacks and messages to channels may reach although a rule denies them: networks (10.0.0.0/8), addresses, or loopback, private, link-local, metadata, multicast, broadcast, reserved, any.',
    on: onServers(unset('none')),
  }),
  egressDeny: setting({
    variable: 'CRONY_EGRESS_DENY',
    kind: words,
    help: 'Addresses that callbacks and messages to channels may not reach, in the same words. Link-local and metadata addresses are denied in any case, unless allowed.',
    on: onServers(unset('none')),
  }),
  smtpUrl: setting({
    variable: 'CRONY_SMTP_URL',
    kind: smtpUrl,
    help: 'Where channels that name no mail server of their own send their mail. smtp:// goes over to TLS by STARTTLS, unless it ends in ?tls=off; smtps:// begins with it.',
    on: onHubs(unset('none')),
    reload: true,
  }),
  mailFrom: setting({
    variable: 'CRONY_MAIL_FROM',
    kind: mailAddress,
    help: 'Sender of the mail of channels that name none.',
    on: onHubs(unset('none')),
    reload: true,
  }),
  assignmentPolicy: setting({
    variable: 'CRONY_ASSIGNMENT_POLICY',
    kind: policy('weighted_round_robin', 'fewest_jobs'),
    help: 'How the leader chooses the node for a job. The same on all hubs.',
    on: onHubs('weighted_round_robin'),
  }),
  rebalance: setting({
    variable: 'CRONY_REBALANCE',
    kind: choiceOrInteger(['auto', 'manual'], 1, 1_000_000, 'moves a minute'),
    help: 'How fast jobs of living nodes move to a node that joins; manual moves none.',
    on: onHubs('auto'),
  }),
  secret: setting({
    variable: 'CRONY_SECRET',
    kind: secretText(16),
    help: 'Signs sessions and encrypts stored secrets. The same on all hubs and nodes.',
    on: { standalone: unset('generated, kept in the data directory'), ...onCluster(REQUIRED), reseal: REQUIRED },
  }),
  secretPrevious: setting({
    variable: 'CRONY_SECRET_PREVIOUS',
    kind: secretText(16),
    help: 'The secret before, while it is being changed: what was sealed under it can still be opened.',
    on: { ...onServers(unset('none')), reseal: REQUIRED },
  }),
  adminPassword: setting({
    variable: 'CRONY_ADMIN_PASSWORD',
    kind: secretText(8),
    help: 'Password of the first user, `admin`; counts only while there is no user.',
    on: onHubs(unset('generated, printed once at the first start')),
  }),
  apiToken: setting({
    variable: 'CRONY_API_TOKEN',
    kind: bearerToken(16),
    help: 'Bearer token of a bootstrap administrator.',
    on: onHubs(unset('none')),
  }),
  trustedProxies: setting({
    variable: 'CRONY_TRUSTED_PROXIES',
    kind: networks,
    help: 'Proxies whose `X-Forwarded-For` is believed: by it failed sign-ins are counted and changes are recorded.',
    on: onHubs(unset('none')),
    reload: true,
  }),
  oidcIssuer: setting({
    variable: 'CRONY_OIDC_ISSUER',
    kind: issuerUrl,
    help: 'The OpenID provider at which people may sign in, as it names itself; http:// on this machine alone.',
    on: onHubs(unset('none: passwords only')),
  }),
  oidcName: setting({
    variable: 'CRONY_OIDC_NAME',
    kind: text,
    help: 'What the button of the sign-in page calls the provider.',
    on: onHubs(unset('the host of the issuer')),
  }),
  oidcClientId: setting({
    variable: 'CRONY_OIDC_CLIENT_ID',
    kind: text,
    help: 'How the provider knows this cluster; its redirect URI is `/api/v1/session/oidc/callback` below the public URL.',
    on: onHubs(unset('none')),
  }),
  oidcClientSecret: setting({
    variable: 'CRONY_OIDC_CLIENT_SECRET',
    kind: hiddenText,
    help: "The client's secret at the provider.",
    on: onHubs(unset('none')),
  }),
  oidcScopes: setting({
    variable: 'CRONY_OIDC_SCOPES',
    kind: words,
    help: 'What is asked of the provider beside `openid`.',
    on: onHubs('profile,email'),
  }),
  oidcNameClaim: setting({
    variable: 'CRONY_OIDC_NAME_CLAIM',
    kind: text,
    help: 'The claim that becomes the name of a new user.',
    on: onHubs('preferred_username'),
  }),
  oidcGroupsClaim: setting({
    variable: 'CRONY_OIDC_GROUPS_CLAIM',
    kind: text,
    help: 'The claim that lists the groups of a user.',
    on: onHubs('groups'),
  }),
  oidcAdminGroup: setting({
    variable: 'CRONY_OIDC_ADMIN_GROUP',
    kind: text,
    help: 'Whose members are cluster administrators, and nobody else who signs in there, as of each sign-in.',
    on: onHubs(unset('none: the cluster role is kept here')),
  }),
  oidcAutoCreate: setting({
    variable: 'CRONY_OIDC_AUTO_CREATE',
    kind: choice('on', 'off'),
    help: 'Whether who is new here becomes a user without any project; off where an administrator creates users first.',
    on: onHubs('on'),
  }),
  rateLimitPerS: setting({
    variable: 'CRONY_RATE_LIMIT_PER_S',
    kind: integer(0, 1_000_000, 'requests a second'),
    help: 'Requests that each hub takes of one token or user, ten seconds’ worth at once; 0 sets no limit.',
    on: onHubs('1000'),
    reload: true,
  }),
  strangerLimitPerS: setting({
    variable: 'CRONY_STRANGER_LIMIT_PER_S',
    kind: integer(0, 1_000_000, 'requests a second'),
    help: 'Requests of nobody it knows, sign-ins among them, that each hub takes from one address, ten seconds’ worth at once; 0 sets no limit.',
    on: onHubs('50'),
    reload: true,
  }),
  retentionRunsDays: setting({
    variable: 'CRONY_RETENTION_RUNS_DAYS',
    kind: days,
    help: 'How long runs that have ended are kept, with their attempts and output. A project may say otherwise, here and below.',
    on: onHubs(String(DEFAULT_RETENTION.runs)),
    reload: true,
  }),
  retentionAlertsDays: setting({
    variable: 'CRONY_RETENTION_ALERTS_DAYS',
    kind: days,
    help: 'How long alerts are kept: from their resolution, those that are open from their beginning.',
    on: onHubs(String(DEFAULT_RETENTION.alerts)),
    reload: true,
  }),
  retentionAuditDays: setting({
    variable: 'CRONY_RETENTION_AUDIT_DAYS',
    kind: days,
    help: 'How long the audit is kept.',
    on: onHubs(String(DEFAULT_RETENTION.audit)),
    reload: true,
  }),
  retentionStatsDays: setting({
    variable: 'CRONY_RETENTION_STATS_DAYS',
    kind: days,
    help: 'How long the counters of runs by the hour are kept, at least as long as the runs.',
    on: onHubs(String(DEFAULT_RETENTION.stats)),
    reload: true,
  }),
  retentionVersionsDays: setting({
    variable: 'CRONY_RETENTION_VERSIONS_DAYS',
    kind: days,
    help: 'How long a version of a job is kept after the next one. The present one stays.',
    on: onHubs(String(DEFAULT_RETENTION.versions)),
    reload: true,
  }),
  dataDir: setting({
    variable: 'CRONY_DATA_DIR',
    kind: directory,
    help: 'Directory for SQLite, spool and ids. It belongs to one process.',
    on: { ...onNodes('./data'), backup: './data' },
  }),
  backupDir: setting({
    variable: 'CRONY_BACKUP_DIR',
    kind: newDirectory,
    help: 'Where the copy goes. What is in it afterwards can be the data directory of another standalone.',
    on: { backup: REQUIRED },
  }),
  tracesUrl: setting({
    variable: 'CRONY_TRACES_URL',
    kind: httpUrl,
    help: 'Where traces go, by OTLP over HTTP, such as http://127.0.0.1:4318/v1/traces.',
    on: { standalone: unset('none are made'), admin: unset('none are made'), node: unset('none are made') },
  }),
  logLevel: setting({
    variable: 'CRONY_LOG_LEVEL',
    kind: choice(...LOG_LEVELS),
    help: 'Least important messages that are logged, as JSON lines on standard error.',
    on: onAll('info'),
    reload: true,
  }),
};

/** Variables of commands that speak to a hub from elsewhere; who serves leaves them alone. */
export const CLIENT_VARIABLES: readonly string[] = ['CRONY_URL'];

export type SettingKey = keyof typeof SETTINGS;
export const SETTING_KEYS = Object.keys(SETTINGS) as SettingKey[];

/** `CRONY_NODE_ID` is `--node-id`. */
export function flagOf(variable: string): string {
  return `--${variable
    .replace(/^CRONY_/, '')
    .toLowerCase()
    .replaceAll('_', '-')}`;
}

type ValueOf<S, C extends SettledCommand> =
  S extends Setting<infer T, infer On> ? (C extends keyof On ? (On[C] extends Unset ? T | null : T) : never) : never;

/** The settings of one command, checked and typed. */
export type Settings<C extends SettledCommand> = {
  readonly [K in SettingKey as C extends keyof (typeof SETTINGS)[K]['on'] ? K : never]: ValueOf<
    (typeof SETTINGS)[K],
    C
  >;
};

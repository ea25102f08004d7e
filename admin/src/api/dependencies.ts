/** What the API needs of the rest of the hub, as narrow as it can be, so that a test can hand it an in-memory hub. */
import type { Store } from '@crony/shared/store/store';
import type { NodeRegistration } from '@crony/shared/domain/assignment';
import type { Clock } from '@crony/shared/runtime/clock';
import type { SpanSink } from '@crony/shared/trace/span';
import type { Logger } from '@crony/shared/runtime/logger';
import type { ReportTokens } from '@crony/shared/runtime/report-tokens';
import type { SecretBox } from '@crony/shared/runtime/secret-box';
import type { EffectiveSetting } from '@crony/shared/runtime/settings/effective-settings';
import type { TrustedProxies } from '../auth/client-address.js';
import type { OidcClient } from '../auth/oidc/oidc-client.js';
import type { ChannelSender } from '../alerts/channels/channel.js';

/** Who lives, from etcd; as fresh as the follower behind it. */
export interface ClusterView {
  nodes(): ReadonlyMap<string, NodeRegistration>;
  hubs(): ReadonlyMap<string, HubRegistration>;
  leader(): { hubId: string; term: number } | null;
  /** False while etcd does not answer: what the view says may be old. */
  isCurrent(): boolean;
}

export interface HubRegistration {
  /** Where its API answers. */
  address: string;
  version: string;
  startedAt: number;
}

/** Tells the leader that rows changed. Never fails and never waits: the leader also compares by itself. */
export interface ChangeSink {
  jobsChanged(jobIds: readonly string[]): void;
}

/** Nudges a node; never fails: nodes also look by themselves every second. */
export interface CommandSink {
  lookAtPending(nodeId: string): void;
  cancelRun(nodeId: string, runId: string): void;
}

/** Requests a second that one caller may make; 0 sets no limit. */
export interface RequestsPerS {
  /** A token or a user. */
  known: number;
  /** An address from which nobody known calls. */
  strangers: number;
}

/** What the hub is a part of, for administrators to see. */
export interface Installation {
  database: 'sqlite' | 'mysql';
  coordination: 'memory' | 'etcd';
  /** What this process runs with. */
  settings: readonly EffectiveSetting[];
}

export interface ApiDependencies {
  store: Store;
  cluster: ClusterView;
  changes: ChangeSink;
  commands: CommandSink;
  clock: Clock;
  logger: Logger;
  /** Where traces are collected. */
  spans?: SpanSink | undefined;
  secretBox: SecretBox;
  reportTokens: ReportTokens;
  /** Sends tests. */
  channels: ChannelSender;
  /** Aborted when the hub stops: answers that go on until somebody leaves end then. */
  stopping: AbortSignal;
  /** Bearer token of the bootstrap administrator, if set. */
  apiToken: string | null;
  /** Signs session cookies. */
  sessionSecret: string;
  requestsPerS: RequestsPerS;
  /** The OpenID provider at which people may sign in too, if there is one. */
  oidc: OidcClient | null;
  /** Whose word on where a request comes from is believed. */
  trustedProxies: TrustedProxies;
  /** Where people reach this hub. */
  publicUrl: string;
  hubId: string;
  version: string;
  installation: Installation;
  /** Resolves when etcd answers. */
  pingCoordination(): Promise<void>;
}

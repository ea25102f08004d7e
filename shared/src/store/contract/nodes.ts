import type { NodeRegistration } from '../../domain/assignment.js';
import type { NodeFigures, ProcessFigures } from '../../domain/process-figures.js';
import type { Holder } from '../../domain/run.js';

export interface Heartbeat {
  /** The node vouches that every planned time up to here of every key it has applied has a durable row. */
  watermark: number;
  /** Revision up to which it has applied its assignments. */
  appliedRevision: number;
  inFlight: number;
  jobs: number;
}

/** A first attempt under way, as its node says: its row says `claimed` until the result comes. */
export interface RunningRun {
  runId: string;
  attempt: number;
  startedAt: number;
}

/** What a heartbeat tells people besides; nothing that anybody decides by. */
export interface SignsOfLife {
  /** Attempts that have been under way for a while, longest first; more than a limit are left out. */
  running: readonly RunningRun[];
  /** The node's clock minus the database's, as last measured. */
  clockSkewMs: number | null;
  /** Targets with something to say: open circuits, queues, failures. */
  targets?: readonly TargetState[];
  figures?: NodeFigures;
}

/** How one node gets on with one target. */
export interface TargetState {
  target: string;
  inFlight: number;
  waiting: number;
  circuit: 'closed' | 'open' | 'half_open';
  /** Of the attempts of the last half minute. */
  failures: number;
  attempts: number;
}

export interface NodeIncarnation extends Heartbeat, Holder {
  registration: NodeRegistration;
  clockSkewMs: number | null;
  /** Null before the first heartbeat, and of a release that did not tell. */
  figures: NodeFigures | null;
  startedAt: number;
  /** By the database's clock. */
  heartbeatAt: number;
  /** Set by a clean stop: nothing more will come of this incarnation. */
  stoppedAt: number | null;
}

/** What people set through the API; it wins over the node's own settings. Null: the node's own. */
export interface NodeSettings {
  nodeId: string;
  weight: number | null;
  draining: boolean | null;
}

export interface NodeStore {
  /** A new incarnation; `watermark` of its first heartbeat must not exceed what its predecessors vouched for. */
  register(holder: Holder, registration: NodeRegistration, first: Heartbeat): Promise<void>;
  /** Returns the database's clock, by which skew is measured; null: this incarnation is unknown or stopped. */
  heartbeat(holder: Holder, heartbeat: Heartbeat, signs?: SignsOfLife): Promise<number | null>;
  /** What these incarnations said they were running, at their last heartbeat. */
  running(holders: readonly Holder[]): Promise<RunningRun[]>;
  /** What these incarnations said of their targets, at their last heartbeat. */
  targets(holders: readonly Holder[]): Promise<{ nodeId: string; targets: TargetState[] }[]>;
  markStopped(holder: Holder, last: Heartbeat): Promise<void>;
  /** All incarnations of the node that are on record, newest first. */
  incarnations(nodeId: string): Promise<NodeIncarnation[]>;
  /** Every node's newest incarnation. */
  listNewest(limit: number): Promise<NodeIncarnation[]>;
  /** Incarnations, other than those named, with no heartbeat since `before` by the database's clock (or stopped). */
  silent(before: number, living: readonly Holder[], limit: number): Promise<NodeIncarnation[]>;
  /** Deletes records of silent incarnations that hold no open run and own no job. */
  forget(holder: Holder): Promise<boolean>;
  settings(): Promise<NodeSettings[]>;
  saveSettings(settings: NodeSettings): Promise<void>;
}

/** What a hub last said of its process. */
export interface HubFigures {
  hubId: string;
  /** By the database's clock. */
  at: number;
  figures: ProcessFigures;
}

export interface HubFiguresStore {
  /** Forgets hubs that have said nothing for long. */
  save(hubId: string, figures: ProcessFigures): Promise<void>;
  list(): Promise<HubFigures[]>;
}

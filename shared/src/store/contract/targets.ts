/** Limits of one target (domain/callback.ts), for each node. Null: the node's own default. */
export interface TargetSettings {
  target: string;
  /** Most attempts in flight. */
  maxInFlight: number | null;
  /** Most attempts begun in a second. */
  maxPerSecond: number | null;
  /** False: no circuit breaker. */
  breaker: boolean;
}

export interface TargetStore {
  list(limit: number): Promise<TargetSettings[]>;
  save(settings: TargetSettings, now: number): Promise<void>;
  /** False: there were none. */
  remove(target: string): Promise<boolean>;
}

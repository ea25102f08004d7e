/** What a hub or node says of its own process, for people to see; nothing is decided by it. */
export interface ProcessFigures {
  /** CPU used since the last time, in cores: 1 is one core all the time. */
  cpuCores: number;
  /** Resident. */
  memoryBytes: number;
  /** Of the JavaScript heap, in use. */
  heapBytes: number;
  /** How long a timer that was due has waited for its turn, since the last time. */
  eventLoopDelayP99Ms: number;
  eventLoopDelayMaxMs: number;
  /** Of the machine, as far as the process may use it. */
  machineCores: number;
  /** Load average over a minute; 0 where the system does not tell. */
  machineLoad: number;
}

/** How punctual a node has been within the last minute. */
export interface LatenessFigures {
  /** First attempts that were started. */
  runs: number;
  /** Interpolated within the buckets of a histogram; null without a run. */
  p50Ms: number | null;
  p99Ms: number | null;
}

export interface NodeFigures extends ProcessFigures {
  lateness: LatenessFigures;
}

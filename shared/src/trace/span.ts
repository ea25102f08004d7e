/** What is told of work that has ended, where somebody collects traces. Times are milliseconds since the epoch. */
export interface FinishedSpan {
  name: string;
  /** `server`: answered a request; `producer`: asked for a run; `client`: called a service; `internal`: all else. */
  kind: 'server' | 'producer' | 'client' | 'internal';
  /** 32 hexadecimal digits. */
  traceId: string;
  /** 16 hexadecimal digits. */
  spanId: string;
  /** Null: it is the first of its trace. */
  parentSpanId: string | null;
  startedAt: number;
  endedAt: number;
  attributes: Readonly<Record<string, string | number | boolean>>;
  /** Why it failed; null: it did not. */
  error: string | null;
}

export interface SpanSink {
  /** Never throws and never waits: what cannot be sent in time is dropped. */
  add(span: FinishedSpan): void;
  /** Sends what is left, within a few seconds. */
  close(): Promise<void>;
}

/** The jobs of the demo: each shows one thing that Crony does. */
export interface DemoJob {
  /** Path at the sample service. */
  endpoint: string;
  /** For people, beside the name. */
  what: string;
  /** As it is posted, but for the callback. */
  job: { name: string } & Record<string, unknown>;
}

/** Attempts of each run of `sync-stock` that the service turns away. */
export const FAILURES_BEFORE_SUCCESS = 2;

export const DEMO_JOBS: readonly DemoJob[] = [
  {
    endpoint: '/heartbeat',
    what: 'every second',
    job: { name: 'heartbeat', schedule: { everyMs: 1_000 } },
  },
  {
    endpoint: '/settle-orders',
    what: 'by cron, in the time of Shanghai: */5 * * * * *',
    job: { name: 'settle-orders', schedule: { cron: '*/5 * * * * *', timeZone: 'Asia/Shanghai' } },
  },
  {
    endpoint: '/sync-stock',
    what: `fails ${FAILURES_BEFORE_SUCCESS} times, is tried again, and recovers`,
    job: {
      name: 'sync-stock',
      schedule: { everyMs: 10_000, phaseMs: 3_000 },
      retry: { limit: 3, delayMs: 500, factor: 2 },
    },
  },
];

export const FAIL_FIRST: Readonly<Record<string, number>> = { '/sync-stock': FAILURES_BEFORE_SUCCESS };

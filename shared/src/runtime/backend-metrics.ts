import { ETCD_OPERATIONS, type EtcdOperation } from '../coordination/timed-backend.js';
import { DATABASE_OPERATIONS, type DatabaseOperation } from '../store/database/timed-database.js';
import { createMetrics, defineMetrics, type Metrics } from './metrics.js';

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** How hubs and nodes get on with what they stand on. */
export const BACKEND_METRICS = defineMetrics({
  databaseSeconds: {
    name: 'crony_database_seconds',
    type: 'histogram',
    help: 'Time of a call to the database, the wait for a connection included, by operation.',
    labels: ['operation'],
    values: { operation: DATABASE_OPERATIONS },
    buckets: SECONDS,
  },
  databaseFailures: {
    name: 'crony_database_failures_total',
    type: 'counter',
    help: 'Calls that the database did not answer, by operation.',
    labels: ['operation'],
    values: { operation: DATABASE_OPERATIONS },
  },
  etcdSeconds: {
    name: 'crony_etcd_seconds',
    type: 'histogram',
    help: 'Time of a call to etcd, by operation.',
    labels: ['operation'],
    values: { operation: ETCD_OPERATIONS },
    buckets: SECONDS,
  },
  etcdFailures: {
    name: 'crony_etcd_failures_total',
    type: 'counter',
    help: 'Calls to etcd that ended with an error, by operation.',
    labels: ['operation'],
    values: { operation: ETCD_OPERATIONS },
  },
  watchResyncs: {
    name: 'crony_watch_resyncs_total',
    type: 'counter',
    help: 'Times that a watch was cut or fell silent, so that everything was listed again.',
  },
});

export interface BackendMetrics {
  readonly source: Metrics<typeof BACKEND_METRICS>;
  readonly observeDatabase: (operation: DatabaseOperation, tookMs: number, failed: boolean) => void;
  readonly observeEtcd: (operation: EtcdOperation, tookMs: number, failed: boolean) => void;
  readonly onResync: () => void;
}

export function createBackendMetrics(): BackendMetrics {
  const source = createMetrics(BACKEND_METRICS);
  const { databaseSeconds, databaseFailures, etcdSeconds, etcdFailures, watchResyncs } = source.metrics;
  return {
    source,
    observeDatabase(operation, tookMs, failed) {
      databaseSeconds.observe({ operation }, tookMs / 1_000);
      if (failed) databaseFailures.inc({ operation });
    },
    observeEtcd(operation, tookMs, failed) {
      etcdSeconds.observe({ operation }, tookMs / 1_000);
      if (failed) etcdFailures.inc({ operation });
    },
    onResync: () => watchResyncs.inc(),
  };
}

import type { Logger } from '@crony/shared/runtime/logger';
import type { Service } from '@crony/shared/runtime/service';
import type { LivingCluster } from './living-cluster.js';
import { nodeWarnings, OWN_TZ_VERSION } from './node-warnings.js';

/** Says once for each start of a node that its time zone data differs from this hub's. */
export class TzWatch implements Service {
  readonly #cluster: Pick<LivingCluster, 'nodes' | 'onNodesChanged'>;
  readonly #logger: Logger;
  readonly #told = new Map<string, string>();
  #forget: () => void = () => {};

  constructor(cluster: Pick<LivingCluster, 'nodes' | 'onNodesChanged'>, logger: Logger) {
    this.#cluster = cluster;
    this.#logger = logger;
  }

  start(): Promise<void> {
    this.#forget = this.#cluster.onNodesChanged(() => this.#look());
    this.#look();
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#forget();
    return Promise.resolve();
  }

  #look(): void {
    const nodes = this.#cluster.nodes();
    for (const nodeId of this.#told.keys()) if (!nodes.has(nodeId)) this.#told.delete(nodeId);
    for (const [nodeId, registration] of nodes) {
      if (this.#told.get(nodeId) === registration.incarnation) continue;
      this.#told.set(nodeId, registration.incarnation);
      for (const warning of nodeWarnings({ registration, clockSkewMs: null }, OWN_TZ_VERSION)) {
        this.#logger.warn({ nodeId, tzVersion: registration.tzVersion }, warning);
      }
    }
  }
}

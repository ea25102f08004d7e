import type { Clock } from '../../runtime/clock.js';
import { silentLogger, type Logger } from '../../runtime/logger.js';
import { CoordinationClient } from '../coordination-client.js';
import { MemoryLink } from './memory-link.js';
import { MemoryCoordinationServer } from './memory-server.js';

export interface MemoryCoordinationOptions {
  clock: Clock;
  logger?: Logger;
  /** Shared by several clients, and then outliving them; without it the client has a server to itself. */
  server?: MemoryCoordinationServer;
}

/** Coordination within one process: for standalone, and (through `link`) for tests and the simulation. */
export class MemoryCoordination extends CoordinationClient {
  /** Where faults are switched on and off. */
  readonly link: MemoryLink;
  readonly server: MemoryCoordinationServer;
  readonly #ownsServer: boolean;

  constructor({ clock, logger = silentLogger, server }: MemoryCoordinationOptions) {
    const own = server ?? new MemoryCoordinationServer({ clock });
    const link = new MemoryLink({ server: own, clock });
    super({ backend: link, clock, logger });
    this.link = link;
    this.server = own;
    this.#ownsServer = server === undefined;
  }

  override async close(): Promise<void> {
    await super.close();
    if (this.#ownsServer) this.server.close();
  }
}

export function createMemoryCoordination(options: MemoryCoordinationOptions): MemoryCoordination {
  return new MemoryCoordination(options);
}

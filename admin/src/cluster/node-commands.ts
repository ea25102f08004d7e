import { COMMAND_LIFE_MS } from '@crony/shared/coordination/commands';
import type { NodeCommand } from '@crony/shared/coordination/commands';
import type { Coordination, Lease } from '@crony/shared/coordination/coordination';
import { commandKey } from '@crony/shared/coordination/keys';
import type { Clock } from '@crony/shared/runtime/clock';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import type { Logger } from '@crony/shared/runtime/logger';
import { Loop } from '@crony/shared/runtime/service';
import type { Service } from '@crony/shared/runtime/service';
import type { CommandSink } from '../api/dependencies.js';

/** Further nudges are dropped: each saves its node a second at most. */
const MOST_WAITING = 1_000;
const PUTS_IN_ONE = 128;
const TICK_MS = 1_000;

export interface NodeCommandsOptions {
  coordination: Coordination;
  clock: Clock;
  logger: Logger;
  onDropped?: (commands: number) => void;
}

interface SharedLease {
  lease: Lease;
  grantedAtMs: number;
}

/**
 * Sends nudges. They live on a lease that is shared by those of half a life, and revoked when the youngest of them has
 * expired: so nothing is left behind, and a command costs no lease of its own.
 */
export class NodeCommands implements CommandSink, Service {
  readonly #options: NodeCommandsOptions;
  readonly #loop: Loop;
  /** By what they say, so that a node is not told the same twice in one breath. */
  #waiting = new Map<string, { nodeId: string; command: NodeCommand }>();
  #leases: SharedLease[] = [];

  constructor(options: NodeCommandsOptions) {
    const { clock, logger } = options;
    this.#options = options;
    const runOnce = (signal: AbortSignal): Promise<void> => this.#runOnce(signal);
    this.#loop = new Loop({ name: 'node-commands', clock, logger, intervalMs: TICK_MS, runOnce });
  }

  start(): Promise<void> {
    return this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
    await Promise.all(this.#leases.splice(0).map(({ lease }) => lease.revoke()));
  }

  lookAtPending(nodeId: string): void {
    const expiresAt = this.#options.clock.now() + COMMAND_LIFE_MS;
    this.#enqueue(nodeId, nodeId, { type: 'look_at_pending', expiresAt });
  }

  cancelRun(nodeId: string, runId: string): void {
    const expiresAt = this.#options.clock.now() + COMMAND_LIFE_MS;
    this.#enqueue(`${nodeId}/${runId}`, nodeId, { type: 'cancel_run', runId, expiresAt });
  }

  #enqueue(id: string, nodeId: string, command: NodeCommand): void {
    if (this.#waiting.size >= MOST_WAITING) this.#options.onDropped?.(1);
    else this.#waiting.set(id, { nodeId, command });
    this.#loop.wake();
  }

  async #runOnce(signal: AbortSignal): Promise<void> {
    await this.#revokeExpired();
    const { coordination, clock, logger } = this.#options;
    while (this.#waiting.size > 0 && !signal.aborted) {
      const batch = [...this.#waiting].slice(0, PUTS_IN_ONE);
      for (const [id] of batch) this.#waiting.delete(id);
      try {
        const lease = await this.#lease();
        await coordination.transact({
          operations: batch.map(([, { nodeId, command }]) => ({
            type: 'put',
            key: commandKey(nodeId, uuidv7(clock)),
            value: JSON.stringify(command),
            lease,
          })),
        });
      } catch (error) {
        this.#options.onDropped?.(batch.length);
        logger.debug({ err: error, commands: batch.length }, 'nudges were not sent, the nodes find out by themselves');
      }
    }
  }

  async #lease(): Promise<Lease> {
    const { coordination, clock } = this.#options;
    const newest = this.#leases.at(-1);
    if (newest?.lease.isTrusted() && clock.monotonic() - newest.grantedAtMs < COMMAND_LIFE_MS / 2) return newest.lease;
    const grantedAtMs = clock.monotonic();
    const lease = await coordination.grantLease(COMMAND_LIFE_MS / 1_000);
    this.#leases.push({ lease, grantedAtMs });
    return lease;
  }

  async #revokeExpired(): Promise<void> {
    const old = this.#options.clock.monotonic() - 1.5 * COMMAND_LIFE_MS;
    const expired = this.#leases.filter(({ grantedAtMs }) => grantedAtMs < old);
    this.#leases = this.#leases.filter(({ grantedAtMs }) => grantedAtMs >= old);
    await Promise.all(expired.map(({ lease }) => lease.revoke()));
  }
}

import { parseNodeCommand } from '@crony/shared/coordination/commands';
import type { Change, Coordination, Follower, PrefixView } from '@crony/shared/coordination/coordination';
import { commandsPrefix } from '@crony/shared/coordination/keys';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import type { Service } from '@crony/shared/runtime/service';

export interface CommandsOptions {
  nodeId: string;
  coordination: Coordination;
  clock: Clock;
  logger: Logger;
  onLookAtPending: () => void;
  onCancelRun: (runId: string) => Promise<void>;
}

/** Nudges from hubs. Nothing depends on them: what they point at is a row, and the rows are read every second anyway. */
export class Commands implements Service, PrefixView {
  readonly #options: CommandsOptions;
  #follower: Follower | undefined;

  constructor(options: CommandsOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { coordination, nodeId } = this.#options;
    this.#follower ??= coordination.follow(commandsPrefix(nodeId), this);
    await this.#follower.started;
  }

  async stop(): Promise<void> {
    await this.#follower?.close();
  }

  apply(changes: readonly Change[]): void {
    const { clock, logger, onLookAtPending, onCancelRun } = this.#options;
    for (const change of changes) {
      if (change.type !== 'put') continue;
      const command = parseNodeCommand(change.kv.value);
      if (!command || command.expiresAt < clock.now()) continue;
      if (command.type === 'look_at_pending') {
        onLookAtPending();
      } else {
        onCancelRun(command.runId).catch((error: unknown) => {
          logger.debug({ err: error, runId: command.runId }, 'a nudge to cancel came to nothing, the poll will see it');
        });
      }
    }
  }

  /** Holds nothing: a command is over once it has been heard. */
  keys(): Iterable<string> {
    return [];
  }

  synced(): void {}
}

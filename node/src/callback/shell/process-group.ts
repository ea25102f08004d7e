/**
 * The processes that a command has started, as one: its leader has the group's number for its own, and whatever it
 * starts belongs to the group unless it leaves it on purpose (`setsid`).
 *
 * The number stays taken while one member lives, also after the leader's end. The group is looked at so often that the
 * number cannot come around again unseen between two looks: that would take some ten thousand new processes.
 */
import type { Clock } from '@crony/shared/runtime/clock';

/** From SIGTERM to SIGKILL. */
const KILL_GRACE_MS = 2_000;
/** From SIGKILL until nothing more is waited for: what is left hangs in the kernel, or is dead and nobody reaps it. */
const GIVE_UP_MS = 500;
const LOOK_EVERY_MS = 25;

export class ProcessGroup {
  #ending: Promise<void> | null = null;

  constructor(
    readonly clock: Clock,
    /** The leader's process id. */
    readonly id: number,
  ) {}

  /** Asks all members to end, and ends those that do not. Resolves when none is left, or none can be ended. */
  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    if (!this.#signal('SIGTERM')) return;
    // A process that was stopped would hear it only when it goes on.
    this.#signal('SIGCONT');
    const { clock } = this;
    const startMs = clock.monotonic();
    let passedMs = 0;
    while (passedMs < KILL_GRACE_MS + GIVE_UP_MS) {
      await clock.sleep(LOOK_EVERY_MS);
      passedMs = clock.monotonic() - startMs;
      if (!this.#signal(passedMs < KILL_GRACE_MS ? 0 : 'SIGKILL')) return;
    }
  }

  /** False: there is no such group any more. */
  #signal(signal: 'SIGTERM' | 'SIGCONT' | 'SIGKILL' | 0): boolean {
    try {
      process.kill(-this.id, signal);
      return true;
    } catch (error) {
      // Any other error says that members are there which this user may not signal.
      return (error as NodeJS.ErrnoException).code !== 'ESRCH';
    }
  }
}

import { ASSIGNMENTS_PREFIX, parseAssignmentKey } from '@crony/shared/coordination/keys';
import type { MemoryCoordinationServer } from '@crony/shared/coordination/memory/memory-server';
import type { Change } from '@crony/shared/coordination/coordination';
import type { AssignmentChange } from '../check/story.js';
import type { SimClock } from './sim-clock.js';

const MOST_KEYS = 10_000;

/** Everything that ever happens to assignment keys, transaction by transaction, whoever does it. */
export class AssignmentLog {
  readonly changes: AssignmentChange[] = [];
  readonly #clock: SimClock;
  #closed = false;

  constructor(server: MemoryCoordinationServer, clock: SimClock) {
    this.#clock = clock;
    const follow = (): void => {
      server.watch(ASSIGNMENTS_PREFIX, server.revision + 1, {
        opened: () => {},
        changed: (changes) => this.#note(changes),
        heard: () => {},
        // The server was restored: what is in it now has come about at once.
        ended: () => {
          const { items, revision } = server.range({ prefix: ASSIGNMENTS_PREFIX, limit: MOST_KEYS });
          this.#note(items.map((kv) => ({ type: 'put', kv })));
          Object.assign(this.changes.at(-1)!, { revision, restored: true });
          if (!this.#closed) follow();
        },
      });
    };
    follow();
  }

  close(): void {
    this.#closed = true;
  }

  /** One call is one transaction: the server delivers what a commit changed as a whole. */
  #note(changes: readonly Change[]): void {
    const entry: AssignmentChange = { revision: 0, at: this.#clock.now(), puts: [], deletes: [] };
    for (const change of changes) {
      const { nodeId, jobId } = parseAssignmentKey(change.type === 'put' ? change.kv.key : change.key);
      entry.revision = change.type === 'put' ? change.kv.modRevision : change.modRevision;
      if (change.type === 'delete') entry.deletes.push({ jobId, nodeId });
      else entry.puts.push({ jobId, nodeId, epoch: (JSON.parse(change.kv.value) as { epoch: number }).epoch });
    }
    this.changes.push(entry);
  }
}

import { WatchClient, type IDuplexStream, type IEvent, type IWatchRequest, type IWatchResponse } from 'etcd3';
import type { Watch, WatchListener } from '../backend.js';
import type { Change } from '../coordination.js';
import type { Connections, OpenStream } from './connections.js';
import type { KeySpace } from './key-space.js';

const OPEN_LIMIT_MS = 1_000;

export interface WatchStreamOptions {
  connections: Connections;
  keys: KeySpace;
  prefix: string;
  fromRevision: number;
  listener: WatchListener;
}

type Stream = IDuplexStream<IWatchRequest, IWatchResponse>;

/**
 * One watch on one stream of its own. It ends for good at the first sign of trouble; the follower above starts anew.
 *
 * etcd cuts large answers into fragments of about 2 MiB, because an uncut one may hold a thousand revisions. A cut can
 * fall inside of a revision, so the last revision of a fragment is held back until the next: what goes up is whole.
 */
export class WatchStream implements Watch {
  readonly #options: WatchStreamOptions;
  #open: OpenStream<Stream> | null = null;
  #over = false;
  #heldBack: Change[] = [];

  constructor(options: WatchStreamOptions) {
    this.#options = options;
    void this.#start();
  }

  requestProgress(): void {
    this.#open?.stream.write({ progress_request: {} });
  }

  cancel(): void {
    this.#over = true;
    this.#open?.release();
    this.#open?.stream.cancel();
    this.#open = null;
  }

  async #start(): Promise<void> {
    const { connections, keys, prefix, fromRevision } = this.#options;
    try {
      const open = await connections.openStream((callable) => new WatchClient(callable).watch(), {
        limitMs: OPEN_LIMIT_MS,
        onDestroyed: () => this.#end('the connection was closed'),
      });
      this.#open = open;
      if (this.#over) {
        this.cancel();
        return;
      }
      const { stream } = open;
      stream.on('data', (response) => this.#receive(response));
      stream.on('error', (error) => this.#end(error.message));
      stream.on('end', () => this.#end('the stream ended'));
      const { start, end } = keys.range(prefix);
      stream.write({
        create_request: { key: start, range_end: end, start_revision: fromRevision, fragment: true },
      });
    } catch (error) {
      this.#end(error instanceof Error ? error.message : String(error));
    }
  }

  #receive({ header, created, canceled, compact_revision, cancel_reason, fragment, events }: IWatchResponse): void {
    if (this.#over) return;
    const { listener } = this.#options;
    if (canceled) {
      const compacted = Number(compact_revision) > 0;
      this.#end(compacted ? `compacted up to revision ${compact_revision}` : cancel_reason || 'canceled by etcd');
      return;
    }
    if (created) {
      listener.opened(Number(header.revision), header.cluster_id);
      return;
    }
    if (events.length === 0) {
      listener.heard();
      return;
    }
    const changes = this.#heldBack.concat(events.map((event) => this.#toChange(event)));
    let whole = changes.length;
    if (fragment) {
      const last = revisionOf(changes[whole - 1]!);
      while (whole > 0 && revisionOf(changes[whole - 1]!) === last) whole -= 1;
    }
    this.#heldBack = changes.slice(whole);
    if (whole > 0) listener.changed(changes.slice(0, whole));
    else listener.heard();
  }

  #toChange({ type, kv }: IEvent): Change {
    if (type === 'Put') return { type: 'put', kv: this.#options.keys.toKeyValue(kv) };
    return { type: 'delete', key: this.#options.keys.decode(kv.key), modRevision: Number(kv.mod_revision) };
  }

  #end(reason: string): void {
    if (this.#over) return;
    this.cancel();
    this.#options.listener.ended(reason);
  }
}

function revisionOf(change: Change): number {
  return change.type === 'put' ? change.kv.modRevision : change.modRevision;
}

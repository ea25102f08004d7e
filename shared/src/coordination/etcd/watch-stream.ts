import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { IWatchRequest } from 'etcd3';
import type { Watch, WatchListener } from '../backend.js';
import type { Change } from '../coordination.js';
import { methodOf } from './connection.js';
import type { Callable, Connections, OpenStream } from './connections.js';
import type { KeySpace } from './key-space.js';
import { decodeWatch, type WatchAnswer } from './wire/answers.js';

const OPEN_LIMIT_MS = 1_000;

export interface WatchStreamOptions {
  connections: Connections;
  keys: KeySpace;
  prefix: string;
  fromRevision: number;
  listener: WatchListener;
}

type Stream = ClientDuplexStream<IWatchRequest, WatchAnswer>;

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
      const open = await connections.openStream((callable) => openWatch(callable, keys.rootBytes), {
        limitMs: OPEN_LIMIT_MS,
        onDestroyed: () => this.#end('the connection was closed'),
      });
      this.#open = open;
      if (this.#over) {
        this.cancel();
        return;
      }
      const { stream } = open;
      stream.on('data', (answer: WatchAnswer) => this.#receive(answer));
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

  #receive(answer: WatchAnswer): void {
    if (this.#over) return;
    const { listener } = this.#options;
    const { revision, clusterId, created, canceled, compactRevision, cancelReason, fragment } = answer;
    if (canceled) {
      this.#end(
        compactRevision > 0 ? `compacted up to revision ${compactRevision}` : cancelReason || 'canceled by etcd',
      );
      return;
    }
    if (created) {
      listener.opened(revision, clusterId);
      return;
    }
    if (answer.changes.length === 0) {
      listener.heard();
      return;
    }
    const changes = this.#heldBack.length > 0 ? this.#heldBack.concat(answer.changes) : answer.changes;
    let whole = changes.length;
    if (fragment) {
      const last = revisionOf(changes[whole - 1]!);
      while (whole > 0 && revisionOf(changes[whole - 1]!) === last) whole -= 1;
    }
    this.#heldBack = changes.slice(whole);
    if (whole > 0) listener.changed(changes.slice(0, whole));
    else listener.heard();
  }

  #end(reason: string): void {
    if (this.#over) return;
    this.cancel();
    this.#options.listener.ended(reason);
  }
}

/** As etcd3's own client opens it, but for how an answer is read. */
function openWatch(callable: Callable, rootBytes: number): Promise<Stream> {
  return callable.withConnection('Watch', ({ resource, client, metadata }) => {
    const { path, requestSerialize } = methodOf(client, 'watch');
    const read = (answer: Buffer): WatchAnswer => decodeWatch(answer, rootBytes);
    const stream: Stream = client.makeBidiStreamRequest(path, requestSerialize, read, metadata);
    stream.on('error', (error) => stream.writable && callable.markFailed(resource, error));
    return stream;
  });
}

function revisionOf(change: Change): number {
  return change.type === 'put' ? change.kv.modRevision : change.modRevision;
}

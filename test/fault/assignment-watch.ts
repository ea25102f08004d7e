/**
 * Everything that happens to assignment keys in the real etcd, revision by revision, through its JSON gateway: by no
 * client of Crony's, which the checker shall not trust.
 */
import { request, type ClientRequest } from 'node:http';
import { ASSIGNMENTS_PREFIX, parseAssignmentKey } from '@crony/shared/coordination/keys';
import type { AssignmentChange } from '../check/story.js';
import { sleep } from './injectors.js';

/** The default of CRONY_ETCD_PREFIX, and the parting of the key that follows. */
const PREFIX = '/crony/v1/';
const RETRY_PAUSE_MS = 100;
const MOST_CHANGES = 1_000_000;

interface GatewayKeyValue {
  key: string;
  value?: string;
  mod_revision: string;
}

/** Numbers that do not fit a double come as strings; what is zero, false or `PUT` is left out. */
interface WatchAnswer {
  header?: { revision: string };
  events?: { type?: 'DELETE'; kv: GatewayKeyValue }[];
  compact_revision?: string;
}

export class AssignmentWatch {
  readonly changes: AssignmentChange[] = [];
  readonly #port: number;
  readonly #from: string;
  readonly #end: string;
  #next = 1;
  #closed = false;
  #call: ClientRequest | undefined;
  readonly #following: Promise<void>;

  constructor(port: number) {
    this.#port = port;
    const prefix = `${PREFIX}${ASSIGNMENTS_PREFIX}`;
    this.#from = base64(prefix);
    this.#end = base64(`${prefix.slice(0, -1)}${String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)}`);
    this.#following = this.#follow();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#call?.destroy();
    await this.#following;
  }

  async #follow(): Promise<void> {
    while (!this.#closed) {
      await this.#watch().catch(() => {}); // etcd is away: goes on where it was
      await sleep(RETRY_PAUSE_MS);
    }
  }

  /** Ends with the connection, or when what comes next has been compacted. */
  async #watch(): Promise<void> {
    let compacted = false;
    const create = { key: this.#from, range_end: this.#end, start_revision: String(this.#next) };
    await this.#post('/v3/watch', { create_request: create }, (line) => {
      const { result } = JSON.parse(line) as { result?: WatchAnswer };
      if (result?.compact_revision !== undefined) compacted = true;
      this.#note(result?.events ?? []);
      if (compacted) this.#call?.destroy();
    }).catch((error: unknown) => {
      if (!compacted) throw error;
    });
    if (compacted) await this.#list();
  }

  /** What came before the compaction and was not seen is lost: what there is now has come about at once. */
  async #list(): Promise<void> {
    await this.#post('/v3/kv/range', { key: this.#from, range_end: this.#end }, (line) => {
      const { header, kvs = [] } = JSON.parse(line) as { header: { revision: string }; kvs?: GatewayKeyValue[] };
      const revision = Number(header.revision);
      this.#add({ revision, at: Date.now(), puts: kvs.map((kv) => this.#put(kv)), deletes: [], restored: true });
      this.#next = revision + 1;
    });
  }

  #note(events: NonNullable<WatchAnswer['events']>): void {
    for (const { type, kv } of events) {
      const revision = Number(kv.mod_revision);
      let change = this.changes.at(-1);
      if (change?.revision !== revision || change.restored) {
        change = { revision, at: Date.now(), puts: [], deletes: [] };
        this.#add(change);
      }
      if (type === 'DELETE') change.deletes.push(this.#name(kv));
      else change.puts.push(this.#put(kv));
      this.#next = revision + 1;
    }
  }

  #add(change: AssignmentChange): void {
    if (this.changes.length >= MOST_CHANGES) throw new Error(`more than ${MOST_CHANGES} changes of assignments`);
    this.changes.push(change);
  }

  #name({ key }: GatewayKeyValue): { jobId: string; nodeId: string } {
    return parseAssignmentKey(text(key).slice(PREFIX.length));
  }

  #put(kv: GatewayKeyValue): AssignmentChange['puts'][number] {
    const { epoch } = JSON.parse(text(kv.value ?? '')) as { epoch: number };
    return { ...this.#name(kv), epoch };
  }

  /** `heard` is called with each line of the answer. */
  #post(path: string, body: object, heard: (line: string) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const call = request({ host: '127.0.0.1', port: this.#port, method: 'POST', path, agent: false });
      this.#call = call;
      call.once('error', reject);
      call.once('response', (response) => {
        let rest = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          const lines = (rest + part).split('\n');
          rest = lines.pop()!;
          try {
            for (const line of lines) heard(line);
          } catch (error) {
            call.destroy(error as Error);
          }
        });
        response.once('error', reject);
        response.once('end', () => {
          try {
            if (rest !== '') heard(rest);
            resolve();
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        });
        response.once('close', () => resolve());
      });
      call.end(JSON.stringify(body));
      if (this.#closed) call.destroy();
    });
  }
}

const base64 = (value: string): string => Buffer.from(value).toString('base64');
const text = (value: string): string => Buffer.from(value, 'base64').toString();

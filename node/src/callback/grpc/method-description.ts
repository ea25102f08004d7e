/** What a method takes and answers: from the job's descriptor set, or from the server itself, by reflection. */
import { createHash } from 'node:crypto';
import { status as Status, type Client } from '@grpc/grpc-js';
import { DEFAULT_GRPC_METHOD, type GrpcCallback } from '@crony/shared/domain/callback';
import type { Clock } from '@crony/shared/runtime/clock';
import protobuf from 'protobufjs';
import { CALLBACK_SERVICE } from './callback-service.js';
import { filesOfSet, rootOf, type FileDescriptor } from './descriptor-root.js';
import { askForService, ReflectionRefusal } from './reflection.js';

export interface MethodDescription {
  /** `/package.Service/Method`. */
  path: string;
  request: protobuf.Type;
  response: protobuf.Type;
  /** Crony's own service, whose request carries the facts of the run. */
  isOwn: boolean;
}

/** The job names a method that is not there, or that cannot be called once. */
export class MethodError extends Error {
  override name = 'MethodError';
}

export interface DescribedServer {
  target: string;
  client: Client;
}

/** A server may be replaced by a newer one under the same name. */
const FRESH_MS = 5 * 60_000;
const MOST_KNOWN = 500;
/** Attempts that wait for the same answer have deadlines of their own, so the question has one of its own as well. */
const REFLECTION_MS = 10_000;

interface Entry {
  root: Promise<protobuf.Root>;
  readAtMs: number;
}

export class MethodDescriptions {
  readonly #clock: Clock;
  /** By source and service. */
  readonly #known = new Map<string, Entry>();
  readonly #closing = new AbortController();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Rejects with `MethodError`, or with what the reflection failed with. */
  async of(callback: GrpcCallback, server: DescribedServer): Promise<MethodDescription> {
    const { method = DEFAULT_GRPC_METHOD, descriptorSet } = callback;
    if (method === DEFAULT_GRPC_METHOD && descriptorSet === undefined) return OWN;
    const key = keyOf(callback, server.target);
    let entry = this.#known.get(key);
    if (!entry || this.#clock.monotonic() - entry.readAtMs >= FRESH_MS) {
      const root =
        descriptorSet === undefined ? this.#reflect(server.client, serviceOf(method)) : rootOfSet(descriptorSet);
      entry = this.#remember(key, { root, readAtMs: this.#clock.monotonic() });
    }
    return describe(await entry.root, method, false);
  }

  /** The server says that it has no such method, or sends what cannot be read: it is asked anew next time. */
  forget(callback: GrpcCallback, target: string): void {
    if (callback.descriptorSet === undefined) this.#known.delete(keyOf(callback, target));
  }

  close(): void {
    this.#closing.abort();
    this.#known.clear();
  }

  #remember(key: string, entry: Entry): Entry {
    this.#known.delete(key);
    if (this.#known.size >= MOST_KNOWN) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(key, entry);
    entry.root.catch(() => {
      if (this.#known.get(key) === entry) this.#known.delete(key);
    });
    return entry;
  }

  async #reflect(client: Client, service: string): Promise<protobuf.Root> {
    const deadline = new Date(this.#clock.now() + REFLECTION_MS);
    let files: FileDescriptor[];
    try {
      files = await askForService(client, service, { deadline, signal: this.#closing.signal });
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (code === Status.UNIMPLEMENTED) {
        throw new MethodError('callback.descriptorSet is needed: the server describes nothing by reflection');
      }
      if (error instanceof ReflectionRefusal && code === Status.NOT_FOUND) {
        throw new MethodError(`callback.method: the server knows no service ${service}`);
      }
      throw error;
    }
    return readable(files, 'what the server tells by reflection');
  }
}

const OWN = describe(CALLBACK_SERVICE, DEFAULT_GRPC_METHOD, true);

function keyOf({ method = DEFAULT_GRPC_METHOD, descriptorSet }: GrpcCallback, target: string): string {
  if (descriptorSet === undefined) return `${target} ${serviceOf(method)}`;
  return createHash('sha256').update(descriptorSet).digest('hex');
}

function serviceOf(method: string): string {
  return method.slice(0, Math.max(0, method.lastIndexOf('/')));
}

async function rootOfSet(base64: string): Promise<protobuf.Root> {
  let files: FileDescriptor[];
  try {
    files = filesOfSet(Buffer.from(base64, 'base64'));
  } catch {
    throw new MethodError('callback.descriptorSet is no FileDescriptorSet in base64');
  }
  return readable(files, 'callback.descriptorSet (made with --include_imports?)');
}

function readable(files: readonly FileDescriptor[], what: string): protobuf.Root {
  try {
    return rootOf(files);
  } catch (error) {
    throw new MethodError(`${what} cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function describe(root: protobuf.Root, method: string, isOwn: boolean): MethodDescription {
  const service = root.lookup(`.${serviceOf(method)}`, [protobuf.Service]) as protobuf.Service | null;
  const name = method.slice(method.lastIndexOf('/') + 1);
  const found = service && Object.hasOwn(service.methods, name) ? service.methods[name] : undefined;
  if (!found) throw new MethodError(`callback.method: there is no ${method}`);
  if (found.requestStream || found.responseStream) {
    throw new MethodError(`callback.method: ${method} is a stream, not unary`);
  }
  found.resolve();
  const { resolvedRequestType: request, resolvedResponseType: response } = found;
  if (!request || !response) throw new MethodError(`callback.method: the messages of ${method} are not described`);
  return { path: `/${method}`, request, response, isOwn };
}

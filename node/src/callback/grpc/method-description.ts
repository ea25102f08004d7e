/** What a method takes and answers: from the job's descriptor set, or from the server itself, by reflection. */
import { createHash } from 'node:crypto';
import type { ChannelCredentials, ChannelOptions } from '@grpc/grpc-js';
import { DEFAULT_GRPC_METHOD, type GrpcCallback } from '@crony/shared/domain/callback';
import type { Clock } from '@crony/shared/runtime/clock';
import { GrpcReflection } from 'grpc-js-reflection-client';
import protobuf from 'protobufjs';
import 'protobufjs/ext/descriptor/index.js';
import { CALLBACK_SERVICE } from './callback-service.js';

declare module 'protobufjs' {
  // The extension adds it; its own types are not those of this package.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Root {
    function fromDescriptor(descriptor: Uint8Array): Root;
  }
}

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

export interface ReflectionTarget {
  target: string;
  credentials: ChannelCredentials;
  options: ChannelOptions;
}

/** A server may be replaced by a newer one under the same name. */
const FRESH_MS = 5 * 60_000;
const MOST_KNOWN = 1_000;

interface Entry {
  description: Promise<MethodDescription>;
  readAtMs: number;
}

export class MethodDescriptions {
  readonly #clock: Clock;
  readonly #known = new Map<string, Entry>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Rejects with `MethodError`, or with what the call for the reflection failed with. */
  of(callback: GrpcCallback, server: ReflectionTarget, deadline: Date): Promise<MethodDescription> {
    const { method = DEFAULT_GRPC_METHOD, descriptorSet } = callback;
    if (method === DEFAULT_GRPC_METHOD && descriptorSet === undefined) return OWN;
    const source =
      descriptorSet === undefined ? server.target : createHash('sha256').update(descriptorSet).digest('hex');
    const key = `${source} ${method}`;
    const entry = this.#known.get(key);
    if (entry && this.#clock.monotonic() - entry.readAtMs < FRESH_MS) return entry.description;
    const description =
      descriptorSet === undefined ? reflect(server, method, deadline) : fromDescriptorSet(descriptorSet, method);
    if (this.#known.size >= MOST_KNOWN) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(key, { description, readAtMs: this.#clock.monotonic() });
    description.catch(() => this.#known.delete(key));
    return description;
  }

  /** The server says that it has no such method, or sends what cannot be read: it is asked anew next time. */
  forget(callback: GrpcCallback, target: string): void {
    if (callback.descriptorSet === undefined) this.#known.delete(`${target} ${callback.method ?? DEFAULT_GRPC_METHOD}`);
  }
}

const OWN = Promise.resolve(describe(CALLBACK_SERVICE, DEFAULT_GRPC_METHOD, true));

async function fromDescriptorSet(base64: string, method: string): Promise<MethodDescription> {
  return describe(rootOf(Buffer.from(base64, 'base64'), 'callback.descriptorSet'), method, false);
}

/** Servers speak the first version of the service, its earlier name, or both. */
async function reflect(server: ReflectionTarget, method: string, deadline: Date): Promise<MethodDescription> {
  const service = method.slice(0, method.lastIndexOf('/'));
  const ask = async (version: 'v1' | 'v1alpha'): Promise<Uint8Array> => {
    const client = new GrpcReflection(server.target, server.credentials, server.options, version);
    try {
      return (await client.getDescriptorBySymbol(service, { deadline })).getDescriptorBuffer();
    } finally {
      // The client keeps its connection to itself, and closes it for nobody.
      (client as unknown as { client: { close(): void } }).client.close();
    }
  };
  // The client library wraps what the call failed with, and leaves its text.
  const isUnimplemented = (error: unknown): boolean => error instanceof Error && /UNIMPLEMENTED/.test(error.message);
  const isUnknown = (error: unknown): boolean =>
    error instanceof Error && /not found|unknown symbol/i.test(error.message);
  try {
    const bytes = await ask('v1').catch((error: unknown) => {
      if (isUnimplemented(error)) return ask('v1alpha');
      throw error;
    });
    return describe(rootOf(bytes, 'what the server tells by reflection'), method, false);
  } catch (error) {
    if (isUnimplemented(error)) {
      throw new MethodError('callback.descriptorSet is needed: the server describes nothing by reflection');
    }
    if (isUnknown(error)) throw new MethodError(`callback.method: the server knows no service ${service}`);
    throw error;
  }
}

function rootOf(bytes: Uint8Array, what: string): protobuf.Root {
  try {
    const root = protobuf.Root.fromDescriptor(bytes);
    restoreMaps(root);
    root.resolveAll();
    return root;
  } catch (error) {
    throw new MethodError(`${what} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** In a descriptor a map is a list of entries, of a nested type that says so. */
function restoreMaps(namespace: protobuf.NamespaceBase): void {
  for (const nested of namespace.nestedArray) if (nested instanceof protobuf.Namespace) restoreMaps(nested);
  if (!(namespace instanceof protobuf.Type)) return;
  for (const field of namespace.fieldsArray) {
    const entry = field.repeated ? namespace.lookup(field.type, [protobuf.Type]) : null;
    if (!(entry instanceof protobuf.Type) || !isMapEntry(entry)) continue;
    const { key, value } = entry.fields;
    if (!key || !value) continue;
    namespace.remove(field);
    namespace.add(new protobuf.MapField(field.name, field.id, key.type, value.type));
  }
}

function isMapEntry({ options }: protobuf.Type): boolean {
  return options?.['mapEntry'] === true || options?.['map_entry'] === true;
}

function describe(root: protobuf.Root, method: string, isOwn: boolean): MethodDescription {
  const slash = method.lastIndexOf('/');
  const [serviceName, methodName] = [method.slice(0, slash), method.slice(slash + 1)];
  const service = root.lookup(serviceName, [protobuf.Service]) as protobuf.Service | null;
  const found = service?.methods[methodName];
  if (!found) throw new MethodError(`callback.method: there is no ${method}`);
  if (found.requestStream || found.responseStream)
    throw new MethodError(`callback.method: ${method} is a stream, not unary`);
  found.resolve();
  const { resolvedRequestType: request, resolvedResponseType: response } = found;
  if (!request || !response) throw new MethodError(`callback.method: the messages of ${method} are not described`);
  return { path: `/${method}`, request, response, isOwn };
}

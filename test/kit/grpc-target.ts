/** A gRPC server on loopback: Crony's own service, and one of somebody else's with messages of all sorts. */
import * as grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CALLBACK_PROTO = new URL('../../sdk/proto/', import.meta.url).pathname;

const ORDERS_PROTO = `syntax = "proto3";
package orders;
import "google/protobuf/timestamp.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/wrappers.proto";
enum Mode { MODE_UNSET = 0; FULL = 1; }
message Line { string sku = 1; int64 count = 2; }
message SettleRequest {
  string shard = 1; Mode mode = 2; repeated Line lines = 3; map<string, int32> limits = 4;
  google.protobuf.Timestamp since = 5; google.protobuf.Duration within = 6; google.protobuf.Struct extra = 7;
  google.protobuf.StringValue note = 8; bytes raw = 9; bool dry_run = 10;
}
message SettleResponse { string text = 1; SettleRequest echo = 2; int64 total = 3; }
service Orders {
  rpc Settle(SettleRequest) returns (SettleResponse);
  rpc Follow(SettleRequest) returns (stream SettleResponse);
}`;

export interface GrpcCall {
  method: string;
  request: Record<string, unknown>;
  metadata: Record<string, string>;
  deadline: Date | number;
}

export interface GrpcTargetOptions {
  credentials?: grpc.ServerCredentials;
  /** Default: both versions. */
  reflection?: boolean | 'v1alpha';
  port?: number;
}

type Answer = { response: Record<string, unknown>; trailing?: grpc.Metadata } | { code: grpc.status; details?: string };

export class GrpcTarget {
  readonly calls: GrpcCall[] = [];
  /** Decides each answer; `hang` waits until the caller gives up. */
  script: (call: GrpcCall) => Answer | 'hang' | 'cut' = () => ({ response: { text: 'ok', output: 'ok' } });
  readonly #server = new grpc.Server();
  readonly #sessions = new Set<{ destroy(): void }>();
  #port = 0;
  #hanging = 0;
  cancelled = 0;

  static async start(options: GrpcTargetOptions = {}): Promise<GrpcTarget> {
    const target = new GrpcTarget();
    const folder = mkdtempSync(join(tmpdir(), 'crony-grpc-'));
    try {
      writeFileSync(join(folder, 'orders.proto'), ORDERS_PROTO);
      const loading = { includeDirs: [CALLBACK_PROTO, folder], longs: String, enums: String, defaults: false };
      const definition = loadSync(['crony/callback/v1/callback.proto', 'orders.proto'], loading);
      const packages = grpc.loadPackageDefinition(definition) as unknown as {
        crony: { callback: { v1: { Callback: grpc.ServiceClientConstructor } } };
        orders: { Orders: grpc.ServiceClientConstructor };
      };
      const unary =
        (method: string) => (call: grpc.ServerUnaryCall<object, object>, answer: grpc.sendUnaryData<object>) =>
          target.#answer(method, call, answer);
      target.#server.addService(packages.crony.callback.v1.Callback.service, { Invoke: unary('Invoke') });
      target.#server.addService(packages.orders.Orders.service, { Settle: unary('Settle'), Follow: () => {} });
      const { reflection = true } = options;
      if (reflection !== false) {
        new ReflectionService(definition).addToServer({
          addService: (service: grpc.ServiceDefinition, implementation: grpc.UntypedServiceImplementation) => {
            const isFirst = Object.values(service).some(({ path }) => path.startsWith('/grpc.reflection.v1.'));
            if (reflection === true || !isFirst) target.#server.addService(service, implementation);
          },
        });
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
    const credentials = options.credentials ?? grpc.ServerCredentials.createInsecure();
    target.#port = await new Promise<number>((resolve, reject) => {
      target.#server.bindAsync(`127.0.0.1:${options.port ?? 0}`, credentials, (error, port) => {
        if (error) reject(error);
        else resolve(port);
      });
    });
    return target;
  }

  get port(): number {
    return this.#port;
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  hanging(): number {
    return this.#hanging;
  }

  /** As a killed process: connections end at once. */
  async kill(): Promise<void> {
    this.#server.forceShutdown();
    for (const session of this.#sessions) session.destroy();
  }

  #answer(method: string, call: grpc.ServerUnaryCall<object, object>, done: grpc.sendUnaryData<object>): void {
    const metadata = Object.fromEntries(
      Object.entries(call.metadata.getMap()).map(([name, value]) => [name, String(value)]),
    );
    const seen: GrpcCall = {
      method,
      request: call.request as Record<string, unknown>,
      metadata,
      deadline: call.getDeadline(),
    };
    this.calls.push(seen);
    const answer = this.script(seen);
    if (answer === 'hang') {
      this.#hanging += 1;
      call.once('cancelled', () => {
        this.#hanging -= 1;
        this.cancelled += 1;
      });
      return;
    }
    if (answer === 'cut') return void this.kill();
    if ('code' in answer) done({ code: answer.code, details: answer.details ?? '' });
    else done(null, answer.response, answer.trailing);
  }
}

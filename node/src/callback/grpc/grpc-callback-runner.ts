import type { GrpcCallback } from '@crony/shared/domain/callback';
import type { Clock } from '@crony/shared/runtime/clock';
import type { CallbackRequest, CallbackResult, CallbackRunner } from '../callback.js';
import type { CancelSignal } from '../cancel-signal.js';
import { EgressRules } from '@crony/shared/egress/egress-rules';
import { systemResolve, type Resolve } from '@crony/shared/egress/guarded-lookup';
import { failure, unsentResult, type Verdict } from '../verdict.js';
import { Channels, type ChannelUse } from './channels.js';
import { GrpcAttempt } from './grpc-attempt.js';
import { MethodDescriptions } from './method-description.js';
import type { ServiceWatch } from './service-instances.js';

export interface GrpcCallbackOptions {
  clock: Clock;
  /** Finds the instances of `etcd:///` targets; without it there are none to find. */
  services?: ServiceWatch | null;
  /** Default: what is denied to every node. */
  egress?: EgressRules;
  /** In place of the system's resolver, for tests. */
  resolve?: Resolve;
}

/** Callbacks over gRPC, unary. */
export function createGrpcCallbackRunner(options: GrpcCallbackOptions): CallbackRunner<GrpcCallback> {
  return new GrpcRunner(options);
}

class GrpcRunner implements CallbackRunner<GrpcCallback> {
  readonly #clock: Clock;
  readonly #channels: Channels;
  readonly #methods: MethodDescriptions;
  readonly #hasServices: boolean;
  readonly #running = new Set<GrpcAttempt>();
  #closed = false;

  constructor({ clock, services = null, egress, resolve = systemResolve }: GrpcCallbackOptions) {
    this.#clock = clock;
    this.#hasServices = services !== null;
    this.#methods = new MethodDescriptions(clock);
    const rules = egress ?? new EgressRules({ allow: [], deny: [] });
    this.#channels = new Channels(clock, { clock, services, rules, resolve });
  }

  call(request: CallbackRequest<GrpcCallback>, signal: CancelSignal): Promise<CallbackResult> {
    const { target, tls } = request.callback;
    if (signal.aborted || this.#closed) return this.#unsent(failure('cancelled', 'cancelled before it began'));
    if (target.startsWith('etcd:///') && !this.#hasServices) {
      const words = 'callback.target names a service in etcd, and this node has none (CRONY_ETCD)';
      return this.#unsent(failure('invalid_request', words));
    }
    let use: ChannelUse;
    try {
      use = this.#channels.use(target, tls);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return this.#unsent(failure('invalid_request', `callback.target or callback.tls cannot be used: ${why}`));
    }
    return new Promise((resolve) => {
      const cancel = (): void => attempt.cancel();
      const context = { clock: this.#clock, methods: this.#methods };
      const attempt = new GrpcAttempt(context, use, request, (result) => {
        signal.removeEventListener('abort', cancel);
        this.#running.delete(attempt);
        use.release();
        resolve(result);
      });
      signal.addEventListener('abort', cancel);
      this.#running.add(attempt);
      void attempt.begin();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const attempt of [...this.#running]) attempt.cancel();
    this.#methods.close();
    this.#channels.close();
  }

  async #unsent(verdict: Verdict): Promise<CallbackResult> {
    return unsentResult(verdict, this.#clock.now());
  }
}

import type { Callback, GrpcCallback, HttpCallback, ShellCallback } from '@crony/shared/domain/callback';
import type { CallbackResult, CallbackRunner } from './callback.js';

export interface RunnersByType {
  http: CallbackRunner<HttpCallback>;
  grpc: CallbackRunner<GrpcCallback>;
  shell: CallbackRunner<ShellCallback>;
}

/** Every kind of callback behind one runner. */
export function combineRunners(runners: RunnersByType): CallbackRunner {
  return {
    call(request, signal): Promise<CallbackResult> {
      const runner = runners[request.callback.type] as CallbackRunner<Callback>;
      return runner.call(request, signal);
    },
    async cancelled(request) {
      const runner = runners[request.callback.type] as CallbackRunner<Callback>;
      return (await runner.cancelled?.(request)) ?? null;
    },
    prepare(callback) {
      const runner = runners[callback.type] as CallbackRunner<Callback>;
      runner.prepare?.(callback);
    },
    async close() {
      await Promise.all(Object.values(runners).map((runner: { close(): Promise<void> }) => runner.close()));
    },
  };
}

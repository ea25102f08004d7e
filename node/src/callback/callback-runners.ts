import type { Callback, GrpcCallback, HttpCallback, ShellCallback } from '@crony/shared/domain/callback';
import type { CallbackRequest, CallbackResult, CallbackRunner } from './callback.js';

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
      return runner.call(request as CallbackRequest, signal);
    },
    async close() {
      await Promise.all(Object.values(runners).map((runner: { close(): Promise<void> }) => runner.close()));
    },
  };
}

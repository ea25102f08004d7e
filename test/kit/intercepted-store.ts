/** A store all of whose calls go through the hands of a test; `close` does nothing, as the inner store serves others too. */
import type { Store } from '@crony/shared/store/store';

export interface StoreCall {
  /** `claims`, for example; `store` for its own methods. */
  part: string;
  /** `claims.claim`, for example. */
  name: string;
  args: readonly unknown[];
  /** The call itself. */
  effect: () => Promise<unknown>;
}

export function interceptedStore(inner: Store, intercept: (call: StoreCall) => Promise<unknown>): Store {
  const intercepted = (part: string, methods: object): object =>
    Object.fromEntries(
      Object.entries(methods).map(([method, call]: [string, (...args: unknown[]) => Promise<unknown>]) => [
        method,
        (...args: unknown[]) =>
          intercept({ part, name: `${part}.${method}`, args, effect: () => call.apply(methods, args) }),
      ]),
    );
  const parts = Object.entries(inner).filter(([, member]) => typeof member === 'object');
  return {
    ...Object.fromEntries(parts.map(([part, methods]: [string, object]) => [part, intercepted(part, methods)])),
    ...intercepted('store', {
      now: () => inner.now(),
      ping: () => inner.ping(),
      atomically: (work: Parameters<Store['atomically']>[0]) => inner.atomically(work),
    }),
    close: () => Promise.resolve(),
  } as Store;
}

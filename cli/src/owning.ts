import type { Service } from '@crony/shared/runtime/service';

/** A service and what was opened for it, which is closed after its stop, even where it never started. */
export function owning(service: Service, closers: readonly (() => void | Promise<void>)[]): Service {
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    const errors: unknown[] = [];
    for (const end of [() => service.stop(), ...closers]) {
      try {
        await end();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'not everything could be closed');
  };
  return { start: () => service.start(), stop: () => (stopping ??= stop()) };
}

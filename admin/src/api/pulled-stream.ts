import { MINUTE_MS } from '@crony/shared/domain/durations';
import type { ApiDependencies } from './dependencies.js';

/** Whoever takes longer to read has gone, or is there to keep others from reading. */
const LONGEST_MS = 60 * MINUTE_MS;

/**
 * An answer that is made piece by piece: the next one when the last has been taken, so that a slow reader costs no memory.
 * What breaks off ends with an error, so that nobody takes a part for the whole. `onEnd` is called once, with the error
 * if there was one.
 */
export function pulledStream(
  pieces: AsyncGenerator<string, void, undefined>,
  { clock, stopping }: Pick<ApiDependencies, 'clock' | 'stopping'>,
  onEnd: (error?: unknown) => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isOpen = true;
  let breakOff = (_: Error): void => {};
  const impatience = clock.setTimeout(() => breakOff(new Error(`not read within ${LONGEST_MS} ms`)), LONGEST_MS);
  const onStop = (): void => breakOff(new Error('the hub stops'));
  stopping.addEventListener('abort', onStop);
  const end = (error?: unknown): void => {
    if (!isOpen) return;
    isOpen = false;
    impatience.cancel();
    stopping.removeEventListener('abort', onStop);
    onEnd(error);
  };
  return new ReadableStream(
    {
      start(controller) {
        breakOff = (error) => {
          if (!isOpen) return;
          end(error);
          controller.error(error);
        };
      },
      async pull(controller) {
        try {
          // An empty piece would ask for nothing more.
          let next = await pieces.next();
          while (isOpen && !next.done && next.value === '') next = await pieces.next();
          if (!isOpen) return;
          if (!next.done) return controller.enqueue(encoder.encode(next.value));
          end();
          controller.close();
        } catch (error) {
          breakOff(error instanceof Error ? error : new Error(String(error)));
        }
      },
      async cancel() {
        end();
        await pieces.return();
      },
    },
    { highWaterMark: 0 },
  );
}

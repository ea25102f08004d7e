import { LeaseClient } from 'etcd3';
import type { Clock } from '../../runtime/clock.js';
import { CoordinationUnavailableError } from '../coordination.js';
import { toCoordinationError } from './call-error.js';
import type { Connections } from './connections.js';

/**
 * Renews a lease once: one stream, one request, one answer. etcd offers renewal as a stream only; a stream kept open
 * would add a state (is it still heard?) that a call under a deadline does not have.
 *
 * False: etcd does not know the lease (any more).
 */
export async function keepAliveOnce(
  connections: Connections,
  clock: Clock,
  id: string,
  limitMs: number,
): Promise<boolean> {
  const until = clock.monotonic() + limitMs;
  let fail: (error: Error) => void = () => {};
  const { stream, release, giveUpConnection } = await connections.openStream(
    (callable) => new LeaseClient(callable).leaseKeepAlive(),
    { limitMs, onDestroyed: () => fail(unavailable('the connection was closed')) },
  );
  try {
    return await new Promise<boolean>((resolve, reject) => {
      fail = reject;
      const timer = clock.setTimeout(
        () => {
          reject(unavailable(`no answer within ${Math.round(limitMs)} ms`));
          giveUpConnection();
        },
        Math.max(1, until - clock.monotonic()),
      );
      const settle = (settled: () => void): void => {
        timer.cancel();
        settled();
      };
      stream.on('data', ({ TTL }) => settle(() => resolve(Number(TTL) > 0)));
      stream.on('error', (error) =>
        settle(() => reject(toCoordinationError('Lease.keepAlive', error, { writes: true }))),
      );
      stream.on('end', () => settle(() => reject(unavailable('the stream ended without an answer'))));
      stream.write({ ID: id });
      stream.end();
    });
  } finally {
    release();
    stream.cancel();
  }
}

function unavailable(why: string): CoordinationUnavailableError {
  return new CoordinationUnavailableError(`Lease.keepAlive: ${why}`, { ambiguous: true });
}

import { setLogger } from '@grpc/grpc-js';
import type { Logger } from './logger.js';

/**
 * What grpc-js has to say goes to the log, whose lines are all JSON; it would write to standard error itself. Debug
 * only: each such failure also reaches the call that it concerns.
 */
export function logGrpc(logger: Logger): void {
  const debug = (said: unknown): void => logger.debug({ reason: String(said) }, 'gRPC');
  setLogger({ error: debug, info: debug, debug });
}

import { status, type ServiceError } from '@grpc/grpc-js';
import { CoordinationUnavailableError, LeaseGoneError } from '../coordination.js';

/** With these etcd (or this client) has refused the request; with any other it may have taken effect. */
const REFUSED: ReadonlySet<number> = new Set([
  status.INVALID_ARGUMENT,
  status.NOT_FOUND,
  status.ALREADY_EXISTS,
  status.PERMISSION_DENIED,
  status.RESOURCE_EXHAUSTED,
  status.FAILED_PRECONDITION,
  status.OUT_OF_RANGE,
  status.UNIMPLEMENTED,
  status.UNAUTHENTICATED,
]);

/** These say something about the connection or the member behind it, so the next call tries another endpoint. */
const OF_THE_CONNECTION: ReadonlySet<number> = new Set([status.UNAVAILABLE, status.INTERNAL, status.UNKNOWN]);

export type CallFailure = 'stale-token' | 'connection' | 'other';

export function classifyFailure(error: unknown): CallFailure {
  if (!isServiceError(error)) return 'other';
  if (/invalid auth token|revision of auth store is old/.test(error.details)) return 'stale-token';
  return OF_THE_CONNECTION.has(error.code) ? 'connection' : 'other';
}

/** What callers of the seam see of a failed call. */
export function toCoordinationError(what: string, error: unknown, { writes }: { writes: boolean }): Error {
  if (error instanceof CoordinationUnavailableError || error instanceof LeaseGoneError) return error;
  if (!isServiceError(error)) {
    return new CoordinationUnavailableError(`${what}: ${String(error)}`, { ambiguous: writes, cause: error });
  }
  if (isUnknownLease(error)) return new LeaseGoneError(`${what}: ${error.details}`);
  return new CoordinationUnavailableError(`${what}: ${error.details} (${status[error.code]})`, {
    ambiguous: writes && !REFUSED.has(error.code),
    cause: error,
  });
}

function isUnknownLease(error: unknown): boolean {
  return isServiceError(error) && error.code === status.NOT_FOUND && error.details.includes('lease not found');
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && 'details' in error && typeof error.details === 'string';
}

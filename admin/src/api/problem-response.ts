import { STATUS_CODES } from 'node:http';
import { randomUUID } from 'node:crypto';
import { HTTPException } from 'hono/http-exception';
import { SECOND_MS } from '@crony/shared/domain/durations';
import { ERROR_CODES } from '@crony/shared/domain/error-codes';
import type { Logger } from '@crony/shared/runtime/logger';
import { BadCursorError, StoreUnavailableError } from '@crony/shared/store/store';
import { PROBLEM_MEDIA_TYPE, type Problem } from '@crony/shared/wire/problem';
import { quoteValue } from '@crony/shared/wire/quoted-value';
import { SignInThrottledError } from '../auth/sign-in-throttle.js';
import { SignInsBusyError } from '../auth/sign-in.js';
import { ApiError, invalidInput } from './api-error.js';

const RETRY_AFTER_S = '1';

export function toProblem(error: ApiError): Problem {
  const { status } = ERROR_CODES[error.code];
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code: error.code,
    detail: error.message,
    ...(error.errors ? { errors: error.errors } : {}),
    ...error.members,
  };
}

export function problemResponse(error: ApiError): Response {
  return new Response(JSON.stringify(toProblem(error)), {
    status: ERROR_CODES[error.code].status,
    headers: { 'content-type': PROBLEM_MEDIA_TYPE, 'cache-control': 'no-store', ...error.headers },
  });
}

export interface FailedRequest {
  method: string;
  path: string;
  /** What was sent as `cursor`, if anything. */
  cursor: string | undefined;
}

/** Gives every failure its code. What is nobody's known failure is a defect: logged whole, answered without details. */
export function toApiError(error: unknown, request: FailedRequest, logger: Logger): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof HTTPException) return ofHttpException(error);
  if (error instanceof BadCursorError) {
    const rule = 'must be the nextCursor of an earlier page of the same list';
    return invalidInput([{ path: 'cursor', value: quoteValue(['cursor'], request.cursor), rule }]);
  }
  if (error instanceof SignInsBusyError) {
    return new ApiError('too_many_requests', 'Too many sign-ins at once; try again shortly.', {
      headers: { 'retry-after': RETRY_AFTER_S },
    });
  }
  if (error instanceof SignInThrottledError) {
    return new ApiError('sign_in_throttled', 'Too many failed under this name or from this address; try again later.', {
      headers: { 'retry-after': String(Math.ceil(error.retryAfterMs / SECOND_MS)) },
    });
  }
  const { method, path } = request;
  if (error instanceof StoreUnavailableError) {
    logger.warn({ err: error, method, path }, 'the database does not answer');
    return new ApiError('store_unavailable', 'The database does not answer; try again shortly.', {
      headers: { 'retry-after': RETRY_AFTER_S },
    });
  }
  const requestId = randomUUID();
  logger.error({ err: error, method, path, requestId }, 'a request met a defect');
  return new ApiError(
    'internal_error',
    `Something is wrong with the hub; its log has the details under ${requestId}.`,
    {
      members: { requestId },
      cause: error,
    },
  );
}

/** The framework's own: it throws them before a handler is reached. */
function ofHttpException(error: HTTPException): ApiError {
  switch (error.status) {
    case 413:
      return new ApiError('payload_too_large', 'The body is larger than this route takes.');
    case 415:
      return new ApiError('unsupported_media_type', 'This route takes Content-Type: application/json only.');
    default:
      return /json/i.test(error.message)
        ? new ApiError('malformed_json', 'The body is not valid JSON. (No body at all goes without a Content-Type.)')
        : new ApiError('malformed_request', 'The request could not be read.');
  }
}

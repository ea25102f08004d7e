import type { ErrorCode } from '@crony/shared/domain/error-codes';
import { describeFieldErrors } from '@crony/shared/wire/field-errors';
import type { FieldError } from '@crony/shared/wire/problem';

export interface ApiErrorOptions {
  errors?: FieldError[];
  headers?: Record<string, string>;
  /** Further members of the problem, such as `existingId`. */
  members?: Record<string, unknown>;
  cause?: unknown;
}

/** Thrown anywhere below a route; one handler turns it into problem+json. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly errors: FieldError[] | undefined;
  readonly headers: Record<string, string>;
  readonly members: Record<string, unknown>;

  constructor(
    readonly code: ErrorCode,
    detail: string,
    options: ApiErrorOptions = {},
  ) {
    super(detail, { cause: options.cause });
    this.errors = options.errors;
    this.headers = options.headers ?? {};
    this.members = options.members ?? {};
  }
}

export function invalidInput(errors: FieldError[]): ApiError {
  return new ApiError('invalid_input', describeFieldErrors(errors), { errors });
}

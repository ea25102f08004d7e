/** The `authorization` header of credentials that need no fetching. Messages name the field, never its value. */
import type { HttpAuth } from '@crony/shared/domain/callback';
import { InvalidRequestError } from './invalid-request-error.js';

/** Printable ASCII without a space: what a token may be made of, and more (RFC 6750, 2.1). */
export const TOKEN_TEXT = /^[\x21-\x7e]+$/;

/** Null for OAuth 2, whose token is fetched first. */
export function authorizationOf(auth: HttpAuth): string | null {
  switch (auth.type) {
    case 'basic':
      if (auth.username.includes(':')) throw new InvalidRequestError('callback.auth.username holds a colon');
      return basicAuthorization(auth.username, auth.password);
    case 'bearer':
      return bearerAuthorization(auth.token);
    case 'oauth2':
      return null;
  }
}

export function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function bearerAuthorization(token: string): string {
  if (!TOKEN_TEXT.test(token)) {
    throw new InvalidRequestError('callback.auth.token is empty or holds characters that a header cannot');
  }
  return `Bearer ${token}`;
}

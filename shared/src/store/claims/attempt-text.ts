/** What services answer goes into the table as it came, but for what a database cannot keep. */
import { timingToText } from '../../domain/attempt-timing.js';
import type { Attempt } from '../../domain/run.js';

/** The callback's own cap is far below; this one only keeps a row from becoming unreasonable. */
const MOST_RESPONSE_CHARACTERS = 1_024 * 1_024;
const MOST_MESSAGE_CHARACTERS = 4_096;
const MOST_CODE_CHARACTERS = 64;

// Half a surrogate pair is no UTF-8; NUL ends a text for SQLite's driver.
// eslint-disable-next-line no-control-regex -- NUL is what is looked for
const NOT_STORABLE = /\p{Surrogate}|\u0000/gu;
const REPLACEMENT = '\uFFFD';

export function attemptTexts({
  errorCode,
  errorMessage,
  response,
  timing,
}: Pick<Attempt, 'errorCode' | 'errorMessage' | 'response' | 'timing'>) {
  return {
    // A spool of an earlier release knows none.
    timing: timing == null ? null : timingToText(timing),
    errorCode: errorCode === null ? null : errorCode.replace(/[^\x20-\x7e]/g, '?').slice(0, MOST_CODE_CHARACTERS),
    errorMessage: storable(errorMessage, MOST_MESSAGE_CHARACTERS),
    response: storable(response, MOST_RESPONSE_CHARACTERS),
  };
}

export function storable(text: string | null, most: number): string | null {
  if (text === null) return null;
  return text.slice(0, most).replace(NOT_STORABLE, REPLACEMENT);
}

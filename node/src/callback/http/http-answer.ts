import { ResponseBody } from './response-body.js';
import { parseRetryAfter } from '@crony/shared/domain/retry-after';

/** What a service answered: status and headers at first, the body as it comes. */
export interface Answer {
  statusCode: number;
  statusText: string;
  location: string | null;
  announcedBytes: number | null;
  retryAfterMs: number | undefined;
  body: ResponseBody;
}

export function readAnswer(
  statusCode: number,
  statusText: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  nowMs: number,
): Answer {
  const announced = single(headers['content-length']);
  return {
    statusCode,
    statusText,
    location: single(headers.location) ?? null,
    announcedBytes: announced !== undefined && /^\d{1,15}$/.test(announced) ? Number(announced) : null,
    retryAfterMs: parseRetryAfter(single(headers['retry-after']), nowMs),
    body: new ResponseBody(),
  };
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

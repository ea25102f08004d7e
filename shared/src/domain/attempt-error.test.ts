import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ATTEMPT_ERROR_CODES, ATTEMPT_ERRORS } from './attempt-error.js';
import { CALLBACK_HEADERS, isReservedHeader } from './callback-headers.js';
import { generateSigningSecret, signCallback } from './signature.js';

const page = readFileSync(new URL('../../../docs/callbacks.md', import.meta.url), 'utf8');

/** The rows of the table with this heading, as the texts of their cells without code marks at either end. */
function tableRows(heading: string): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} |`));
  expect(start, `a table with the heading ${heading}`).toBeGreaterThan(0);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) => {
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    return cells.map((cell) => cell.replace(/^`([^`]*)`$/, '$1'));
  });
}

describe('docs/callbacks.md', () => {
  it('lists exactly the attempt errors of the code, with outcome, retry and meaning', () => {
    const coded = ATTEMPT_ERROR_CODES.map((code) => {
      const { outcome, retryable, meaning } = ATTEMPT_ERRORS[code];
      return [code, outcome, retryable ? 'yes' : 'no', meaning];
    });
    expect(tableRows('code')).toEqual(coded);
  });

  it('lists exactly the headers of the code', () => {
    expect(tableRows('header').map(([name]) => name)).toEqual(Object.values(CALLBACK_HEADERS));
  });

  it('names only headers that a job cannot set, in any spelling', () => {
    const framing = /cannot set these itself, nor (.*) and `Upgrade`/s.exec(page)![1]!;
    const named = [...framing.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(5);
    for (const name of [...named, 'Upgrade', ...Object.values(CALLBACK_HEADERS), 'crony-report-url', 'Webhook-X']) {
      for (const spelling of [name, name.toLowerCase(), name.toUpperCase()]) {
        expect(isReservedHeader(spelling), spelling).toBe(true);
      }
    }
    for (const name of ['x-team', 'authorization', 'host', 'content-type', 'user-agent', 'tracestate', 'cronyx']) {
      expect(isReservedHeader(name), name).toBe(false);
    }
  });

  it('shows a check of the signature that works, in at most 15 lines', async () => {
    const example = /```js\n(.*?)```/s.exec(page)![1]!;
    expect(example.trim().split('\n').length).toBeLessThanOrEqual(15);
    const url = `data:text/javascript,${encodeURIComponent(example)}`;
    const { isFromCrony } = (await import(/* @vite-ignore */ url)) as {
      isFromCrony: (headers: Record<string, string | undefined>, body: string | Buffer, secret: string) => boolean;
    };
    const [secret, next] = [generateSigningSecret(), generateSigningSecret()];
    const timestampS = Math.floor(Date.now() / 1_000);
    const body = '{"名":1}';
    const headers = { ...signCallback({ secrets: [secret, next], runId: 'r1', timestampS, body }) };
    expect(isFromCrony(headers, body, secret)).toBe(true);
    expect(isFromCrony(headers, Buffer.from(body), next)).toBe(true);
    expect(isFromCrony(headers, `${body} `, secret)).toBe(false);
    expect(isFromCrony(headers, body, generateSigningSecret())).toBe(false);
    expect(isFromCrony({}, body, secret)).toBe(false);
    const old = { ...signCallback({ secrets: [secret], runId: 'r1', timestampS: timestampS - 400, body }) };
    expect(isFromCrony(old, body, secret)).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RESPONSE_CAP_BYTES } from '../callback.js';
import { MOST_DISCARDED_BYTES, ResponseBody } from './response-body.js';

function bodyOf(...chunks: (Buffer | string)[]): ResponseBody {
  const body = new ResponseBody();
  for (const chunk of chunks) body.add(Buffer.from(chunk as string));
  return body;
}

describe('ResponseBody', () => {
  it('puts characters together that came in pieces', () => {
    const bytes = Buffer.from('结算');
    expect(bodyOf(bytes.subarray(0, 1), bytes.subarray(1, 5), bytes.subarray(5)).text()).toBe('结算');
  });

  it('keeps a copy: the client may use its buffer again', () => {
    const chunk = Buffer.from('before');
    const body = new ResponseBody();
    body.add(chunk);
    chunk.fill('x');
    expect(body.text()).toBe('before');
  });

  it('cuts at the cap and counts on, until it is not worth reading', () => {
    const body = new ResponseBody();
    const chunk = Buffer.alloc(1_000, 'x');
    let chunks = 1;
    while (body.add(chunk)) chunks += 1;
    expect(body.bytes).toBe(chunks * 1_000);
    expect(body.bytes).toBeGreaterThan(RESPONSE_CAP_BYTES + MOST_DISCARDED_BYTES);
    expect(body.bytes).toBeLessThanOrEqual(RESPONSE_CAP_BYTES + MOST_DISCARDED_BYTES + 1_000);
    expect(body.text()).toBe('x'.repeat(RESPONSE_CAP_BYTES));
  });

  it('leaves out a character that the cap cuts, and marks one that the service cut', () => {
    expect(bodyOf('x'.repeat(RESPONSE_CAP_BYTES - 1) + '结').text()).toBe('x'.repeat(RESPONSE_CAP_BYTES - 1));
    expect(bodyOf(Buffer.from('结').subarray(0, 2)).text()).toBe('\ufffd');
  });

  it('is always text of valid UTF-8 without NUL, within the cap', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 6 }),
        fc.constantFrom(1, 90),
        (chunks, times) => {
          const body = bodyOf(...Array.from({ length: times }, () => chunks.map((chunk) => Buffer.from(chunk))).flat());
          const text = body.text();
          expect(Buffer.from(text).toString()).toBe(text);
          expect(text).not.toContain('\0');
          expect(Buffer.byteLength(text)).toBeLessThanOrEqual(RESPONSE_CAP_BYTES);
        },
      ),
      { numRuns: 200 },
    );
  });
});

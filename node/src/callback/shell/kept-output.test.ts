import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RESPONSE_CAP_BYTES } from '../callback.js';
import { cutCharacterBytes, KeptOutput } from './kept-output.js';

function kept(pieces: (string | Buffer)[], share?: ConstructorParameters<typeof KeptOutput>[0]): KeptOutput {
  const output = new KeptOutput(share);
  for (const piece of pieces) output.add(Buffer.from(piece));
  return output;
}
const SMALL = { headBytes: 8, tailBytes: 8 };

describe('kept output', () => {
  it('is all of it while it fits', () => {
    expect(kept([]).text()).toBe('');
    expect(kept(['a\n', 'b\n']).text()).toBe('a\nb\n');
    expect(kept(['0123', '456789', 'abcdef'], SMALL).text()).toBe('0123456789abcdef');
  });

  it('is its beginning and its end where it does not', () => {
    const output = kept(['1\n', '2\n', '3\n', '4\n', '5\n', '6\n', '7\n', '8\n', '9\n'], SMALL);
    // The first line of the end may be a part of one, so it counts as cut.
    expect(output.text()).toBe('1\n2\n3\n4\n[4 bytes are left out here]\n7\n8\n9\n');
    expect(output.bytes).toBe(18);
  });

  it('is its end alone where nothing is kept of the beginning', () => {
    expect(kept(['abc\nde\nf\ng\n'], { headBytes: 0, tailBytes: 6 }).text()).toBe(
      '[7 bytes are left out here]\nf\ng\n',
    );
  });

  it('never shows a part of a short line, which might be a part of a secret', () => {
    const lines = Array.from({ length: 9_000 }, (_, i) => `token-${String(i).padStart(6, '0')}`);
    const text = kept([lines.join('\n')]).text();
    for (const line of text.split('\n')) expect(line).toMatch(/^(token-\d{6}|\[\d+ bytes are left out here\])$/);
  });

  it('shows parts of a very long line, for want of anything else', () => {
    const text = kept(['x'.repeat(500_000)]).text();
    expect(text).toMatch(/^x{32768}\n\[\d+ bytes are left out here\]\nx+$/);
  });

  it('fits the cap also where replacing what is not UTF-8 made it longer', () => {
    const text = kept([Buffer.alloc(RESPONSE_CAP_BYTES, 0xff)]).text();
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(RESPONSE_CAP_BYTES);
    expect(text.replace(/\n\[\d+ bytes are left out here\]\n/, '')).toMatch(/^\u{fffd}+$/u);
  });

  it('has the right end, however it came in pieces, and cuts no character', () => {
    const piece = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .map((text) => text.replaceAll(/[\n\0\u{fffd}]/gu, ''));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const whole = pieces.join('');
        const text = kept(pieces, { headBytes: 64, tailBytes: 64 }).text();
        const cut = /^(.*?)\n?\[(\d+) bytes are left out here\]\n(.*)$/s.exec(text);
        if (Buffer.byteLength(whole) <= 128) {
          expect(text).toBe(whole);
          return;
        }
        expect(whole.startsWith(cut![1]!)).toBe(true);
        expect(whole.endsWith(cut![3]!)).toBe(true);
        expect(text).not.toContain('\u{fffd}');
      }),
    );
  });
});

it.each([
  ['', 0],
  ['61', 0],
  ['61c3', 1],
  ['c3a9', 0],
  ['e2', 1],
  ['e282', 2],
  ['e282ac', 0],
  ['f09f98', 3],
  ['f09f9880', 0],
  ['808080', 0],
  ['ff', 1],
])('of the bytes %s the last %d begin a character', (hex, expected) => {
  expect(cutCharacterBytes(Buffer.from(hex, 'hex'))).toBe(expected);
});

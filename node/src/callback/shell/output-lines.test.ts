import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FakeClock } from '../../../../test/kit/fake-clock.js';
import { OutputLines } from './output-lines.js';

function listen(): { clock: FakeClock; lines: OutputLines; heard: string[] } {
  const clock = new FakeClock();
  const heard: string[] = [];
  return { clock, heard, lines: new OutputLines(clock, (piece) => heard.push(piece.toString())) };
}

it('passes whole lines on, and the rest at the end', () => {
  const { lines, heard, clock } = listen();
  lines.add(Buffer.from('one\ntw'));
  lines.add(Buffer.from('o\nthr'));
  expect(heard).toEqual(['one\n', 'two\n']);
  lines.end();
  expect(heard).toEqual(['one\n', 'two\n', 'thr']);
  expect(clock.pendingTimers).toBe(0);
});

it('passes a line without an end on after a moment, counted from its beginning', async () => {
  const { lines, heard, clock } = listen();
  lines.add(Buffer.from('one\n.'));
  await clock.advance(150);
  lines.add(Buffer.from('\n.'));
  await clock.advance(150);
  expect(heard).toEqual(['one\n', '.\n']);
  await clock.advance(50);
  expect(heard).toEqual(['one\n', '.\n', '.']);
});

it('passes dots of progress on, also where each comes before the moment is over', async () => {
  const { lines, heard, clock } = listen();
  for (let dot = 0; dot < 10; dot += 1) {
    lines.add(Buffer.from('.'));
    await clock.advance(100);
  }
  expect(heard.length).toBeGreaterThanOrEqual(4);
  lines.end();
  expect(heard.join('')).toBe('..........');
});

it('holds a very long line back no longer than need be, and never cuts a character', () => {
  const { lines, heard } = listen();
  const text = '€'.repeat(20_000);
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 5_000) lines.add(bytes.subarray(at, at + 5_000));
  expect(heard.length).toBeGreaterThan(3);
  lines.end();
  expect(heard.join('')).toBe(text);
});

it('loses and changes nothing, however the chunks are cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.array(fc.nat(20)), (text, cuts) => {
      const { lines, heard } = listen();
      let rest = Buffer.from(text);
      for (const cut of cuts) {
        lines.add(rest.subarray(0, cut + 1));
        rest = rest.subarray(cut + 1);
        if (rest.length === 0) break;
      }
      if (rest.length > 0) lines.add(rest);
      lines.end();
      expect(heard.join('')).toBe(text);
    }),
  );
});

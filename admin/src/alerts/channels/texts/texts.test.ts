import { describe, expect, test } from 'vitest';
import { ALERT_KINDS, LANGUAGES } from '@crony/shared/domain/alert';
import { formatDuration } from './duration.js';
import { formatLocalTime } from './local-time.js';
import { TEXTS, type Said } from './texts.js';

const units = TEXTS.en.units;

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1_000, '1 s'],
  [3_240, '3.2 s'],
  [9_999, '10 s'],
  [59_499, '59 s'],
  [59_600, '1 min'],
  [303_200, '5 min 3 s'],
  [3_599_400, '59 min 59 s'],
  [3_599_600, '1 h'],
  [3_660_000, '1 h 1 min'],
  [86_399_999, '1 d'],
  [90_000_000, '1 d 1 h'],
  [864_000_000, '10 d'],
])('%i ms is %s', (ms, text) => {
  expect(formatDuration(ms, units)).toBe(text);
});

test('a duration in Chinese', () => {
  expect(formatDuration(90_061_000, TEXTS.zh.units)).toBe('1 天 1 小时');
});

const T = Date.UTC(2026, 0, 1);
test.each([
  [T, undefined, '2026-01-01 00:00:00 +00:00 (UTC)'],
  [T, 'UTC', '2026-01-01 00:00:00 +00:00 (UTC)'],
  [T, 'Asia/Shanghai', '2026-01-01 08:00:00 +08:00 (Asia/Shanghai)'],
  [T + 59_999, 'America/New_York', '2025-12-31 19:00:59 -05:00 (America/New_York)'],
  [Date.UTC(2026, 6, 1), 'America/New_York', '2026-06-30 20:00:00 -04:00 (America/New_York)'],
  [T, 'Asia/Kolkata', '2026-01-01 05:30:00 +05:30 (Asia/Kolkata)'],
  [T, 'Mars/Olympus', '2026-01-01 00:00:00 +00:00 (UTC)'],
])('%i in %s is %s', (instant, zone, text) => {
  expect(formatLocalTime(instant, zone)).toBe(text);
});

describe.each(LANGUAGES)('in %s', (language) => {
  const texts = TEXTS[language];
  const nothing: Said = {
    ...{ job: '', node: '', hub: '', target: '', outcome: '', measured: null, limit: null },
    duration: (ms) => formatDuration(ms, texts.units),
    number: String,
  };
  const known: Said = { ...nothing, job: 'J', node: 'N', hub: 'H', target: 'T', measured: 12_000, limit: 10_000 };

  test.each(ALERT_KINDS)('%s has a sentence, also where little is known, and another when it is over', (kind) => {
    for (const said of [nothing, known]) {
      const sentences = [texts.raised[kind](said), texts.recovered[kind](said)];
      for (const sentence of sentences) expect(sentence).toMatch(/\S/);
      for (const sentence of sentences) expect(sentence).not.toMatch(/undefined|null|NaN/);
      expect(sentences[0]).not.toBe(sentences[1]);
    }
  });
});

test('the Chinese texts are Chinese', () => {
  const said: Said = {
    ...{ job: '', node: '', hub: '', target: '', outcome: '', measured: 1, limit: 1 },
    duration: () => '',
    number: () => '',
  };
  for (const kind of ALERT_KINDS) expect(TEXTS.zh.raised[kind](said)).toMatch(/\p{Script=Han}/u);
});

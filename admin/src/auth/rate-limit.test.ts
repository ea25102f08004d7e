import { expect, test } from 'vitest';
import { RateLimit } from './rate-limit.js';

function limitOf(perS: number) {
  let now = 0;
  const limit = new RateLimit(() => perS, { monotonic: () => now });
  return { limit, pass: (ms: number) => void (now += ms) };
}

test('ten seconds’ worth at once, then as many as the rate says', () => {
  const { limit, pass } = limitOf(2);
  for (let i = 0; i < 20; i += 1) expect(limit.take('a')).toBe(0);
  expect(limit.take('a')).toBe(1);
  pass(500);
  expect(limit.take('a')).toBe(0);
  expect(limit.take('a')).toBe(1);
  pass(3_600_000);
  for (let i = 0; i < 20; i += 1) expect(limit.take('a')).toBe(0);
  expect(limit.take('a')).toBe(1);
});

test('each caller has its own', () => {
  const { limit } = limitOf(1);
  for (let i = 0; i < 11; i += 1) limit.take('a');
  expect(limit.wait('a')).toBe(1);
  expect(limit.wait('b')).toBe(0);
  expect(limit.take('b')).toBe(0);
});

test('asking takes nothing', () => {
  const { limit } = limitOf(1);
  for (let i = 0; i < 100; i += 1) expect(limit.wait('a')).toBe(0);
  expect(limit.size).toBe(0);
});

test('0 sets no limit', () => {
  const { limit } = limitOf(0);
  for (let i = 0; i < 1_000; i += 1) expect(limit.take('a')).toBe(0);
});

test('whoever has been idle for longest is forgotten when there are too many', () => {
  const { limit, pass } = limitOf(1);
  for (let i = 0; i < 10; i += 1) limit.take('busy');
  for (let i = 0; i < 60_000; i += 1) {
    limit.take(`caller ${i}`);
    if (i % 10_000 === 0) limit.take('busy');
  }
  expect(limit.size).toBe(50_000);
  pass(0);
  expect(limit.wait('busy')).toBe(1);
});

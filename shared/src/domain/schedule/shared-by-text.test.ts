import { expect, it } from 'vitest';
import { SharedByText } from './shared-by-text.js';

it('makes one for equal texts, and forgets the oldest beyond its bound', () => {
  const made: string[] = [];
  const shared = new SharedByText<{ text: string }>(2);
  const get = (text: string): { text: string } =>
    shared.get(text, () => {
      made.push(text);
      return { text };
    });
  const a = get('a');
  expect(get('a')).toBe(a);
  get('b');
  get('c');
  expect(get('b').text).toBe('b');
  expect(made).toEqual(['a', 'b', 'c']);
  expect(get('a')).not.toBe(a);
  expect(made).toEqual(['a', 'b', 'c', 'a']);
});

it('keeps nothing of what could not be made', () => {
  const shared = new SharedByText<number>(2);
  const refuse = (): number => {
    throw new Error('refused');
  };
  expect(() => shared.get('a', refuse)).toThrow('refused');
  expect(shared.get('a', () => 1)).toBe(1);
});

import { expect, test } from 'vitest';
import { nodeLossAction } from './node-loss.js';

test('what may have happened already is decided by the job', () => {
  for (const state of ['claimed', 'running'] as const) {
    expect(nodeLossAction(state, 'lost')).toBe('lost');
    expect(nodeLossAction(state, 'redispatch')).toBe('redispatch');
  }
});

test('a run that waits for its next attempt goes on: nothing is repeated by that', () => {
  expect(nodeLossAction('retrying', 'lost')).toBe('redispatch');
  expect(nodeLossAction('retrying', 'redispatch')).toBe('redispatch');
});

test('without its job nobody knows what to call', () => {
  for (const state of ['claimed', 'running', 'retrying'] as const)
    expect(nodeLossAction(state, undefined)).toBe('lost');
});

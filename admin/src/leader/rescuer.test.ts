import { expect, it } from 'vitest';
import type { RunInDoubt } from '@crony/shared/store/store';
import { decideRescue } from './rescuer.js';

const run = (over: Partial<RunInDoubt>): RunInDoubt => ({
  runId: 'r',
  jobId: 'j',
  state: 'claimed',
  fence: 4,
  holder: { nodeId: 'dead', incarnation: 'i' },
  attempt: 1,
  ...over,
});
const policies = new Map([
  ['j', 'redispatch' as const],
  ['l', 'lost' as const],
]);

it.each<[string, Partial<RunInDoubt>, string | null, object[]]>([
  ['claimed, to be dispatched again', {}, 'b', [{ action: 'redispatch', nodeId: 'b' }]],
  ['running, likewise', { state: 'running' }, 'b', [{ action: 'redispatch', nodeId: 'b' }]],
  ['retrying, likewise', { state: 'retrying' }, 'b', [{ action: 'redispatch', nodeId: 'b' }]],
  ['nobody there: pending, and stranded', {}, null, [{ action: 'redispatch', nodeId: null }]],
  ['the job wants no repetition', { jobId: 'l' }, 'b', [{ action: 'lost', nodeId: null }]],
  ['the job is gone', { jobId: 'x' }, 'b', [{ action: 'lost', nodeId: null }]],
  ['pending goes to somebody who looks', { state: 'pending', jobId: 'l' }, 'b', [{ action: 'hand_over', nodeId: 'b' }]],
  ['pending stays while there is nobody', { state: 'pending' }, null, []],
])('%s', (_name, over, nodeId, expected) => {
  const decisions = decideRescue([run(over)], policies, () => nodeId);
  expect(decisions).toEqual(
    expected.map((each) => ({ run: { runId: 'r', fence: 4, state: over.state ?? 'claimed' }, ...each })),
  );
});

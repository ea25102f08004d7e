import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@crony/shared/runtime/clock';
import { createShellCallbackRunner } from '../../node/src/callback/shell/shell-callback-runner.js';
import { waitUntil } from '../kit/wait-until.js';
import { describeCallback } from './callback-conformance.js';
import { DEADLINE_MS, livingProcesses, sh } from './shell-fixture.js';

describeCallback('shell', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'crony-shell-'));
  /** Each that hangs leaves the number of its group here. */
  const marking = { TMPDIR: directory };
  const mark = 'echo $$ > "$TMPDIR/$CRONY_RUN_ID-$CRONY_ATTEMPT"';
  const living = (): number => {
    const groups = new Set(livingProcesses().map(({ group }) => group));
    return readdirSync(directory)
      .filter((name) => name !== 'data')
      .filter((name) => groups.has(Number(readFileSync(join(directory, name), 'utf8')))).length;
  };
  return {
    createRunner: () =>
      createShellCallbackRunner({
        clock: systemClock,
        enabled: true,
        dataDirectory: join(directory, 'data'),
      }),
    succeeding: sh('printf ok'),
    failing: sh('exit 3'),
    hanging: sh(`${mark}; sleep 600`, { env: marking }),
    talkative: { absent: 'a command’s output keeps its end too, in whole lines: shell-output.test.ts' },
    dripping: sh(`${mark}; while :; do echo drop; sleep 0.02; done`, { env: marking }),
    unreachable: { absent: 'a command runs on the node itself: nothing lies between the two' },
    impossible: sh('/no/such/program', { args: [] }),
    cut: sh('printf "a part"; kill -KILL $$'),
    invalid: { absent: 'whatever a command says is an answer' },
    says: {
      where: /^the command (ended with exit code 3|was ended by SIGKILL)$/,
      silence: /^the command had not ended within 150 ms$/,
      drip: /^the command had not ended within 400 ms$/,
      cancelled: /the command was running, and is being ended$/,
    },
    underWay: async (count) => {
      await waitUntil(`${count} under way`, DEADLINE_MS, () => living() === count);
    },
    atRest: async () => {
      await waitUntil('nothing under way', DEADLINE_MS, () => living() === 0);
    },
    close: async () => rmSync(directory, { recursive: true, force: true }),
  };
});

#!/usr/bin/env node
/** `npm run demo`: everything in a temporary directory, which is removed at the end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '@crony/shared/runtime/clock';
import { createLogger } from '@crony/shared/runtime/logger';
import { runProcess } from '@crony/shared/runtime/process-lifecycle';
import { messageOf, preferPort } from '../startup.js';
import { Demo } from './demo.js';
import { Screen } from './screen.js';

const PREFERRED_PORT = 8089;
const STOP_WITHIN_MS = 60_000;
const USAGE = 'Usage: npm run demo -- [--seconds <number>]';

process.exit(await main());

async function main(): Promise<number> {
  const seconds = readSeconds();
  if (seconds === undefined) {
    process.stderr.write(`--seconds must be a whole number from 1 to 86400\n${USAGE}\n`);
    return 2;
  }
  const directory = mkdtempSync(join(tmpdir(), 'crony-demo-'));
  // Also where a second signal ends the process at once.
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const logger = createLogger('error', { command: 'demo' });
  const screen = new Screen({
    write: (text) => void process.stdout.write(text),
    colours: process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined,
  });
  let demo: Demo | undefined;
  try {
    const code = await runProcess(
      async (lifecycle) => {
        const port = await preferPort(PREFERRED_PORT, '127.0.0.1');
        demo = new Demo({ directory, port, seconds, screen, clock: systemClock, logger, lifecycle });
        return demo;
      },
      { clock: systemClock, logger, stopWithinMs: STOP_WITHIN_MS },
    );
    return code === 0 && demo?.agrees === false ? 1 : code;
  } catch (error) {
    process.stderr.write(`the demo could not start: ${messageOf(error)}\n`);
    return 1;
  }
}

/** Null: until it is stopped. Undefined: not understood. */
function readSeconds(): number | null | undefined {
  try {
    const { values } = parseArgs({ options: { seconds: { type: 'string' } } });
    if (values.seconds === undefined) return null;
    const seconds = Number(values.seconds);
    return Number.isInteger(seconds) && seconds >= 1 && seconds <= 86_400 ? seconds : undefined;
  } catch {
    return undefined;
  }
}

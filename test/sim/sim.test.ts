/** The simulation as it is run by hand, with fewer stories; and the bugs that it must find. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readSimOptions } from './options.js';
import { PLANTS } from './plants.js';

const MAIN = fileURLToPath(new URL('../dist/sim/main.js', import.meta.url));
const SEEDS = 60;
/** Most show in the first few stories. */
const SEEDS_FOR_A_PLANT = 600;
/** Two need certain faults to meet, and were first seen in stories after these. */
const FIRST_FOR_A_PLANT: Record<string, number> = { 'heartbeat-as-watermark': 95, 'no-fence': 60 };

async function sim(...args: string[]): Promise<{ code: number; output: string }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [MAIN, ...args], { maxBuffer: 64 * 1_024 * 1_024 });
    return { code: 0, output: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: `${stdout}\n${stderr}` };
  }
}

describe('the simulation', { timeout: 240_000 }, () => {
  it(`finds nothing lost and nothing repeated without a reason in ${SEEDS} stories`, async () => {
    const { code, output } = await sim('--seeds', String(SEEDS));
    expect(output).toContain('0 lost, 0 repeated without a reason, 0 other findings');
    expect(code, output.slice(-3_000)).toBe(0);
  });

  it('tells the same story again from the same seed', async () => {
    const told = await Promise.all([sim('--seed', '95'), sim('--seed', '95')]);
    const [first, second] = told.map(({ output }) => output.split('\n')[0]);
    expect(first).toMatch(/^story 95, [0-9a-f]{16}: /);
    expect(second).toBe(first);
    const other = await sim('--seed', '96');
    expect(other.output.split('\n')[0]).not.toBe(first);
  });
});

describe('the checker', { timeout: 240_000 }, () => {
  it.each(Object.keys(PLANTS))('finds what is planted: %s', async (plant) => {
    const first = String(FIRST_FOR_A_PLANT[plant] ?? 1);
    const args = ['--first', first, '--seeds', String(SEEDS_FOR_A_PLANT), '--plant', plant, '--most-failed', '1'];
    const { code, output } = await sim(...args);
    expect(code, output.slice(-2_000)).toBe(1);
    expect(output).toMatch(/^story \d+: \d+ findings/m);
  });
});

describe('its options', () => {
  it('have defaults, and say what is wrong with a value', () => {
    expect(readSimOptions([], 2)).toMatchObject({ seeds: 1_000, first: 1, only: null, plant: null, workers: 2 });
    expect(readSimOptions(['--seeds', '5', '--seed', '7'], 2)).toMatchObject({ seeds: 5, only: 7 });
    expect(() => readSimOptions(['--seeds', 'many'], 2)).toThrow('--seeds is "many": it must be a whole number from 1');
    expect(() => readSimOptions(['--plant', 'x'], 2)).toThrow('--plant is "x": it must be one of no-unique-key');
  });
});

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const LIMIT_MS = 180_000;

export interface FloorResult {
  perSecond: number;
  /** Of the floor's own process. */
  cpuMicrosPerRun: number;
}

/** Runs floor.js in a process of its own; what came in is at the target. */
export async function runFloor(
  databaseUrl: string,
  targetUrl: string,
  ...mode: readonly (string | number)[]
): Promise<FloorResult> {
  const program = fileURLToPath(new URL('floor.js', import.meta.url));
  const args = [program, databaseUrl, targetUrl, ...mode.map(String)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: LIMIT_MS });
  return JSON.parse(stdout) as FloorResult;
}

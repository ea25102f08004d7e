import { spawnSync } from 'node:child_process';

/** The interpreter, or null where there is none: the tests that need it say so and are skipped. */
export const python: string | null = ['python3', 'python'].find(isPython3) ?? null;

function isPython3(command: string): boolean {
  const { status, stdout } = spawnSync(command, ['-c', 'import sys; print(sys.version_info[0])'], { encoding: 'utf8' });
  return status === 0 && stdout.trim() === '3';
}

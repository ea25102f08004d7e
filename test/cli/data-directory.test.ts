import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataDirectory } from '@crony/shared/runtime/data-directory';

const built = pathToFileURL(join(import.meta.dirname, '../../shared/dist/runtime/data-directory.js')).href;
const HOLD = `
  const { openDataDirectory } = await import(${JSON.stringify(built)});
  try {
    const directory = openDataDirectory(process.argv[1]);
    console.log('held by ' + directory.nodeId());
    setInterval(() => {}, 60_000);
  } catch (error) {
    console.log(error.message);
  }`;

let directory: string;
const children: ChildProcess[] = [];
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'crony-lock-'))));
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(directory, { recursive: true });
});

/** A process that takes the directory, and the first line it has to say about that. */
async function startHolder(): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', HOLD, directory], { stdio: ['ignore', 'pipe', 'inherit'] }); // prettier-ignore
  children.push(child);
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, line: chunk.toString().trim() };
}

describe('a data directory between processes', () => {
  it('refuses the second process and names the first', async () => {
    const { child, line } = await startHolder();
    expect(line).toMatch(/^held by /);
    expect((await startHolder()).line).toContain(`belongs to process ${child.pid}, which is running`);
    expect(() => openDataDirectory(directory)).toThrow(`belongs to process ${child.pid}`);
  });

  it('is free at once after kill -9, again and again, and keeps the id', async () => {
    const lines = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      const { child, line } = await startHolder();
      lines.add(line);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const after = openDataDirectory(directory);
    lines.add(`held by ${after.nodeId()}`);
    after.release();
    expect([...lines]).toEqual([expect.stringMatching(/^held by /)]);
  });

  it('of many that start at once exactly one gets it', async () => {
    const lines = (await Promise.all(Array.from({ length: 5 }, startHolder))).map(({ line }) => line);
    expect(lines.filter((line) => line.startsWith('held by'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('which is running'))).toHaveLength(4);
  });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from './program.js';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'crony-usage-'))));
afterEach(() => rmSync(directory, { recursive: true }));

describe('crony', () => {
  it.each([
    [['help'], 'Usage: crony <command>'],
    [['--help'], 'Usage: crony <command>'],
    [['help', 'node'], '--node-weight'],
    [['admin', '--help'], '--assignment-policy'],
    [['standalone', '--port', 'x', '-h'], '--data-dir'],
    [['import', 'crontab', '--help'], '--system-crontab'],
    [['version'], 'crony 0.'],
    [['--version'], 'Node.js v'],
  ])('%j tells on standard output', async (args, part) => {
    const { code, stdout, stderr } = await runProgram(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(part);
  });

  it.each([
    [[], 'Usage: crony <command>'],
    [['stand-alone'], 'Did you mean "standalone"?'],
    [['help', 'nodez'], 'Did you mean "node"?'],
    [['standalone', '--prot', '1'], '--prot is not a flag of crony standalone; did you mean --port?'],
  ])('%j is refused with exit code 2', async (args, part) => {
    const { code, stdout, stderr } = await runProgram(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(part);
  });

  it('tells all bad settings at once, by name, value and rule, without the secrets', async () => {
    const env = { CRONY_PORT: 'http', CRONY_SECRET: 'hush', CRONY_LEASE_TTL: '6', CRONY_ETCD: '127.0.0.1:2379' };
    const { code, stderr } = await runProgram(['admin', '--hub-id', 'a/b'], env);
    expect(code).toBe(2);
    for (const part of [
      'CRONY_PORT=http must be a port from 0 to 65535',
      'CRONY_SECRET=(hidden, 4 characters) must be at least 16 characters',
      'CRONY_LEASE_TTL=6 is not a setting of crony; did you mean CRONY_LEASE_TTL_S?',
      'CRONY_ETCD=127.0.0.1:2379 must be http:// or https:// URLs',
      'CRONY_DATABASE_URL is not set, and crony admin needs it',
      '--hub-id=a/b must be 1 to 63 letters',
    ]) {
      expect(stderr).toContain(part);
    }
    expect(stderr).not.toContain('hush');
  });

  it('says in a sentence which address is taken, and by which setting to choose another', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const env = { CRONY_PORT: String(port), CRONY_DATA_DIR: directory, CRONY_LOG_LEVEL: 'silent' };
    const { code, stdout, stderr } = await runProgram(['standalone'], env);
    server.close();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      `crony standalone: 127.0.0.1:${port} is in use by another program: choose another address (CRONY_HOST, CRONY_PORT)\n`,
    );
  });

  it('says in a sentence that an assignment policy cannot be loaded', async () => {
    const env = { CRONY_DATA_DIR: directory, CRONY_ASSIGNMENT_POLICY: join(import.meta.dirname, '../tsconfig.json') };
    const { code, stderr } = await runProgram(['standalone'], env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^crony standalone: assignment policy ".*tsconfig.json": the module .* cannot be loaded/);
  });
});

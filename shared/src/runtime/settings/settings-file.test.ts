import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SettingsError, readSettings } from './read-settings.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'crony-settings-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(...lines: string[]): string {
  const path = join(folder, 'crony.env');
  writeFileSync(path, lines.join('\n'));
  return path;
}

function problemsOf(...lines: string[]): string[] {
  const path = fileOf(...lines);
  try {
    readSettings('standalone', { argv: ['--settings-file', path], env: {} });
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.message.split('\n').map((line) => line.replaceAll(path, 'FILE'));
  }
}

describe('a file of settings', () => {
  it('may have comments, empty lines, quotes, and = in a value', () => {
    const path = fileOf(
      '# ours',
      '',
      'CRONY_PORT=18089',
      'CRONY_NODE_LABELS="zone=a,gpu=1"',
      "CRONY_LOG_LEVEL='warn'\r",
    );
    const { settings, effective } = readSettings('standalone', { argv: [], env: { CRONY_SETTINGS_FILE: path } });
    expect(settings).toMatchObject({ port: 18_089, nodeLabels: { zone: 'a', gpu: '1' }, logLevel: 'warn' });
    expect(effective.find(({ variable }) => variable === 'CRONY_PORT')).toMatchObject({
      source: 'file',
      value: '18089',
    });
  });

  it('gives way to variables and flags, and says where', () => {
    const path = fileOf('CRONY_PORT=1', 'CRONY_HOST=10.0.0.1', 'CRONY_GRACE_MS=5', 'CRONY_NODE_HOST=127.0.0.1');
    const env = { CRONY_SETTINGS_FILE: path, CRONY_PORT: '2' };
    const read = readSettings('standalone', { argv: ['--host', '127.0.0.1'], env });
    expect(read.settings).toMatchObject({ port: 2, host: '127.0.0.1', graceMs: 5 });
    expect(read.overruled).toEqual(['CRONY_PORT', 'CRONY_HOST']);
    expect(read.unused).toEqual(['CRONY_NODE_HOST']);
  });

  it('is refused with each line that is wrong, and shows no secret', () => {
    const lines = ['CRONY_PORT=many', 'CRONY_PROT=1', 'PATH=/bin', 'CRONY_GRACE_MS=1', 'CRONY_GRACE_MS=2', 'nonsense'];
    expect(problemsOf(...lines, 'CRONY_SECRT=of-mine-alone-1234', 'CRONY_SETTINGS_FILE=/etc/hosts')).toEqual([
      'FILE:5 sets CRONY_GRACE_MS again, after line 4',
      'FILE:6 must be NAME=value, or a comment',
      'FILE:2: CRONY_PROT=1 is not a setting of crony; did you mean CRONY_PORT?',
      'FILE:3: PATH=/bin is not a setting of crony',
      'FILE:7: CRONY_SECRT=(hidden, 18 characters) is not a setting of crony; did you mean CRONY_SECRET?',
      'FILE:8: CRONY_SETTINGS_FILE cannot name another file',
      'FILE:1: CRONY_PORT=many must be a port from 0 to 65535, where 0 takes any free one',
    ]);
  });

  it('is bounded, and must be there', () => {
    expect(problemsOf('#'.repeat(300_000))[0]).toMatch(/cannot be read: .*more than 262144 bytes/);
    expect(() => readSettings('node', { argv: [], env: { CRONY_SETTINGS_FILE: '/no/such/file' } })).toThrow(
      'CRONY_SETTINGS_FILE=/no/such/file must be the path of a file that this process may read',
    );
  });
});

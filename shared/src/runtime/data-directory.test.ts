import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataDirectoryError, openDataDirectory } from './data-directory.js';
import { generateMemberName } from './member-name.js';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'crony-data-'))));
afterEach(() => rmSync(root, { recursive: true }));

const mode = (path: string): number => statSync(path).mode & 0o777;

describe('openDataDirectory', () => {
  it('creates the directory and its files for this user alone', () => {
    const directory = openDataDirectory(join(root, 'deep', 'data'));
    directory.secret();
    directory.nodeId();
    expect(mode(directory.path)).toBe(0o700);
    for (const name of readdirSync(directory.path).filter((name) => !name.endsWith('-journal'))) {
      expect(mode(directory.file(name)), name).toBe(0o600);
    }
    directory.release();
  });

  it('keeps id and secret over a restart', () => {
    const first = openDataDirectory(root);
    const [id, secret] = [first.nodeId(), first.secret()];
    expect(id).toMatch(/^[A-Za-z0-9][A-Za-z0-9.-]*-[0-9a-f]{8}$/);
    expect(secret.length).toBeGreaterThanOrEqual(43);
    first.release();
    const second = openDataDirectory(root);
    expect([second.nodeId(), second.secret()]).toEqual([id, secret]);
    second.release();
  });

  it('belongs to one process at a time, and names the holder', () => {
    const holder = openDataDirectory(root);
    expect(() => openDataDirectory(root)).toThrow(DataDirectoryError);
    expect(() => openDataDirectory(root)).toThrow(
      new RegExp(`${root} belongs to process ${process.pid}, .*CRONY_DATA_DIR`),
    );
    holder.release();
    holder.release();
    openDataDirectory(root).release();
  });

  it('a pid file left by a process that was killed locks nobody out', () => {
    writeFileSync(join(root, 'crony.pid'), `${process.pid}\n`);
    const directory = openDataDirectory(root);
    expect(readFileSync(directory.file('crony.pid'), 'utf8')).toBe(`${process.pid}\n`);
    directory.release();
  });

  it('says which file is broken rather than start under a new identity', () => {
    writeFileSync(join(root, 'node-id'), '');
    const directory = openDataDirectory(root);
    expect(() => directory.nodeId()).toThrow(/node-id is empty: restore it, or delete it/);
    directory.release();
  });

  it('names the directory that cannot be used, and why', () => {
    writeFileSync(join(root, 'file'), '');
    expect(() => openDataDirectory(join(root, 'file'))).toThrow(/file cannot be used \(CRONY_DATA_DIR\): .*EEXIST/);
    mkdirSync(join(root, 'odd', 'crony.lock'), { recursive: true });
    expect(() => openDataDirectory(join(root, 'odd'))).toThrow(/odd cannot be used/);
  });
});

describe('generateMemberName', () => {
  it.each([
    ['web-1.example.com', /^web-1\.example\.com-[0-9a-f]{8}$/],
    ['Köln büro', /^K-ln-b-ro-[0-9a-f]{8}$/],
    ['', /^crony-[0-9a-f]{8}$/],
    ['x'.repeat(200), /^x{48}-[0-9a-f]{8}$/],
  ])('from the machine %j', (machine, name) => expect(generateMemberName(machine)).toMatch(name));
});

/**
 * Two processes that compact the same journal lose each other's runs, so each file has one owner: named in `<path>.lock`.
 * A lock is only heeded while its owner provably lives, as a killed service must come up again by itself.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';

interface Owner {
  pid: number;
  host: string;
  /** Tells a process from a later one with the same id. Null where the system does not say. */
  startedAt: string | null;
}

const held = new Set<string>();

/** Throws when another living process, or another journal of this one, has the file open. */
export function lockJournal(path: string): () => void {
  const lockPath = `${path}.lock`;
  if (held.has(lockPath)) throw new Error(`the journal ${path} is open in this process already`);
  for (let tries = 0; !tryLock(lockPath); tries += 1) {
    const owner = readOwner(lockPath);
    if (tries > 1 || (owner !== null && lives(owner))) {
      throw new Error(`the journal ${path} is in use by process ${owner?.pid ?? '?'}: each process needs its own`);
    }
    rmSync(lockPath, { force: true });
  }
  held.add(lockPath);
  return () => {
    held.delete(lockPath);
    rmSync(lockPath, { force: true });
  };
}

function tryLock(lockPath: string): boolean {
  const owner: Owner = { pid: process.pid, host: hostname(), startedAt: startOf(process.pid) };
  try {
    writeFileSync(lockPath, JSON.stringify(owner), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readOwner(lockPath: string): Owner | null {
  try {
    return JSON.parse(readFileSync(lockPath, 'utf8')) as Owner;
  } catch {
    return null; // gone again, or torn by a crash
  }
}

/** In a container the host's name changes and the process id does not: neither proves that somebody else lives. */
function lives({ pid, host, startedAt }: Owner): boolean {
  if (host !== hostname() || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return startedAt === startOf(pid);
}

/** Field 22 of Linux's /proc/<pid>/stat; the name in field 2 may hold anything but ends with the last parenthesis. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

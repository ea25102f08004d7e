// Runs the program from a checkout: builds what is stale, then becomes the program.
//
// It is one process from npm down, with no shell and no second npm in between, so that a signal reaches the program
// and whoever waits for npm waits for the program's own end.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, writeFileSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lock = join(root, 'node_modules', '.cache', 'crony-build');
const holderFile = join(lock, 'pid');
const DASHBOARD = join(root, 'admin', 'web', 'build-dashboard.mjs');
/** Commands of `main`, and other entries, that open a hub. */
const SERVES_DASHBOARD = new Set(['standalone', 'admin', 'demo/main']);
const BUILD_LIMIT_MS = 5 * 60 * 1_000;
const POLL_MS = 100;

/** Several programs may start at once (two hubs, three nodes), and none may read what another is still writing. */
function takeBuildLock() {
  mkdirSync(dirname(lock), { recursive: true });
  for (let waitedMs = 0; waitedMs < BUILD_LIMIT_MS; waitedMs += POLL_MS) {
    try {
      mkdirSync(lock);
      writeFileSync(holderFile, `${process.pid}`);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (isAbandoned()) rmSync(lock, { recursive: true, force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
    }
  }
  throw new Error(`another build has taken longer than ${BUILD_LIMIT_MS} ms; if there is none, delete ${lock}`);
}

function isAbandoned() {
  try {
    const pid = Number(readFileSync(holderFile, 'utf8'));
    if (pid > 0) process.kill(pid, 0);
    // A directory without its file is a lock in the making, or one whose maker died at that very moment.
    return pid > 0 ? false : Date.now() - statSync(lock).mtimeMs > 10 * POLL_MS;
  } catch (error) {
    if (error.code === 'ESRCH') return true;
    if (error.code !== 'ENOENT') return false;
    try {
      return Date.now() - statSync(lock).mtimeMs > 10 * POLL_MS;
    } catch {
      return false; // given back in the meantime
    }
  }
}

/** A process of its own, so that nothing of the build stays in the program's memory. */
function run(...command) {
  return spawnSync(process.execPath, command, { cwd: root, stdio: ['ignore', 2, 2] }).status === 0;
}

const [entry, ...args] = process.argv.slice(2);
const program = join(root, 'cli', 'dist', `${entry}.js`);
takeBuildLock();
let isBuilt;
try {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  isBuilt =
    run(tsc, '-b', join(root, 'cli')) && (!SERVES_DASHBOARD.has(entry === 'main' ? args[0] : entry) || run(DASHBOARD));
} finally {
  rmSync(lock, { recursive: true, force: true });
}
if (!isBuilt) {
  console.error('the build failed, nothing was started');
  process.exit(1);
}
// The program reads its arguments as if it had been started by itself.
process.argv = [process.argv[0], program, ...args];
await import(pathToFileURL(program).href);

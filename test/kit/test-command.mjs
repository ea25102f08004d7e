// The one gate, `npm test`: servers, build, tests, types, lint. Arguments go to vitest (`npm test -- shared`).
//
// Whatever happens, the last line of standard output reads `N passed, N failed`, and the exit code agrees with it: a
// build that fails is a failure, and so is a test run that dies before it has counted.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants, setPriority, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const require = createRequire(import.meta.url);
const scratch = mkdtempSync(join(tmpdir(), 'crony-tests-'));
const summaryFile = join(scratch, 'summary.json');

/** The program that a package installs under this name. */
function programOf(name, packageName = name) {
  const manifest = require.resolve(`${packageName}/package.json`);
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  return join(dirname(manifest), typeof bin === 'string' ? bin : bin[name]);
}

const STEPS = [
  ['servers for the tests', [join(root, 'test/kit/install-servers.mjs')]],
  ['build', [programOf('tsc', 'typescript'), '-b']],
  ['dashboard', [join(root, 'admin/web/build-dashboard.mjs')]],
];
/** Beside the tests, which wait a third of their time for servers and clocks: in what they leave of the cores. */
const CHECKS = [
  ['types of the tests', [programOf('tsc', 'typescript'), '-p', 'tsconfig.all.json']],
  ['types of the dashboard', [programOf('tsc', 'typescript'), '-p', 'admin/web']],
  ['lint', [programOf('eslint'), '--cache', '.']],
  ['format', [programOf('prettier'), '--check', '--log-level', 'warn', '.']],
];
const TESTS = ['tests', [programOf('vitest'), 'run', ...process.argv.slice(2)]];

/** @returns the first step that failed, or null */
async function inOrder(steps, { politely = false } = {}) {
  for (const [name, command] of steps) {
    const child = spawn(process.execPath, command, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, TEST_SUMMARY_FILE: summaryFile },
    });
    const closed = once(child, 'close');
    if (politely) yieldToOthers(child.pid);
    const [status] = await closed;
    if (status === 0) continue;
    console.error(`\nfailed: ${name}`);
    return name;
  }
  return null;
}

function yieldToOthers(pid) {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It has ended already, or the system does not let us.
  }
}

const broken =
  (await inOrder(STEPS)) ??
  (await Promise.all([inOrder([TESTS]), inOrder(CHECKS, { politely: true })])).find(Boolean) ??
  null;

const counted = readSummary() ?? { passed: 0, failed: 0, skipped: 0 };
if (broken !== null && counted.failed === 0) counted.failed = 1;
rmSync(scratch, { recursive: true });
process.exitCode = counted.failed === 0 && broken === null ? 0 : 1;
const skipped = counted.skipped > 0 ? `, ${counted.skipped} skipped` : '';
console.log(`\n${counted.passed} passed, ${counted.failed} failed${skipped}`);

function readSummary() {
  try {
    return JSON.parse(readFileSync(summaryFile, 'utf8'));
  } catch {
    return null; // the run ended before its tests did
  }
}

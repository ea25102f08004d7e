// Builds the dashboard where its sources are newer than what was built of them, and leaves compressed forms beside the
// files, so that the hub compresses nothing while it serves.
import { readdirSync, readFileSync, statSync, writeFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const dist = join(here, 'dist');
const stamp = join(dist, '.built');
/** What the dashboard is made of, its own sources and what it imports of other rooms. */
const SOURCES = ['src', 'public', 'index.html', 'vite.config.ts', 'package.json'].map((name) => join(here, name));
const SHARED = [join(root, 'sdk', 'src', 'client'), join(root, 'package-lock.json')];
const COMPRESSIBLE = /\.(js|css|svg|html)$/;
/** Smaller files gain nothing by it. */
const LEAST_BYTES = 512;

export function isStale() {
  if (!existsSync(stamp)) return true;
  const builtAt = statSync(stamp).mtimeMs;
  return [...SOURCES, ...SHARED].some((path) => newestIn(path) > builtAt);
}

export async function buildDashboard() {
  const { build } = await import('vite');
  await build({ root: here, logLevel: 'warn' });
  for (const file of filesIn(dist)) {
    const body = readFileSync(file);
    if (!COMPRESSIBLE.test(file) || file.endsWith('index.html') || body.length < LEAST_BYTES) continue;
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: body.length, [constants.BROTLI_PARAM_QUALITY]: 9 };
    writeFileSync(`${file}.br`, brotliCompressSync(body, { params }));
    writeFileSync(`${file}.gz`, gzipSync(body, { level: 9 }));
  }
  writeFileSync(stamp, '');
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function newestIn(path) {
  const facts = statSync(path);
  if (!facts.isDirectory()) return facts.mtimeMs;
  return Math.max(facts.mtimeMs, ...filesIn(path).map((file) => statSync(file).mtimeMs));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const force = process.argv.includes('--force');
  if (force || isStale()) await buildDashboard();
}

/** BullMQ and pg-boss, installed on demand into the temporary folder, and never a dependency of Crony. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const LIMIT_MS = 300_000;
/** The newest that run on Node 20. */
const VERSIONS = { bullmq: '6.7.0', 'pg-boss': '10.4.2' } as const;
/** Which BullMQ leaves to be installed beside it. */
const REDIS_CLIENT = { ioredis: '5.11.1' } as const;
export const PEERS = Object.entries(VERSIONS).map(([name, version]) => `${name} ${version}`);
// Of this file as built and as source alike.
const KIT = fileURLToPath(new URL('../../kit/', import.meta.url.replace('/test/dist/', '/test/')));

/** Answers the folder whose node_modules holds them; installs the servers that they need, too. */
export async function installPeers(): Promise<string> {
  const run = promisify(execFile);
  await run(process.execPath, [join(KIT, 'install-servers.mjs'), 'peers'], { timeout: LIMIT_MS });
  const folder = join(tmpdir(), `crony-bench-peers-${Object.values(VERSIONS).join('-')}`);
  if (Object.keys({ ...VERSIONS, ...REDIS_CLIENT }).every((name) => existsSync(join(folder, 'node_modules', name, 'package.json')))) return folder; // prettier-ignore
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies: { ...VERSIONS, ...REDIS_CLIENT } }),
  );
  await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder, timeout: LIMIT_MS });
  return folder;
}

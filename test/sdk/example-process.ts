/** A service in a process of its own, running the SDK from its sources. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '../kit/free-port.js';
import { waitUntil } from '../kit/wait-until.js';
import { SECRET } from './signed-request.js';

const LOADER = fileURLToPath(new URL('../kit/typescript-loader.mjs', import.meta.url));

export interface ServiceProcess {
  url: string;
  kill(signal: NodeJS.Signals): Promise<void>;
}

export async function startService(
  command: string,
  file: string,
  env: Record<string, string> = {},
): Promise<ServiceProcess> {
  const port = Number(env.PORT ?? (await freePort()));
  const args = command === 'node' ? ['--conditions=crony-source', '--import', LOADER, file] : [file];
  const child = spawn(command === 'node' ? process.execPath : command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PORT: String(port), CRONY_SIGNING_SECRET: SECRET, ...env },
  });
  let errors = '';
  child.stderr.on('data', (text) => (errors += String(text)));
  const url = `http://127.0.0.1:${port}`;
  await waitUntil(`${file} listens`, 15_000, async () => {
    if (child.exitCode !== null) return true;
    return (await fetch(url, { method: 'POST' })).status > 0;
  });
  if (child.exitCode !== null) throw new Error(`${file} ended with ${child.exitCode}: ${errors}`);
  return { url, kill: (signal) => kill(child, signal) };
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

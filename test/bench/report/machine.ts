import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';

export interface Machine {
  cores: number;
  processor: string;
  memoryGb: number;
  kernel: string;
  system: string;
  node: string;
  etcd: string;
  mariadb: string;
  commit: string;
}

/** What the figures depend on. */
export function machine(): Machine {
  const release_ = readFileSync('/etc/os-release', 'utf8');
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    system: /^PRETTY_NAME="(.*)"$/m.exec(release_)?.[1] ?? 'unknown',
    node: process.version,
    etcd: firstLine('etcd', ['--version']).replace('etcd Version: ', ''),
    mariadb: /\d+\.\d+\.\d+-MariaDB/.exec(firstLine('mariadbd', ['--version']))?.[0] ?? 'unknown',
    commit: firstLine('git', ['rev-parse', '--short', 'HEAD']),
  };
}

function firstLine(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n')[0]!;
  } catch {
    return 'unknown';
  }
}

// Makes sure that the servers and the browser which the tests start are there, or those that the benchmark compares
// with (`install-servers.mjs peers`). Where one is missing, its Debian package is installed, if this user may; else the
// run fails and names what to install. Nothing is ever skipped for want of a server.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const PACKAGES = {
  tests: {
    etcd: 'etcd-server',
    mariadbd: 'mariadb-server',
    'mariadb-install-db': 'mariadb-server',
    chromium: 'chromium',
    prometheus: 'prometheus',
    promtool: 'prometheus',
    nginx: 'nginx-light',
  },
  // `pg_ctlcluster` is Debian's; the server itself lies in a folder of its version.
  peers: { 'redis-server': 'redis-server', pg_ctlcluster: 'postgresql' },
};
const PURPOSE = process.argv[2] ?? 'tests';
const PACKAGE_OF = PACKAGES[PURPOSE];
/** Debian keeps servers where the PATH of ordinary users does not look. */
const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'].filter(Boolean);
/** Tells Debian's packages not to start what they install: the tests start their own, elsewhere. */
const START_POLICY = '/usr/sbin/policy-rc.d';

const missing = findMissing();
if (missing.length > 0) {
  try {
    install([...new Set(missing.map((program) => PACKAGE_OF[program]))]);
    const still = findMissing();
    if (still.length > 0) throw new Error(`installed, but ${still.join(', ')} is still nowhere to be found`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

function findMissing() {
  return Object.keys(PACKAGE_OF).filter((program) => !FOLDERS.some((folder) => isExecutable(join(folder, program))));
}

function install(packages) {
  const wanted = `the ${PURPOSE} need ${missing.join(', ')} (Debian: apt-get install ${packages.join(' ')})`;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (run(['apt-get', '--version'], 'ignore') !== 0)
    throw new Error(`${wanted}, and there is no apt here to install them`);
  if (asRoot.length > 0 && run([...asRoot, 'true'], 'ignore') !== 0) {
    throw new Error(`${wanted}, and this user may not install them`);
  }
  console.error(`installing ${packages.join(', ')}`);
  const apt = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', '-o', 'Dpkg::Use-Pty=0'];
  const guarded = !existsSync(START_POLICY) && guard(asRoot);
  try {
    run([...apt, 'update']); // an outdated list of one source must not stop us: the install will tell
    if (run([...apt, 'install', '-y', '--no-install-recommends', ...packages]) !== 0) {
      throw new Error(`${wanted}, and installing them failed`);
    }
  } finally {
    if (guarded) run([...asRoot, 'rm', '-f', START_POLICY]);
  }
}

function guard(asRoot) {
  const script = '#!/bin/sh\nexit 101\n';
  if (asRoot.length === 0) writeFileSync(START_POLICY, script, { mode: 0o755 });
  else {
    const draft = `${START_POLICY.replaceAll('/', '_')}.${process.pid}`;
    const path = join(process.env.TMPDIR ?? '/tmp', draft);
    writeFileSync(path, script);
    run([...asRoot, 'install', '-m', '755', path, START_POLICY]);
    rmSync(path);
  }
  return true;
}

/** What apt says goes to standard error: standard output ends with the count of the tests. */
function run([program, ...args], output = 2) {
  return spawnSync(program, args, { stdio: ['ignore', output, output] }).status;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

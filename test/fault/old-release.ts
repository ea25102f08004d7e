/** An earlier commit of this repository, built beside this checkout, for tests of what old and new make of each other. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url.replace('/test/dist/', '/test/')));
const WORKSPACES = ['shared', 'drizzle', 'node', 'admin', 'cli', 'sdk'];

export interface OldRelease {
  commit: string;
  /** When it was committed, and its first line. */
  about: string;
  /** How many commits this checkout is ahead of it. */
  behind: number;
  program: string;
  remove(): void;
}

/** Null: the last release, by tag; without one, the commit before this. */
export function buildOldRelease(wanted: string | null, tell: (line: string) => void): OldRelease {
  const ref = wanted ?? lastTag() ?? 'HEAD~1';
  const commit = commitOf(ref);
  const folder = join(mkdtempSync(join(tmpdir(), 'crony-old-')), 'tree');
  const remove = (): void => {
    spawnSync('git', ['worktree', 'remove', '--force', folder], { cwd: ROOT });
    rmSync(join(folder, '..'), { recursive: true, force: true });
  };
  try {
    git('worktree', 'add', '--quiet', '--detach', folder, commit);
    const about = git('show', '--no-patch', '--format=%cs %s', commit);
    tell(`building ${ref}: ${commit.slice(0, 10)}, ${about}`);
    provideModules(folder, tell);
    const tsc = join(folder, 'node_modules', 'typescript', 'bin', 'tsc');
    execFileSync(process.execPath, [tsc, '-b', 'cli'], { cwd: folder, stdio: ['ignore', 2, 2] });
    const behind = Number(git('rev-list', '--count', `${commit}..HEAD`));
    return { commit, about, behind, program: join(folder, 'cli', 'dist', 'main.js'), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

function lastTag(): string | null {
  const { status, stdout } = spawnSync('git', ['describe', '--tags', '--abbrev=0', 'HEAD~1'], { cwd: ROOT });
  return status === 0 ? stdout.toString().trim() : null;
}

function commitOf(ref: string): string {
  try {
    return git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`);
  } catch (error) {
    const why = existsSync(join(ROOT, '.git'))
      ? `this checkout knows no commit ${ref}: fetch its history first (git fetch --unshallow), or name another`
      : 'this is no checkout of git: there is no earlier commit to build';
    throw new Error(`--from: ${why}`, { cause: error });
  }
}

/** The very modules of this checkout where the locks agree, but for the workspaces, which are the old ones. */
function provideModules(folder: string, tell: (line: string) => void): void {
  const lock = (root: string): string => readFileSync(join(root, 'package-lock.json'), 'utf8');
  if (lock(ROOT) !== lock(folder)) {
    tell('its dependencies are others: npm ci');
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: folder,
      stdio: ['ignore', 2, 2],
    });
    return;
  }
  const [from, to] = [ROOT, folder].map((root) => join(root, 'node_modules')) as [string, string];
  mkdirSync(join(to, '@crony'), { recursive: true });
  for (const name of readdirSync(from)) {
    if (name !== '@crony' && name !== '.cache') symlinkSync(join(from, name), join(to, name));
  }
  for (const workspace of WORKSPACES) {
    symlinkSync(join(folder, workspace), join(to, packageName(join(folder, workspace))));
    const own = join(ROOT, workspace, 'node_modules');
    if (existsSync(own)) symlinkSync(own, join(folder, workspace, 'node_modules'));
  }
}

/** Not always that of its folder. */
function packageName(folder: string): string {
  const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string };
  return name;
}

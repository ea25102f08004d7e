/** What is published: its files, its entry points, and what each of them pulls in. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

const SDK = fileURLToPath(new URL('../../sdk', import.meta.url));
const TSC = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

interface Manifest {
  name: string;
  exports: Record<string, { 'crony-source': string; types: string; default: string } | string>;
  dependencies: Record<string, string>;
}

const manifest = JSON.parse(readFileSync(join(SDK, 'package.json'), 'utf8')) as Manifest;
const entries = Object.entries(manifest.exports).flatMap(([name, target]) =>
  typeof target === 'string' ? [] : [{ name, ...target }],
);

beforeAll(() => {
  execFileSync(process.execPath, [TSC, '-b', SDK]);
});

it('the package holds what was built, the proto, README and licence, and nothing else', () => {
  const { status, stdout, stderr } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: SDK,
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  const packed: unknown = JSON.parse(stdout);
  const [{ files }] = (Array.isArray(packed) ? packed : Object.values(packed as object)) as [
    { files: { path: string }[] },
  ];
  const paths = files.map(({ path }) => path);
  const unexpected = paths.filter(
    (path) => !/^(dist\/.+\.(js|d\.ts)|proto\/.+\.proto|README\.md|LICENSE|package\.json)$/.test(path),
  );
  expect(unexpected).toEqual([]);
  expect(paths).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts']));
  for (const { types, default: js } of entries) {
    expect(paths).toContain(js.slice(2));
    expect(paths).toContain(types.slice(2));
  }
});

it('it depends on nothing private, and only the client on anything', () => {
  expect(Object.keys(manifest.dependencies)).toEqual(['openapi-fetch']);
  for (const { name, default: js } of entries) {
    const outside = [...importsOf(join(SDK, js))].filter((one) => !one.startsWith('node:'));
    expect(outside, name).toEqual(name === './client' ? ['openapi-fetch'] : []);
  }
});

it.each(['.', './fetch', './client', './grpc'])('%s needs neither modules nor globals of Node', (name) => {
  const { default: js } = entries.find((entry) => entry.name === name)!;
  const files = new Set<string>();
  expect([...importsOf(join(SDK, js), files)].filter((one) => one.startsWith('node:'))).toEqual([]);
  for (const file of files) {
    expect(readFileSync(file, 'utf8'), file).not.toMatch(/\b(Buffer|process|global)\.\w|\b(setImmediate|require)\(/);
  }
});

describe('a TypeScript program', { timeout: 90_000 }, () => {
  it.each([
    ['with Node', ['node'], ['./node', './express', './fastify', './journal', './grpc', './client', '.', './fetch']],
    ['of the web', [], ['.', './fetch', './client', './grpc']],
  ])('%s compiles against the built types', (_what, types, names) => {
    const directory = mkdtempSync(join(tmpdir(), 'crony-types-'));
    try {
      const lines = names.map(
        (name, n) => `import * as m${n} from '${join(SDK, entryOf(name).types.replace('.d.ts', '.js'))}';`,
      );
      writeFileSync(
        join(directory, 'main.ts'),
        `${lines.join('\n')}\nexport { ${names.map((_, n) => `m${n}`).join(', ')} };`,
      );
      const options = {
        compilerOptions: {
          ...{
            module: 'nodenext',
            target: 'es2022',
            lib: ['es2023', 'dom', 'dom.iterable'],
            strict: true,
            noEmit: true,
          },
          ...{ types, typeRoots: [join(SDK, '../node_modules/@types')], skipLibCheck: false },
        },
        files: ['main.ts'],
      };
      writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
      writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(options));
      const { status, stdout } = spawnSync(process.execPath, [TSC, '-p', directory], { encoding: 'utf8' });
      // Only what is in this package's own declarations.
      const own = stdout.split('\n').filter((line) => /sdk\/dist|main\.ts/.test(line));
      expect(own, stdout).toEqual([]);
      expect([0, 1, 2]).toContain(status);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

it('every entry point has its source', () => {
  for (const entry of entries) expect(existsSync(join(SDK, entry['crony-source'])), entry.name).toBe(true);
});

function entryOf(name: string) {
  return entries.find((entry) => entry.name === name)!;
}

/** Packages and modules of Node that a built file loads, itself or by way of others. */
function importsOf(file: string, seen = new Set<string>(), found = new Set<string>()): Set<string> {
  if (seen.has(file)) return found;
  seen.add(file);
  for (const [, specifier] of readFileSync(file, 'utf8').matchAll(/(?:from|import\(?)\s*'([^']+)'/g)) {
    if (specifier!.startsWith('.')) importsOf(join(dirname(file), specifier!), seen, found);
    else found.add(specifier!);
  }
  return found;
}

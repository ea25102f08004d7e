// The rules that keep the structure honest: imports run one way, domain does no I/O, and only the clock tells time.
import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const clockOnly =
  'Only shared/src/runtime/clock.ts (of the SDK: sdk/src/clock.ts) tells time: take a Clock, so that tests and the simulation can drive it.';
const timers = ['setTimeout', 'setInterval', 'setImmediate', 'performance'];
const clockRules = {
  'no-restricted-globals': ['error', ...timers.map((name) => ({ name, message: clockOnly }))],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: clockOnly },
    { object: 'process', property: 'hrtime', message: clockOnly },
  ],
  'no-restricted-syntax': [
    'error',
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: clockOnly },
    { selector: "CallExpression[callee.name='Date']", message: clockOnly },
    {
      selector: "CallExpression[callee.object.name='AbortSignal'][callee.property.name='timeout']",
      message: clockOnly,
    },
  ],
};
const timerModules = ['node:timers', 'node:timers/promises', 'timers', 'timers/promises', 'node:perf_hooks'];

/** Forbids importing the named packages (and the timer modules, which go around the clock) from a folder. */
const mayNotImport = (files, patterns) => ({
  files,
  rules: {
    'no-restricted-imports': ['error', { paths: timerModules.map((name) => ({ name, message: clockOnly })), patterns }],
  },
});
const internal = (group, message) => ({ group, message });

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'drizzle/migrations/**', 'sdk/src/client/api-types.ts'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    ignores: ['admin/web/**'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.all.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // Implementations of asynchronous interfaces are async even where one body has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['admin/web/**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked, reactHooks.configs.flat.recommended],
    languageOptions: { parserOptions: { project: './admin/web/tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // The router throws what its `redirect` makes.
      '@typescript-eslint/only-throw-error': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        Buffer: 'readonly',
        fetch: 'readonly',
        AbortSignal: 'readonly',
      },
    },
  },
  { files: ['{shared,node,admin,cli,drizzle,sdk}/src/**/*.ts'], rules: clockRules },
  {
    files: ['{shared/src/runtime,sdk/src}/clock.ts', '**/*.test.ts'],
    rules: Object.fromEntries(Object.keys(clockRules).map((k) => [k, 'off'])),
  },
  mayNotImport(['drizzle/src/**/*.ts'], [internal(['@crony/*'], 'Tables know nothing of the code that uses them.')]),
  mayNotImport(
    ['shared/src/**/*.ts'],
    [internal(['@crony/node/**', '@crony/admin/**', '@crony/cli/**'], 'shared is below node, admin and cli.')],
  ),
  mayNotImport(
    ['shared/src/domain/**/*.ts'],
    [
      internal(
        [
          '@crony/*',
          'node:fs*',
          'node:net',
          'node:http*',
          'node:child_process',
          'undici',
          'mysql2*',
          'libsql',
          'etcd3',
          'hono*',
        ],
        'domain does no I/O.',
      ),
      internal(
        ['../wire/**', '../store/**', '../coordination/**', '../runtime/**'],
        'domain is below the other rooms of shared.',
      ),
    ],
  ),
  mayNotImport(
    ['node/src/**/*.ts'],
    [internal(['@crony/admin/**', '@crony/cli/**'], 'node and admin meet only in cli.')],
  ),
  mayNotImport(
    ['admin/src/**/*.ts'],
    [internal(['@crony/node/**', '@crony/cli/**'], 'node and admin meet only in cli.')],
  ),
  mayNotImport(
    ['admin/web/src/**/*.{ts,tsx}'],
    [internal(['@crony/!(sdk)/**', '@crony/!(sdk)'], 'The dashboard knows of the hub what its public API says.')],
  ),
  mayNotImport(
    ['sdk/src/**/*.ts'],
    [
      internal(['@crony/*'], 'The SDK is published alone.'),
      internal(['node:*'], 'The SDK runs where there is no Node, but for the entry points that say so.'),
    ],
  ),
  mayNotImport(
    ['sdk/src/{node,express,fastify,grpc,journal}.ts', 'sdk/src/{http,journal}/**/*.ts'],
    [internal(['@crony/*'], 'The SDK is published alone.')],
  ),
  // The clock itself, and tests, which may wait for real processes.
  { files: ['shared/src/runtime/clock.ts', '**/*.test.ts', 'test/**/*.ts'], rules: { 'no-restricted-imports': 'off' } },
);

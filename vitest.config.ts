import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['crony-source'] },
  ssr: { resolve: { conditions: ['crony-source'] } },
  test: {
    include: ['{shared,drizzle,node,admin,admin/web,cli,sdk}/src/**/*.test.ts', 'test/**/*.test.ts'],
    // Two cores run the whole suite, and many files start servers of their own.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/kit/summary-reporter.ts'],
  },
});

import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/kit/longest-first.js';

export default defineConfig({
  resolve: { conditions: ['crony-source'] },
  ssr: { resolve: { conditions: ['crony-source'] } },
  test: {
    include: ['{shared,drizzle,node,admin,admin/web,cli,sdk}/src/**/*.test.ts', 'test/**/*.test.ts'],
    // Two cores run the whole suite, and many files start servers of their own, whose deadlines are real.
    maxWorkers: 2,
    // Files share what they import, and nothing else: none keeps anything in a module beyond its end.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/kit/summary-reporter.ts'],
  },
});

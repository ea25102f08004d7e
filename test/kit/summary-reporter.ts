import type { Reporter, TestModule } from 'vitest/node';

/** Ends a test run with the one plain line that any continuous integration can read: `N passed, N failed`. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    let brokenFiles = 0;
    for (const module of modules) {
      let failedHere = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state] += 1;
        if (state === 'failed') failedHere += 1;
      }
      // A file whose import or hook failed has no failed test of its own to show for it.
      if (!module.ok() && failedHere === 0) brokenFiles += 1;
    }
    const failed = counts.failed + counts.pending + brokenFiles + unhandledErrors.length;
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
    process.stdout.write(`\n${counts.passed} passed, ${failed} failed${skipped}\n`);
  }
}

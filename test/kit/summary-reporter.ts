import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Counts what any continuous integration wants to know. Under `npm test` (test-command.mjs) the counts go to a file,
 * because that command also knows of a run that dies later; else they end the run as one plain line.
 */
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
    const { passed, skipped } = counts;
    const failed = counts.failed + counts.pending + brokenFiles + unhandledErrors.length;
    const file = process.env['TEST_SUMMARY_FILE'];
    if (file !== undefined) writeFileSync(file, JSON.stringify({ passed, failed, skipped }));
    else process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  }
}

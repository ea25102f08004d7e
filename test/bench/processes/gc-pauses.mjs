// Loaded into a node by `--import`: writes each pause of the garbage collector to the file named in GC_PAUSES_FILE,
// as lines of `<wall ms> <pause ms> <kind>`.
import { appendFileSync } from 'node:fs';
import { PerformanceObserver, performance } from 'node:perf_hooks';

const file = process.env.GC_PAUSES_FILE;
const observer = new PerformanceObserver((list) => {
  const lines = list.getEntries().map(({ startTime, duration, detail }) => {
    return `${Math.round(performance.timeOrigin + startTime)} ${duration.toFixed(3)} ${detail.kind}\n`;
  });
  appendFileSync(file, lines.join(''));
});
observer.observe({ entryTypes: ['gc'] });

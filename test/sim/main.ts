/**
 * `npm run sim -- --seeds N`: so many stories, a worker for each core. `-- --seed S`: one of them at length.
 * `-- --plant NAME`: with a bug planted, which the checker must find.
 */
import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { readSimOptions, type SimOptions } from './options.js';
import { Report, type SeedSummary } from './report.js';
import { tellStory } from './tell-story.js';

const SHOWN_FINDINGS = 5;
/** A hundred times what a story takes: one that gives no way to others is a finding as well. */
const LONGEST_STORY_MS = 15_000;

async function run(options: SimOptions): Promise<Report> {
  const report = new Report();
  let next = options.first;
  const end = options.first + options.seeds;
  const worker = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = fork(fileURLToPath(new URL('./worker.js', import.meta.url)), {
        execArgv: ['--max-semi-space-size=64'], // most of what a story makes is gone before it ends
      });
      // A worker that is caught in an endless story would not notice that its parent has gone.
      process.once('exit', () => child.kill('SIGKILL'));
      let watch: NodeJS.Timeout | undefined;
      const order = (): void => {
        clearTimeout(watch);
        if (next >= end || report.failed.length >= options.mostFailed) return child.disconnect();
        const seed = next++;
        child.send({ seed, plant: options.plant });
        watch = setTimeout(() => {
          child.kill('SIGKILL');
          reject(new Error(`story ${seed} has not ended after ${LONGEST_STORY_MS} ms`));
        }, LONGEST_STORY_MS);
      };
      child.on('message', (summary: SeedSummary) => {
        report.add(summary);
        order();
      });
      child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
      order();
    });
  await Promise.all(Array.from({ length: Math.min(options.workers, options.seeds) }, worker));
  return report;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
const options = readSimOptions(process.argv.slice(2), cpus().length);
if (options.only !== null) {
  process.exitCode = (await tellStory(options.only, options.plant)) ? 0 : 1;
} else {
  const report = await run(options);
  console.log(report.text());
  for (const { seed, findings } of report.failed.sort((a, b) => a.seed - b.seed)) {
    const plant = options.plant === null ? '' : ` --plant ${options.plant}`;
    console.log(`\nstory ${seed}: ${findings.length} findings; again with: npm run sim -- --seed ${seed}${plant}`);
    for (const { kind, jobId, plannedAt, message } of findings.slice(0, SHOWN_FINDINGS)) {
      console.log(`  ${kind}: job ${jobId}, planned ${plannedAt}: ${message}`);
    }
  }
  const rare = report.rare();
  for (const line of rare) console.log(`too rare to prove anything: ${line}`);
  process.exitCode = report.failed.length === 0 && rare.length === 0 ? 0 : 1;
}

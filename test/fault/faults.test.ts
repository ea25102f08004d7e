/**
 * The fault suite on real processes, for a minute, and the promises that have figures at a fraction of their length. What
 * was lost, doubled or sent again is judged as in the long run; how late things were is not, on a machine that is shared.
 */
import { describe, it } from 'vitest';
import { faultReport } from './fault-report.js';
import { runFaults } from './fault-run.js';
import { SCENARIOS } from './scenarios.js';

const HARMLESS = ['late'];
const KINDS = [
  'kill a node, back within the TTL',
  'kill a node',
  'kill a hub',
  'stop a node for a while',
  'cut a node from both',
  'restart etcd',
  'compact etcd',
  'restart the database',
  'database down and the owner dies',
];

// Beside each other: both wait most of the time, each for clusters of its own.
describe.concurrent('faults on real processes', { timeout: 240_000 }, () => {
  it('lose nothing, and repeat nothing that the table does not allow', async ({ expect }) => {
    const told: string[] = [];
    const result = await runFaults({
      durationMs: 40_000,
      seed: 11,
      runsPerSecond: 60,
      ttlS: 3,
      only: KINDS,
      punctualWithinMs: 5_000,
      tell: (line) => void told.push(line),
    });
    const findings = result.verdict.findings.filter(({ kind }) => !HARMLESS.includes(kind));
    expect(findings, `${told.join('\n')}\n${faultReport(result)}`).toEqual([]);
    expect(result.counts.size).toBeGreaterThanOrEqual(4);
    // Every job was assigned at least once, or nobody has looked.
    const assigned = new Set(result.story.assignments.flatMap(({ puts }) => puts.map(({ jobId }) => jobId)));
    expect(result.story.jobs.filter(({ jobId }) => !assigned.has(jobId))).toEqual([]);
    expect(result.verdict.tally.planned).toBeGreaterThan(2_000);
  });
});

describe.concurrent('a database that is away for a quarter of a minute', { timeout: 240_000 }, () => {
  it('delays no run, and hears of every one afterwards', async ({ expect }) => {
    const { lines } = await SCENARIOS['database-away']!({ tell: () => {}, scale: 0.125 });
    const text = lines.join('\n');
    expect(text).toMatch(/^arrived while the database was away: (\d+) of \1$/m);
    expect(text).toContain('without their true start in the table: 0');
    expect(text).not.toMatch(/^ {2}(lost|doubled|stuck|unexplained_repeat|phantom|wrong_verdict)/m);
  });
});

/**
 * `npm run bench -- --profile [--rate 4000]`: where the time of the node, the hub and the database goes while so many
 * runs a second fire. Functions by the samples of V8's profiler, statements by the database's own count.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { waitUntil } from '../kit/wait-until.js';
import { fileURLToPath } from 'node:url';
import { BenchCluster, MARIADB, sleep } from './processes/bench-cluster.js';

const SETTLE_MS = 5_000;
const MEASURE_MS = 20_000;
const MOST_LINES = 35;
const MOST_STATEMENTS = 14;
const STATEMENTS = ['--performance-schema=ON', '--performance-schema-consumer-events-statements-history=OFF'];

// Of this file as built and as source alike.
const PRELOADED = fileURLToPath(
  new URL('./processes/cpu-profile.mjs', import.meta.url.replace('/test/dist/', '/test/')),
);

interface Statement {
  micros: string;
  times: number;
  affected: number;
  examined: number;
  text: string;
}

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

export async function profile(rate: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'crony-profile-'));
  const bench = await BenchCluster.start({ weights: [], mariadbArgs: [...STATEMENTS, ...MARIADB] });
  const { cluster } = bench;
  try {
    const file = join(folder, 'node.cpuprofile');
    const node = await cluster.addNode('node-1', 1, { NODE_OPTIONS: `--import ${PRELOADED}`, CPU_PROFILE_FILE: file });
    await bench.createJobs(rate, (i) => ({ schedule: { everyMs: 1_000, phaseMs: (i * 7_919) % 1_000 } }));
    await sleep(SETTLE_MS);
    const database = await createConnection(cluster.databaseUrl);
    for (const table of ['events_statements_summary_by_digest', 'prepared_statements_instances'])
      await database.query(`TRUNCATE performance_schema.${table}`);
    node.kill('SIGUSR2');
    const { called, lateness, cpuMicrosPerRun } = await bench.measure(MEASURE_MS);
    console.log(`${called} runs; late p50 ${lateness.p50Ms}, p99 ${lateness.p99Ms} ms; CPU µs a run`, cpuMicrosPerRun);
    node.kill('SIGUSR2');
    const [statements] = await database.query<(Statement & RowDataPacket)[]>(
      `SELECT * FROM (
         SELECT SUM_TIMER_WAIT / 1e6 AS micros, COUNT_STAR AS times, SUM_ROWS_AFFECTED AS affected, SUM_ROWS_EXAMINED AS examined, DIGEST_TEXT AS text
         FROM performance_schema.events_statements_summary_by_digest
         UNION ALL
         SELECT SUM(SUM_TIMER_EXECUTE) / 1e6, SUM(COUNT_EXECUTE), SUM(SUM_ROWS_AFFECTED), SUM(SUM_ROWS_EXAMINED), SQL_TEXT
         FROM performance_schema.prepared_statements_instances GROUP BY SQL_TEXT) s
       ORDER BY micros DESC LIMIT ?`,
      [MOST_STATEMENTS],
    );
    await database.end();
    console.log('\nstatements: µs a run, times, rows affected, rows examined');
    for (const { micros, times, affected, examined, text } of statements) {
      const cells = [(Number(micros) / called).toFixed(1), times, affected, examined].map((cell) =>
        String(cell).padStart(9),
      );
      console.log(cells.join(''), text.replaceAll(/\s+/g, ' ').slice(0, 170));
    }
    await waitUntil('the profile is written', 10_000, () => existsSync(file));
    await sleep(1_000);
    if (process.env['KEEP_PROFILE']) writeFileSync(process.env['KEEP_PROFILE'], readFileSync(file));
    tellFunctions(JSON.parse(readFileSync(file, 'utf8')) as CpuProfile);
  } finally {
    await bench.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** By self time. */
function tellFunctions({ nodes, samples, timeDeltas }: CpuProfile): void {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const functions = new Map<string, number>();
  const places = new Map<string, number>();
  let busy = 0;
  const add = (map: Map<string, number>, key: string, micros: number): void => void map.set(key, (map.get(key) ?? 0) + micros); // prettier-ignore
  for (const [i, id] of samples.entries()) {
    const { functionName, url, lineNumber } = byId.get(id)!;
    if (functionName === '(idle)') continue;
    const micros = timeDeltas[i]!;
    busy += micros;
    const file = url.replace(/^.*\/(?=node_modules\/|(?:node|shared|admin|cli)\/dist\/)/, '');
    add(functions, `${functionName || '(anonymous)'} ${file}:${lineNumber + 1}`, micros);
    add(places, /^(?:node_modules\/(?:@[^/]+\/)?[^/]+|\w+\/dist\/[^/]+|node:[^/]+)/.exec(file)?.[0] ?? functionName, micros); // prettier-ignore
  }
  console.log(`\nnode: busy ${(busy / 1e6).toFixed(1)} s`);
  for (const map of [places, functions]) {
    for (const [name, micros] of [...map].sort((a, b) => b[1] - a[1]).slice(0, MOST_LINES)) {
      console.log(`${((100 * micros) / busy).toFixed(1).padStart(6)} %  ${name}`);
    }
    console.log('');
  }
}

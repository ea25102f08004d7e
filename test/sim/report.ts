/** What many stories held, so that a run that tested nothing cannot look like one that passed. */
import { RUN_STATES, nextInTable } from '@crony/shared/domain/run';
import { FAULT_KINDS } from '../check/fault-kinds.js';
import type { Finding } from '../check/story.js';
import type { SimulationResult } from './simulate.js';

export interface SeedSummary {
  seed: number;
  hash: string;
  findings: Finding[];
  planned: number;
  delivered: number;
  missedByPolicy: number;
  redispatched: number;
  explainedRepeats: Record<string, number>;
  faults: Record<string, number>;
  rows: string[];
  edges: Record<string, number>;
}

export function summaryOf({ seed, hash, verdict, story, rows, edges }: SimulationResult): SeedSummary {
  const { planned, delivered, missedByPolicy, redispatched, explainedRepeats } = verdict.tally;
  return {
    seed,
    hash,
    findings: verdict.findings,
    planned,
    delivered,
    missedByPolicy,
    redispatched,
    explainedRepeats,
    faults: countBy(story.faults.map(({ kind }) => kind)),
    rows,
    edges: Object.fromEntries(edges.map(({ from, to, times }) => [`${from} → ${to}`, times])),
  };
}

/** From this many stories on, each kind must have come up this often. */
const DEMANDED_FROM = 5_000;
const DEMANDED_TIMES = 100;

export const TABLE_ROWS = [
  'all well',
  'database down and the owner dies',
  ...new Set(Object.values(FAULT_KINDS).map(({ row }) => row as string)),
];

/** As the table sees them: a first attempt's `running` is not written. */
export const TABLE_EDGES = [
  ...['pending', 'claimed', 'missed', 'succeeded', 'retrying', 'skipped'].map((to) => `none → ${to}`),
  ...RUN_STATES.flatMap((from) =>
    nextInTable(from)
      .filter((to) => !(from === 'claimed' && to === 'running'))
      .map((to) => `${from} → ${to}`),
  ),
];

export class Report {
  stories = 0;
  readonly failed: SeedSummary[] = [];
  readonly #sums: Record<string, number> = {};
  readonly #counts: Record<'faults' | 'edges' | 'rows' | 'repeats', Record<string, number>> = {
    faults: {},
    edges: {},
    rows: {},
    repeats: {},
  };

  add(summary: SeedSummary): void {
    this.stories += 1;
    if (summary.findings.length > 0) this.failed.push(summary);
    for (const key of ['planned', 'delivered', 'missedByPolicy', 'redispatched'] as const) {
      this.#sums[key] = (this.#sums[key] ?? 0) + summary[key];
    }
    addAll(this.#counts.faults, summary.faults);
    addAll(this.#counts.edges, summary.edges);
    addAll(this.#counts.repeats, summary.explainedRepeats);
    addAll(this.#counts.rows, countBy(summary.rows));
  }

  /** What came up too seldom for its absence of findings to mean anything. */
  rare(): string[] {
    if (this.stories < DEMANDED_FROM) return [];
    const { faults, rows, edges } = this.#counts;
    const wanted: [Record<string, number>, readonly string[]][] = [
      [faults, Object.keys(FAULT_KINDS)],
      [rows, TABLE_ROWS],
      [edges, TABLE_EDGES],
    ];
    return wanted.flatMap(([counts, names]) =>
      names.filter((name) => (counts[name] ?? 0) < DEMANDED_TIMES).map((name) => `${name}: ${counts[name] ?? 0}`),
    );
  }

  text(): string {
    const { faults, rows, edges, repeats } = this.#counts;
    const lost = this.#findings(['lost', 'stuck']);
    const repeated = this.#findings(['doubled', 'unexplained_repeat']);
    const all = this.failed.reduce((sum, { findings }) => sum + findings.length, 0);
    return [
      section('faults', faults),
      section('table "what happens when"', rows),
      section('state edges', edges),
      section('repeats that the table allows, by fault', repeats),
      `${this.stories} stories: ${this.#sums['planned'] ?? 0} planned, ${this.#sums['delivered'] ?? 0} delivered, ` +
        `${this.#sums['missedByPolicy'] ?? 0} missed by policy, ${this.#sums['redispatched'] ?? 0} sent again with a reason`,
      `${lost} lost, ${repeated} repeated without a reason, ${all - lost - repeated} other findings`,
    ].join('\n');
  }

  #findings(kinds: readonly Finding['kind'][]): number {
    return this.failed.flatMap(({ findings }) => findings).filter(({ kind }) => kinds.includes(kind)).length;
  }
}

function section(title: string, counts: Record<string, number>): string {
  const lines = Object.entries(counts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, times]) => `  ${String(times).padStart(8)}  ${name}`);
  return [`${title}:`, ...lines, ''].join('\n');
}

function addAll(sums: Record<string, number>, more: Record<string, number>): void {
  for (const [name, times] of Object.entries(more)) sums[name] = (sums[name] ?? 0) + times;
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

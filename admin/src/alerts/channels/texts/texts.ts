/** What messages say, in one language. Every language has every text: the compiler sees to it. */
import type { AlertKind, Language } from '@crony/shared/domain/alert';
import type { DurationUnits } from './duration.js';
import { en } from './en.js';
import { zh } from './zh.js';

/** What a sentence about an alert may need; an empty text, or null, is what is not known. */
export interface Said {
  job: string;
  node: string;
  hub: string;
  target: string;
  /** The run's state. */
  outcome: string;
  /** What was measured and its limit, in the unit of the kind. */
  measured: number | null;
  limit: number | null;
  duration: (ms: number) => string;
  number: (value: number) => string;
}

/** The names of facts, in the order in which they are told. */
export interface Labels {
  job: string;
  project: string;
  status: string;
  outcome: string;
  plannedAt: string;
  startedAt: string;
  attempts: string;
  duration: string;
  node: string;
  hub: string;
  target: string;
  reason: string;
  nextRun: string;
  raisedAt: string;
  resolvedAt: string;
  lastError: string;
}

export interface Texts {
  raised: Record<AlertKind, (said: Said) => string>;
  recovered: Record<AlertKind, (said: Said) => string>;
  /** Before the sentence. */
  recovery(sentence: string): string;
  escalation(sentence: string): string;
  statusOf: Record<'escalation' | 'recovery', string>;
  labels: Labels;
  wholeCluster: string;
  noNextRun: string;
  links: { run: string; job: string; alert: string; alerts: string };
  outcomes: Record<string, string>;
  units: DurationUnits;
  digest(counts: { total: string; jobs: number; period: string; onlyFailures: boolean }): string;
  more(count: string): string;
  test: { title(channel: string): string; body: string };
  footer(channel: string): string;
  /** Behind what was cut off. */
  cut(characters: string): string;
}

export const TEXTS: Record<Language, Texts> = { en, zh };

import type { Page, PageRequest } from './pages.js';

export interface Backfill {
  id: string;
  jobId: string;
  /** Planned times after `from` (inclusive) and before `to`. */
  from: number;
  to: number;
  /** The next planned time to create lies after this. */
  nextAfter: number;
  /** Most open runs of it at once. */
  concurrency: number;
  /** How many planned times it stands for, and how many of them have been created so far. */
  planned: number;
  created: number;
  state: 'running' | 'finished' | 'cancelled';
  createdAt: number;
  finishedAt: number | null;
}

export interface BackfillStore {
  create(backfill: Backfill): Promise<void>;
  get(id: string): Promise<Backfill | null>;
  list(jobId: string, page: PageRequest): Promise<Page<Backfill>>;
  /** Of all jobs, oldest first. */
  running(limit: number): Promise<Backfill[]>;
  /** By compare-and-set on `nextAfter`, while it runs. */
  advance(backfill: Backfill, next: Pick<Backfill, 'nextAfter' | 'created' | 'state' | 'finishedAt'>): Promise<boolean>;
  cancel(id: string, now: number): Promise<boolean>;
  /** Open runs of it. */
  open(id: string, jobId: string): Promise<number>;
}

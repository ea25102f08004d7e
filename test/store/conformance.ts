/**
 * What every store must do: the promises of store.ts, run on each implementation. A topic is a file of cases; each topic
 * has a database of its own, and within it cases keep apart by fresh jobs.
 */
import { afterAll, beforeAll, describe } from 'vitest';
import { systemClock } from '@crony/shared/runtime/clock';
import { silentLogger } from '@crony/shared/runtime/logger';
import { migrateStore } from '@crony/shared/store/migrate-store';
import { openStore } from '@crony/shared/store/open-store';
import type { Store } from '@crony/shared/store/store';
import { newJob, project } from '../kit/factories.js';
import { alertCases } from './cases/alerts.js';
import { channelCases } from './cases/channels.js';
import { auditCases } from './cases/audit.js';
import { claimCases } from './cases/claims.js';
import { claimRaceCases } from './cases/claim-races.js';
import { counterCases } from './cases/counters.js';
import { jobCases } from './cases/jobs.js';
import { jobVersionCases } from './cases/job-versions.js';
import { keepingCases } from './cases/keeping.js';
import { nodeCases } from './cases/nodes.js';
import { ownershipCases } from './cases/ownership.js';
import { pendingCases } from './cases/pending.js';
import { replayCases } from './cases/replay.js';
import { reportCases } from './cases/reports.js';
import { rescueCases } from './cases/rescue.js';
import { resultCases } from './cases/results.js';
import { retentionCases } from './cases/retention.js';
import { runListCases } from './cases/run-lists.js';
import { textCases } from './cases/text.js';
import { userCases } from './cases/users.js';

/** One implementation under test. */
export interface StoreKind {
  name: string;
  /** The URL of a database that nobody has used. */
  freshDatabase(): Promise<string>;
}

/** What a topic's cases work with. */
export interface StoreFixture {
  /** Two clients of one database, as two processes have; in memory there is only one, twice. */
  readonly store: Store;
  readonly other: Store;
  readonly url: string;
}

const TOPICS: Record<string, (fixture: StoreFixture) => void> = {
  jobs: jobCases,
  'versions of jobs': jobVersionCases,
  audit: auditCases,
  retention: retentionCases,
  ownership: ownershipCases,
  claims: claimCases,
  'claims in a race': claimRaceCases,
  results: resultCases,
  replay: replayCases,
  'pending runs': pendingCases,
  'lists of runs': runListCases,
  rescue: rescueCases,
  counters: counterCases,
  nodes: nodeCases,
  reports: reportCases,
  alerts: alertCases,
  'what is kept beside': keepingCases,
  'users, roles and tokens': userCases,
  channels: channelCases,
  text: textCases,
};

export function storeConformance(kind: StoreKind): void {
  describe(kind.name, () => {
    for (const [topic, cases] of Object.entries(TOPICS)) {
      describe(topic, () => {
        const fixture: { -readonly [K in keyof StoreFixture]?: StoreFixture[K] } = {};
        const options = { clock: systemClock, logger: silentLogger };
        beforeAll(async () => {
          const url = await kind.freshDatabase();
          fixture.url = url;
          if (url !== 'sqlite::memory:') await migrateStore(url, options);
          fixture.store = await openStore(url, options);
          fixture.other = url === 'sqlite::memory:' ? fixture.store : await openStore(url, options);
          await fixture.store.projects.create(project());
        });
        afterAll(async () => {
          await fixture.store?.close();
          if (fixture.other !== fixture.store) await fixture.other?.close();
        });
        cases(fixture as StoreFixture);
      });
    }
  });
}

/** A job that is in the table. */
export async function createJob(store: Store, overrides: Parameters<typeof newJob>[0] = {}) {
  const [created] = await store.jobs.createMany([newJob(overrides)], 1_000);
  if (!created || !('created' in created)) throw new Error(`the job could not be created: ${JSON.stringify(created)}`);
  return created.created;
}

/** Everything of a paged list, a page at a time. */
export async function everyPage<T>(
  read: (cursor: string | undefined) => Promise<{ items: T[]; nextCursor: string | null }>,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 1_000; page += 1) {
    const answer = await read(cursor);
    items.push(...answer.items);
    if (answer.nextCursor === null) return items;
    cursor = answer.nextCursor;
  }
  throw new Error('the list does not end');
}

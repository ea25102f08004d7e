/** A service that accepts connections and never answers, with a thousand jobs: those of other services stay on time. */
import { CallbackTarget } from '../kit/callback-target.js';
import { FaultCluster } from './fault-cluster.js';
import { sleep } from './injectors.js';
import { quantile, TTL_S, type ScenarioOptions, type ScenarioResult } from './stage.js';

const MANY_JOBS = 1_000;
const WATCHED_JOBS = 100;
const TIMEOUT_MS = 10_000;
const MEASURED_MS = 30_000;
const LIMIT_MS = 50;

/** One node; measured alone, beside as many jobs of a service that answers, and beside those of one that does not. */
export async function blackHole({ tell, scale }: ScenarioOptions): Promise<ScenarioResult> {
  const [other, watched] = [await CallbackTarget.start(), await CallbackTarget.start()];
  const cluster = await FaultCluster.start({ hubs: 1, nodes: 1, ttlS: TTL_S, receiverUrl: watched.url() });
  try {
    const api = cluster.api();
    const create = async (name: string, count: number, url: string): Promise<string[]> => {
      const { items } = await api.post<{ items: { job: { id: string } }[] }>('/jobs/bulk', {
        items: Array.from({ length: count }, (_, n) => ({
          name: `${name}-${n}`,
          schedule: { everyMs: 1_000, phaseMs: Math.floor((n * 1_000) / count) },
          callback: { type: 'http', url },
          timeoutMs: TIMEOUT_MS,
          concurrency: 'allow',
        })),
      });
      return items.map(({ job }) => job.id);
    };
    const measure = async (what: string): Promise<number[]> => {
      const found = await lateness(watched, Math.round(MEASURED_MS * scale));
      tell(`${what}: p50 ${quantile(found, 0.5)} ms, p99 ${quantile(found, 0.99)} ms over ${found.length} runs`);
      return found;
    };
    await create('watched', WATCHED_JOBS, watched.url('/ok'));
    await sleep(10_000);
    await measure('alone');
    const healthy = await create('healthy', MANY_JOBS, other.url('/ok'));
    await sleep(15_000);
    const besideHealthy = quantile(await measure(`beside ${MANY_JOBS} jobs a second of a service that answers`), 0.99);
    for (const id of healthy) await api.delete(`/jobs/${id}`);
    await create('hole', MANY_JOBS, other.url('/?kind=hang'));
    await sleep(15_000);
    const found = await measure(`beside as many of one that does not (${other.hanging()} attempts hang there)`);
    const targets = await api.get<{ items: { target: string; nodes: { circuit: string; waiting: number }[] }[] }>(
      '/targets',
    );
    const seen = targets.items.find(({ target }) => other.url().startsWith(target))?.nodes[0];
    const p99 = quantile(found, 0.99);
    const expected = (WATCHED_JOBS * MEASURED_MS * scale) / 1_000;
    return {
      passed: p99 <= LIMIT_MS && found.length >= expected * 0.98,
      lines: [
        `p99 ${p99} ms (limit ${LIMIT_MS} ms) over ${found.length} of ${expected} runs; ${(p99 / Math.max(1, besideHealthy)).toFixed(1)} times that beside a healthy service`,
        `the service as its node sees it: circuit ${seen?.circuit ?? 'unknown'}, ${seen?.waiting ?? 0} runs wait`,
      ],
    };
  } finally {
    await cluster.stop();
    await other.stop();
    await watched.stop();
  }
}

/** Of what arrives from now on: arrival minus planned time. */
async function lateness(target: CallbackTarget, forMs: number): Promise<number[]> {
  const from = target.ledger.records({ afterNumber: 0, limit: 1_000_000 }).at(-1)?.number ?? 0;
  await sleep(forMs);
  return target.ledger
    .records({ afterNumber: from, limit: 1_000_000 })
    .map(({ arrivedAtMs, headers }) => arrivedAtMs - Date.parse(String(headers['crony-planned-at'])))
    .sort((a, b) => a - b);
}

/** Five thousand failures in a minute: channels get digests, and the hub answers as before. */
import { selfSigned } from '../callback/self-signed.js';
import { startSmtpDouble, PASSWORD, USER } from '../channels/smtp-double.js';
import { Cluster } from '../cluster/cluster.js';
import { CallbackTarget } from '../kit/callback-target.js';
import { sleep } from './injectors.js';
import { quantile, type ScenarioOptions, type ScenarioResult } from './stage.js';

const JOBS = 84;
const FLOOD_MS = 60_000;
const IDLE_MS = 20_000;
const ASK_EVERY_MS = 50;
const MOST_TIMES_IDLE = 2;

export async function alertFlood({ tell, scale }: ScenarioOptions): Promise<ScenarioResult> {
  const [mail, service] = [await startSmtpDouble('tls'), await CallbackTarget.start()];
  const cluster = await Cluster.start({ hubs: 1, weights: [1], env: { CRONY_EGRESS_ALLOW: '127.0.0.0/8,::1/128' } });
  try {
    const smtp = { host: mail.host, port: mail.port, security: 'tls', user: USER, ca: selfSigned.cert };
    await cluster.api.post('/channels', {
      ...{ project: 'default', name: 'ops', type: 'email' },
      ...{ settings: { to: ['ops@example.com'], from: 'crony@example.com', smtp }, secrets: { password: PASSWORD } },
    });
    await askFor(cluster, IDLE_MS * scale); // the first answers are those of a program that is not warm yet
    const idle = await askFor(cluster, IDLE_MS * scale);
    tell(`idle: p50 ${quantile(idle, 0.5).toFixed(1)} ms, p95 ${quantile(idle, 0.95).toFixed(1)} ms`);
    const { items } = await cluster.api.post<{ items: { job: { id: string } }[] }>('/jobs/bulk', {
      items: Array.from({ length: JOBS }, (_, n) => ({
        name: `flood-${n}`,
        schedule: { everyMs: 1_000, phaseMs: Math.floor((n * 1_000) / JOBS) },
        callback: { type: 'http', url: service.url('/?status=500') },
        alerts: { channels: ['ops'], on: ['failure'] },
        concurrency: 'allow',
      })),
    });
    await cluster.waitForAssigned(JOBS, 30_000);
    const flooded = await askFor(cluster, FLOOD_MS * scale);
    for (const { job } of items) await cluster.api.delete(`/jobs/${job.id}`);
    tell(`flooded: p50 ${quantile(flooded, 0.5).toFixed(1)} ms, p95 ${quantile(flooded, 0.95).toFixed(1)} ms`);
    await sleep(5_000);
    const stats = await cluster.api.get<{ runs: Record<string, number> }>('/stats');
    const failed = stats.runs['failed'] ?? 0;
    const ratio = quantile(flooded, 0.5) / quantile(idle, 0.5);
    const minutes = Math.ceil((FLOOD_MS * scale + 10_000) / 60_000) + 1;
    const most = minutes * 4; // three single ones and a digest
    return {
      passed: ratio < MOST_TIMES_IDLE && failed >= 4_500 * scale && mail.mails.length <= most && mail.mails.length > 0,
      lines: [
        `${failed} failures, ${mail.mails.length} mails (limit ${most}), each a digest but ${singles(mail)}`,
        `answers of GET /jobs: p50 ${ratio.toFixed(2)} times its idle value (limit ${MOST_TIMES_IDLE}), p95 ${(quantile(flooded, 0.95) / quantile(idle, 0.95)).toFixed(2)} times`,
      ],
    };
  } finally {
    await cluster.stop();
    await Promise.all([mail.close(), service.stop()]);
  }
}

/** Milliseconds that answers took, in order. */
async function askFor(cluster: Cluster, forMs: number): Promise<number[]> {
  const took: number[] = [];
  const until = performance.now() + forMs;
  while (performance.now() < until) {
    const askedAt = performance.now();
    await cluster.api.get('/jobs?limit=50');
    took.push(performance.now() - askedAt);
    await sleep(ASK_EVERY_MS);
  }
  return took.sort((a, b) => a - b);
}

function singles({ mails }: Awaited<ReturnType<typeof startSmtpDouble>>): number {
  return mails.filter(({ text }) => !/\b\d[\d,]* (failures|alerts)/.test(text)).length;
}

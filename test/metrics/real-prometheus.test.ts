/**
 * A real Prometheus scrapes a real cluster in which runs succeed, fail, are retried, time out and are reported on, and in
 * which one channel takes its messages and another does not. Then every panel shows something, every recording rule has
 * a figure, every alert has the figure that it compares, and none fires that the cluster gives no reason for.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Cluster } from '../cluster/cluster.js';
import { CallbackTarget } from '../kit/callback-target.js';
import { PrometheusServer, type RuleHealth } from '../kit/prometheus.js';
import { waitUntil } from '../kit/wait-until.js';
import {
  RULES_FILE,
  panelExpressions,
  ruleExpressions,
  rules,
  withoutConditions,
  withoutVariables,
  type Expression,
} from './expressions.js';

/** From the first scrape on; on a quiet machine it takes a third. */
const DATA_LIMIT_MS = 60_000;

let cluster: Cluster;
let target: CallbackTarget;
let prometheus: PrometheusServer;

beforeAll(async () => {
  target = await CallbackTarget.start();
  cluster = await Cluster.start({ hubs: 1, weights: [1, 1], ttlS: 6 });
  prometheus = await PrometheusServer.start({
    jobs: {
      'crony-hub': cluster.hubs.map(({ url }) => new URL(url).host),
      'crony-node': [...cluster.nodes.values()].map(({ url }) => new URL(url).host),
    },
    labels: { cluster: 'test' },
    ruleFiles: [RULES_FILE],
  });
  // Before anything happens: what happened once, before the first scrape, is no increase.
  await waitUntil('all are scraped', DATA_LIMIT_MS, async () => {
    const [scraped] = await prometheus.query('sum(up)');
    return scraped?.value[1] === '3';
  });
  await createChannels();
  await createJobs();
  void answerForService();
}, 120_000);

afterAll(async () => {
  stopped = true;
  await prometheus?.stop();
  await cluster?.stop();
  await target?.stop();
});

async function createChannels(): Promise<void> {
  for (const [name, path] of [
    ['deaf', '/hook?status=500'],
    ['good', '/hook'],
  ] as const) {
    await cluster.api.post('/channels', { name, type: 'webhook', project: null, secrets: { url: target.url(path) } });
  }
}

async function createJobs(): Promise<void> {
  const jobs = {
    succeeds: { callback: { type: 'http', url: target.url('/ok') } },
    fails: {
      callback: { type: 'http', url: target.url('/fails?status=500') },
      alerts: { channels: ['deaf', 'good'], on: ['failure'] },
    },
    recovers: {
      callback: { type: 'http', url: target.url('/recovers?failFirst=1') },
      retry: { limit: 1, delayMs: 100, factor: 1 },
    },
    hangs: { callback: { type: 'http', url: target.url('/hangs?kind=hang') }, timeoutMs: 500 },
    accepted: {
      callback: { type: 'http', url: target.url('/later?status=202') },
      completion: 'async',
      reportTimeoutMs: 60_000,
    },
  };
  for (const [name, spec] of Object.entries(jobs)) {
    await cluster.api.post('/jobs', { name, schedule: { everyMs: 1_000 }, concurrency: 'allow', ...spec });
  }
}

let stopped = false;

/** Reports success on what was accepted, as a service does. */
async function answerForService(): Promise<void> {
  for (let afterNumber = 0; !stopped;) {
    const records = target.ledger.records({ afterNumber, limit: 100 });
    for (const { number, headers, attempt } of records) {
      afterNumber = number;
      const [url, token] = [headers['crony-report-url'], headers['crony-report-token']];
      if (typeof url !== 'string' || typeof token !== 'string') continue;
      // The path alone: nodes do not know on which port this hub answers.
      await fetch(new URL(new URL(url).pathname, cluster.hubs[0]!.url), {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ attempt, status: 'succeeded' }),
      }).catch(() => undefined); // the end of the test may come first
    }
    // Something that the API refuses, too.
    await cluster.api.get('/jobs/00000000-0000-7000-8000-000000000000').catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Waits until each expression has a figure, and names those that have none. */
async function expectFigures(expressions: readonly Expression[]): Promise<void> {
  let missing = expressions;
  const all = waitUntil(
    'all have a figure',
    DATA_LIMIT_MS,
    async () => {
      const answers = await Promise.all(
        missing.map(async (one) => {
          const samples = await prometheus.query(one.expr);
          return samples.some(({ value: [, text] }) => Number.isFinite(Number(text)));
        }),
      );
      missing = missing.filter((_, i) => !answers[i]);
      return missing.length === 0;
    },
    500,
  );
  await all.catch((error: unknown) => {
    throw new Error(`without any figure:\n${missing.map(({ where, expr }) => `${where}: ${expr}`).join('\n')}`, {
      cause: error,
    });
  });
}

test('every panel of the dashboards shows something', { timeout: 90_000 }, async () => {
  await expectFigures(panelExpressions().map((one) => ({ ...one, expr: withoutVariables(one.expr) })));
});

test('every recording rule has a figure, and every alert the one that it compares', { timeout: 90_000 }, async () => {
  const recorded = new Set(rules().flatMap(({ record }) => record ?? []));
  await expectFigures(
    ruleExpressions().map((one) => (recorded.has(one.where) ? one : { ...one, expr: withoutConditions(one.expr) })),
  );
});

test(
  'the rules are evaluated, and alerts speak of what happens here and of nothing else',
  { timeout: 90_000 },
  async () => {
    const found = await waitUntil('an alert speaks of the failures', DATA_LIMIT_MS, async () => {
      const all = await prometheus.rules();
      return alertsOf(all).some(({ name }) => name === 'CronyRunsFailing') && all;
    });
    const broken = found.filter(({ health }) => health !== 'ok');
    expect(broken.map(({ name, lastError }) => `${name}: ${lastError}`)).toEqual([]);
    expect(found.map(({ name }) => name).toSorted()).toEqual(
      ruleExpressions()
        .map(({ where }) => where)
        .toSorted(),
    );
    const firing = alertsOf(found).flatMap(({ name, state }) => (state === 'firing' ? name : []));
    // A machine that stands still for seconds has missed runs; nothing else fires without a pause.
    expect(firing.filter((name) => name !== 'CronyRunsMissed')).toEqual([]);
    for (const { annotations } of alertsOf(found)) {
      expect(Object.values(annotations).join(' ')).not.toMatch(/<no value>|<error|\{\{/);
    }
  },
);

function alertsOf(
  found: readonly RuleHealth[],
): { name: string; state: string; annotations: Record<string, string> }[] {
  return found.flatMap(({ name, alerts = [] }) =>
    alerts.map(({ state, annotations }) => ({ name, state, annotations })),
  );
}

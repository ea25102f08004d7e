import { describe, expect, it } from 'vitest';
import { combineMetrics, createMetrics, defineMetrics, type MetricDefinition } from './metrics.js';

const definitions = defineMetrics({
  runsTotal: { name: 'crony_test_runs_total', type: 'counter', help: 'Runs by outcome.', labels: ['outcome'] },
  queue: { name: 'crony_test_queue_runs', type: 'gauge', help: 'Runs that wait.' },
  lateness: { name: 'crony_test_lateness_seconds', type: 'histogram', help: 'Lateness.', buckets: [0.01, 0.1, 1] },
});

describe('defineMetrics', () => {
  const good: MetricDefinition = { name: 'crony_things_total', type: 'counter', help: 'Things.' };
  it.each([
    ['snake_case', { ...good, name: 'crony_Things_total' as const }],
    ['only they, end in "_total"', { ...good, name: 'crony_things' as const }],
    ['only they, end in "_total"', { ...good, type: 'gauge' as const }],
    ['not a base unit', { ...good, name: 'crony_lateness_ms' as const, type: 'gauge' as const }],
    ['names its unit', { ...good, name: 'crony_lateness' as const, type: 'histogram' as const, buckets: [1] }],
    ['no help text', { ...good, help: ' ' }],
    ['only they, have buckets', { ...good, buckets: [1] }],
    ['do not grow', { ...good, name: 'crony_x_seconds' as const, type: 'histogram' as const, buckets: [2, 1] }],
    ['named twice', { ...good, labels: ['a', 'a'] }],
    ['label Bad', { ...good, labels: ['Bad'] }],
    ['of all labels or none', { ...good, labels: ['a', 'b'], values: { a: ['x'] } }],
    [
      'a gauge says',
      { ...good, name: 'crony_xs' as const, type: 'gauge' as const, labels: ['a'], values: { a: ['x'] } },
    ],
    ['1 to 100 series', { ...good, labels: ['a'], values: { a: [] } }],
    ['1 to 100 series', { ...good, labels: ['a'], values: { a: Array.from({ length: 101 }, String) } }],
  ])('refuses a definition: %s', (rule, definition) => {
    expect(() => defineMetrics({ definition })).toThrow(rule);
  });

  it('refuses two definitions of one name', () => {
    expect(() => defineMetrics({ a: good, b: good })).toThrow('defined twice');
  });
});

describe('createMetrics', () => {
  it('types each metric by its key and labels, and renders what was recorded', async () => {
    const { metrics, render, contentType } = createMetrics(definitions);
    // @ts-expect-error -- a label that was not declared is refused by the compiler, and at run time
    expect(() => metrics.runsTotal.inc({ jobId: 'x' })).toThrow('jobId');
    metrics.runsTotal.inc({ outcome: 'succeeded' }, 2);
    metrics.queue.set(7);
    metrics.lateness.observe(0.05);
    const page = await render();
    expect(page).toContain('crony_test_runs_total{outcome="succeeded"} 2');
    expect(page).toContain('crony_test_queue_runs 7');
    expect(page).toContain('crony_test_lateness_seconds_bucket{le="0.1"} 1');
    expect(page).not.toContain('nodejs_');
    expect(contentType).toContain('text/plain');
  });

  it('shows every known series before its first event', async () => {
    const { render } = createMetrics(
      defineMetrics({
        sent: {
          name: 'crony_test_sent_total',
          type: 'counter',
          help: 'Sent.',
          labels: ['type', 'outcome'],
          values: { type: ['mail', 'hook'], outcome: ['sent', 'failed'] },
        },
        took: {
          name: 'crony_test_took_seconds',
          type: 'histogram',
          help: 'Took.',
          labels: ['type'],
          values: { type: ['mail', 'hook'] },
          buckets: [1],
        },
      }),
    );
    const page = await render();
    for (const type of ['mail', 'hook']) {
      expect(page).toContain(`crony_test_sent_total{type="${type}",outcome="sent"} 0`);
      expect(page).toContain(`crony_test_sent_total{type="${type}",outcome="failed"} 0`);
      expect(page).toContain(`crony_test_took_seconds_bucket{le="1",type="${type}"} 0`);
    }
  });

  it('reads gauges when asked, and one failing reading hides no others', async () => {
    const part = createMetrics(definitions);
    part.beforeRender(() => Promise.reject(new Error('the database is away')));
    part.beforeRender(() => part.metrics.queue.set(3));
    expect(await part.render()).toContain('crony_test_queue_runs 3');
  });

  it('keeps two parts of one process apart', async () => {
    const one = createMetrics(definitions);
    const other = createMetrics(definitions);
    one.metrics.queue.set(1);
    expect(await other.render()).toContain('crony_test_queue_runs 0');
  });

  it('adds the figures of the process where asked', async () => {
    expect(await createMetrics({}, { processMetrics: true }).render()).toContain('process_resident_memory_bytes');
  });
});

describe('combineMetrics', () => {
  it('shows all parts on one page', async () => {
    const hub = createMetrics(
      defineMetrics({ leads: { name: 'crony_test_leads', type: 'gauge', help: 'Whether it leads.' } }),
    );
    const page = await combineMetrics([createMetrics(definitions), hub]).render();
    expect(page).toContain('crony_test_leads 0');
    expect(page).toContain('crony_test_queue_runs 0');
    expect(page.endsWith('\n')).toBe(true);
  });

  it('refuses the same name from two parts', () => {
    expect(() => combineMetrics([createMetrics(definitions), createMetrics(definitions)])).toThrow('two parts');
  });
});

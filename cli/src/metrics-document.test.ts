import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { METRICS_BY_PART, metricsDocument } from './metrics-document.js';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));
const names = METRICS_BY_PART.flatMap(({ definitions }) => Object.values(definitions).map(({ name }) => name));

describe('metrics', () => {
  test('docs/metrics.md is made from the lists', async () => {
    await expect(metricsDocument()).toMatchFileSnapshot(join(docs, 'metrics.md'));
  });

  test('no name stands in two lists: one process may show all', () => {
    expect(new Set(names).size).toBe(names.length);
  });

  test('what other documents call a metric is one', () => {
    const known = new Set(names);
    const unknown = readdirSync(docs)
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) => {
        const text = readFileSync(join(docs, file), 'utf8');
        const called = text.matchAll(/`(crony_[a-z0-9_]+?)(?:_bucket|_sum|_count)?(?:\{[^`]*)?`/g);
        return [...called]
          .map(([, name]) => `${file}: ${name}`)
          .filter((one) => !known.has(one.split(': ')[1] as never));
      });
    expect(unknown).toEqual([]);
  });
});

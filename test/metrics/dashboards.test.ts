/** deploy/grafana/dashboards is made from deploy/grafana/source: `npx vitest run test/metrics/dashboards.test.ts -u`. */
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DASHBOARDS } from '../../deploy/grafana/source/dashboards.js';
import { deployed, panelExpressions, panelsOf } from './expressions.js';

const FOLDER = deployed('grafana/dashboards');

describe.each(Object.entries(DASHBOARDS))('the dashboard %s', (name, dashboard) => {
  test('is committed as it is made', async () => {
    await expect(`${JSON.stringify(dashboard, null, 2)}\n`).toMatchFileSnapshot(`${FOLDER}/${name}.json`);
  });

  test('has panels that explain themselves, with a unit', () => {
    for (const { title, description, type, fieldConfig } of panelsOf(dashboard)) {
      if (type === 'text') continue;
      expect(description, title).toMatch(/^.{20,}\.$/);
      expect(fieldConfig?.defaults.unit, title).toBeTypeOf('string');
    }
  });

  test('has panels side by side, and none over another', () => {
    const taken = new Map<string, string>();
    for (const { title = '', gridPos } of panelsOf(dashboard)) {
      const { x, y, w, h } = gridPos!;
      expect(x + w, title).toBeLessThanOrEqual(24);
      for (let column = x; column < x + w; column += 1) {
        for (let row = y; row < y + h; row += 1) {
          expect(taken.get(`${column},${row}`), `under ${title}`).toBeUndefined();
          taken.set(`${column},${row}`, title);
        }
      }
    }
  });
});

test.each(panelExpressions())('$where asks for the cluster that is chosen', ({ expr }) => {
  const selectors = expr.match(/[a-zA-Z_:]+\{[^}]*\}/g) ?? [];
  expect(selectors.length).toBeGreaterThan(0);
  for (const selector of selectors) expect(selector).toContain('cluster=~"$cluster"');
  expect(expr).not.toMatch(/\bcrony_\w+\b(?!\{)/);
});

test('no dashboard is left over', () => {
  const files = readdirSync(FOLDER).map((file) => basename(file, '.json'));
  expect(files.toSorted()).toEqual(Object.keys(DASHBOARDS).toSorted());
});

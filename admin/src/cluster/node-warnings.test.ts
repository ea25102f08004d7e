import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { NodeRegistration } from '@crony/shared/domain/assignment';
import { nodeWarnings, OWN_TZ_VERSION } from './node-warnings.js';
import { TzWatch } from './tz-watch.js';

const facts = (tzVersion: string, clockSkewMs: number | null) => ({ registration: { tzVersion }, clockSkewMs });

test('a node like the hub, on time or not yet measured, is nothing to warn of', () => {
  expect(nodeWarnings(facts('2026a', null), '2026a')).toEqual([]);
  expect(nodeWarnings(facts('2026a', 500), '2026a')).toEqual([]);
  expect(nodeWarnings(facts('2026a', -500), '2026a')).toEqual([]);
});

test('skew in either direction and other time zone data are told, with both values', () => {
  expect(nodeWarnings(facts('2026a', 501), '2026a')).toEqual(["its clock is 501 ms ahead of the database's"]);
  expect(nodeWarnings(facts('2024b', -90_000), '2026a')).toEqual([
    "its clock is 90000 ms behind the database's",
    "its time zone data is 2024b, this hub's 2026a: jobs may be planned differently",
  ]);
});

test('other time zone data is logged once for each start of a node', async () => {
  const lines: string[] = [];
  const nodes = new Map<string, NodeRegistration>();
  let changed = (): void => {};
  const cluster = {
    nodes: () => nodes,
    onNodesChanged: (listener: () => void) => {
      changed = listener;
      return () => (changed = () => {});
    },
  };
  const node = (incarnation: string, tzVersion: string) => ({ incarnation, tzVersion }) as NodeRegistration;
  const watch = new TzWatch(cluster, pino({}, { write: (line: string) => void lines.push(line) }));
  await watch.start();
  nodes.set('same', node('1', OWN_TZ_VERSION));
  nodes.set('old', node('1', '2001a'));
  changed();
  changed();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('2001a');
  nodes.set('old', node('2', '2001a'));
  changed();
  expect(lines).toHaveLength(2);
  await watch.stop();
  nodes.set('old', node('3', '2001a'));
  changed();
  expect(lines).toHaveLength(2);
});

/** The hub says its settings in English; each has its words in Chinese, so that no page is half in another language. */
import { expect, test } from 'vitest';
import { readSettings } from '../../../../shared/src/runtime/settings/read-settings';
import { groupOf } from './setting-groups';
import { FALLBACKS_ZH, SETTING_HELP_ZH, UNITS_ZH } from './setting-words-zh';

const CLUSTER = { CRONY_ETCD: 'http://127.0.0.1:2379', CRONY_DATABASE_URL: 'mysql://a:b@127.0.0.1/c', CRONY_SECRET: 'x'.repeat(16) }; // prettier-ignore
const ALL = [
  ...readSettings('standalone', { argv: [], env: {} }).effective,
  ...readSettings('admin', { argv: [], env: CLUSTER }).effective,
];

test('every setting of a hub is explained, with its unit and what happens without it', () => {
  const missing = ALL.flatMap(({ variable, unit, fallback }) => [
    ...(variable in SETTING_HELP_ZH ? [] : [variable]),
    ...(unit === null || unit in UNITS_ZH ? [] : [unit]),
    ...(fallback === null || fallback in FALLBACKS_ZH ? [] : [fallback]),
  ]);
  expect([...new Set(missing)]).toEqual([]);
});

test('no explanation is left of a setting that is gone', () => {
  const known = new Set(ALL.map(({ variable }) => variable));
  expect(Object.keys(SETTING_HELP_ZH).filter((variable) => !known.has(variable))).toEqual([]);
});

test('only what belongs to no other group is among the network', () => {
  const network = [...new Set(ALL.map(({ variable }) => variable))].filter((one) => groupOf(one) === 'network');
  expect(network.sort()).toEqual([
    'CRONY_HOST',
    'CRONY_LOG_LEVEL',
    'CRONY_PORT',
    'CRONY_PUBLIC_URL',
    'CRONY_TRACES_URL',
  ]);
});

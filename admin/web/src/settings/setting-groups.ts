/** Settings by what they are about, as somebody looks for them. */
import type { EffectiveSetting } from '../api/people-queries';
import type { PeopleMessages } from '../i18n/en/people';

export type Group = keyof PeopleMessages['settings']['groups'];

/** The first that fits. */
const RULES: readonly [Group, RegExp][] = [
  ['retention', /^CRONY_RETENTION_/],
  ['limits', /_LIMIT_PER_S$|^CRONY_TRUSTED_PROXIES$/],
  ['people', /^CRONY_(OIDC_|ADMIN_PASSWORD|API_TOKEN|SECRET)/],
  ['messages', /^CRONY_(SMTP|MAIL|EGRESS)_/],
  ['node', /^CRONY_(NODE_|SPOOL_)/],
  ['store', /^CRONY_(DATABASE_|AUTO_MIGRATE|DATA_DIR|SETTINGS_FILE)/],
  ['cluster', /^CRONY_(ETCD|LEASE_|HUB_ID|ASSIGNMENT_|REBALANCE|GRACE_)/],
];
const ORDER: readonly Group[] = ['network', 'store', 'cluster', 'node', 'people', 'limits', 'retention', 'messages'];

export function groupOf(variable: string): Group {
  return RULES.find(([, rule]) => rule.test(variable))?.[0] ?? 'network';
}

export function inGroups(items: readonly EffectiveSetting[]): [Group, EffectiveSetting[]][] {
  return ORDER.map((group): [Group, EffectiveSetting[]] => [
    group,
    items.filter(({ variable }) => groupOf(variable) === group),
  ]).filter(([, settings]) => settings.length > 0);
}

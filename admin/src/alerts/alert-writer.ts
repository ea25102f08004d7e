/** From what is to be raised to rows: the alert, and a notification for each channel that is told now or later. */
import type { Alert, AlertFacts, AlertKind } from '@crony/shared/domain/alert';
import type { Clock } from '@crony/shared/runtime/clock';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import type { NewNotification, Silence, Store } from '@crony/shared/store/store';
import type { EffectiveRule } from './rules/effective-rules.js';

export interface ToRaise {
  dedupeKey: string;
  kind: AlertKind;
  /** Empty: the cluster's. */
  project: string;
  rule: EffectiveRule;
  jobId: string | null;
  runId: string | null;
  nodeId: string | null;
  facts: AlertFacts;
}

export interface ChannelDirectory {
  /** The channels that names mean in a project: its own, then the cluster's. By name; what is not there is left out. */
  idsOf(project: string, names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Of those of the projects that want every result and every alert posted, what stands for their address. */
  reportChannels(projects: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export interface Written {
  alerts: Alert[];
  notifications: NewNotification[];
}

/** What is there already is left out, so that nothing is raised twice. */
export async function drawAlerts(
  wanted: readonly ToRaise[],
  { store, clock, channels }: { store: Store; clock: Clock; channels: ChannelDirectory },
): Promise<Written> {
  const written: Written = { alerts: [], notifications: [] };
  const fresh = [...new Map(wanted.map((one) => [one.dedupeKey, one])).values()];
  if (fresh.length === 0) return written;
  const known = await store.alerts.known(fresh.map(({ dedupeKey }) => dedupeKey));
  const now = clock.now();
  const silences = await store.silences.active(now, MOST_SILENCES);
  const addresses = await channels.reportChannels([...new Set(fresh.map(({ project }) => project))]);
  for (const one of fresh) {
    if (known.has(one.dedupeKey)) continue;
    const { dedupeKey, kind, project, rule, jobId, runId, nodeId, facts } = one;
    const silence = silences.find((quiet) => covers(quiet, one));
    const alert: Alert = {
      id: uuidv7(clock),
      dedupeKey,
      project,
      kind,
      ruleId: rule.ruleId,
      jobId,
      runId,
      nodeId,
      state: 'open',
      facts,
      createdAt: now,
      acknowledgedAt: null,
      acknowledgedBy: null,
      resolvedAt: null,
      silenceId: silence?.id ?? null,
    };
    written.alerts.push(alert);
    if (silence) continue;
    const tell = (channelIds: Iterable<string>, as: 'alert' | 'escalation', dueAt: number): void => {
      for (const channelId of new Set(channelIds)) {
        const notification = { channelId, kind: as, alertId: alert.id, runId, dueAt, createdAt: now };
        written.notifications.push({ id: uuidv7(clock), ...notification });
      }
    };
    const named = async (names: readonly string[]): Promise<Iterable<string>> =>
      names.length === 0 ? [] : (await channels.idsOf(project, names)).values();
    const address = addresses.get(project);
    tell([...(await named(rule.channels)), ...(address === undefined ? [] : [address])], 'alert', now);
    if (rule.escalation) tell(await named(rule.escalation.channels), 'escalation', now + rule.escalation.afterMs);
  }
  return written;
}

export const MOST_SILENCES = 1_000;

/** Pure. */
export function covers(
  { project, jobId, kind }: Pick<Silence, 'project' | 'jobId' | 'kind'>,
  alert: Pick<Alert, 'project' | 'jobId' | 'kind'>,
): boolean {
  if (project !== '' && project !== alert.project) return false;
  return (jobId === null || jobId === alert.jobId) && (kind === null || kind === alert.kind);
}

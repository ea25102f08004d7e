/** What an alert says, in the reader's language: the sentence, and the figures in it. */
import type { Alert, AlertKind } from '../api/client';
import { useFormat, type Format } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import type { Messages } from '../i18n/en';
import { WithName } from '../ui/with-name';

type Unit = 'number' | 'percent' | 'duration' | 'none';
/** What `measured` and `limit` are. */
const UNITS: Record<AlertKind, Unit> = {
  failure: 'none',
  failures_in_row: 'number',
  failure_rate: 'percent',
  slow: 'duration',
  late: 'duration',
  missed: 'none',
  silence: 'none',
  not_run_by: 'duration',
  no_node: 'number',
  node_lost: 'duration',
  leader_lost: 'none',
  etcd_unreachable: 'none',
  database_unreachable: 'none',
  circuit_open: 'number',
  clock_skew: 'duration',
};

export function figureOf(kind: AlertKind, value: number | null, format: Format): string | null {
  if (value === null) return null;
  const tell: Record<Unit, () => string | null> = {
    number: () => format.number(value),
    percent: () => format.percent(value / 100),
    duration: () => format.duration(Math.abs(value)),
    none: () => null,
  };
  return tell[UNITS[kind]]();
}

/** Whom or what it is about, by the name that people know. */
export function subjectOf(alert: Alert, { alerts }: Messages): string {
  if (alert.kind === 'no_node') return alert.project ?? '';
  const { jobName, nodeId, hubId, target, kind } = alert;
  const ofCluster: Partial<Record<AlertKind, string | null>> = {
    node_lost: nodeId,
    clock_skew: nodeId,
    circuit_open: target,
    etcd_unreachable: hubId,
    database_unreachable: hubId,
    leader_lost: '',
  };
  return ofCluster[kind] ?? jobName ?? alerts.deletedJob;
}

function sayer(alert: Alert, { alerts }: Messages, format: Format): (name: string) => string {
  const { kind, outcome, measured, limit } = alert;
  const figures = {
    outcome: outcome ?? '',
    measured: figureOf(kind, measured, format),
    limit: figureOf(kind, limit, format),
  };
  return (name) => alerts.headline[kind](name, figures);
}

export function Headline({ alert }: { alert: Alert }) {
  const messages = useMessages();
  const format = useFormat();
  return <WithName say={sayer(alert, messages, format)} name={<b>{subjectOf(alert, messages)}</b>} />;
}

/** As plain text, for labels and titles. */
export function useHeadline(): (alert: Alert) => string {
  const messages = useMessages();
  const format = useFormat();
  return (alert) => sayer(alert, messages, format)(subjectOf(alert, messages));
}

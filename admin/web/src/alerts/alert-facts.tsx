import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { AlertDetail, RunStatus } from '../api/client';
import { useFormat } from '../format/use-format';
import { useNow } from '../format/use-now';
import { useMessages } from '../i18n/locale';
import { WithName } from '../ui/with-name';
import { CopyIcon } from '../ui/code-block';
import { Facts } from '../ui/facts';
import { Instant, RelativeInstant } from '../ui/instant';
import { StateBadge } from '../ui/state-badge';
import { Owner } from './alert-columns';
import { figureOf } from './alert-words';

/** What was known when it was raised, and what has been done since. */
export function AlertFacts({ alert }: { alert: AlertDetail }) {
  const { alerts, runs, words, jobs, attemptError, runStatus } = useMessages();
  const format = useFormat();
  const { kind, outcome, errorCode, measured, limit, windowMs, acknowledgedBy, ruleId } = alert;
  const [measuredText, limitText] = [figureOf(kind, measured, format), figureOf(kind, limit, format)];
  const took = alert.startedAt !== null && alert.finishedAt !== null && Date.parse(alert.finishedAt) - Date.parse(alert.startedAt); // prettier-ignore
  return (
    <Facts
      items={[
        [alerts.kind, alerts.kinds[kind]],
        [words.project, <Owner project={alert.project} isPlain />],
        [alerts.since, <><Instant at={alert.createdAt} /> (<RelativeInstant at={alert.createdAt} />)</>], // prettier-ignore
        [alerts.lasted, <Lasted alert={alert} />],
        alert.resolvedAt !== null && ([alerts.resolved, <Instant at={alert.resolvedAt} />] as const),
        alert.acknowledgedAt !== null &&
          ([
            alerts.acknowledgedBy,
            <>
              <Instant at={alert.acknowledgedAt} />{' '}
              <WithName say={alerts.acknowledgedAtBy} name={acknowledgedBy ?? '–'} />
            </>,
          ] as const),
        outcome !== null &&
          ([alerts.outcome, outcome in runStatus ? <StateBadge status={outcome as RunStatus} /> : outcome] as const),
        errorCode !== null && ([alerts.reason, attemptError[errorCode] ?? errorCode] as const),
        alert.reason !== null && ([alerts.reason, <span translate="no">{alert.reason}</span>] as const),
        measuredText !== null && ([alerts.measured, measuredText] as const),
        limitText !== null && ([alerts.limit, limitText] as const),
        windowMs !== null && ([alerts.window, format.duration(windowMs)] as const),
        alert.plannedAt !== null && ([runs.planned, <Instant at={alert.plannedAt} />] as const),
        alert.startedAt !== null && ([runs.started, <Instant at={alert.startedAt} />] as const),
        took !== false && ([runs.took, format.duration(took)] as const),
        alert.attempts !== null && ([runs.attempts, format.number(alert.attempts)] as const),
        alert.nextPlannedAt !== null && ([alerts.nextRun, <RelativeInstant at={alert.nextPlannedAt} />] as const),
        alert.nodeId !== null && ([words.node, <span className="mono" translate="no">{alert.nodeId}</span>] as const), // prettier-ignore
        alert.hubId !== null && ([alerts.hub, <span className="mono" translate="no">{alert.hubId}</span>] as const), // prettier-ignore
        alert.target !== null && ([alerts.target, <span className="mono" translate="no">{alert.target}</span>] as const), // prettier-ignore
        [
          alerts.raisedBy,
          ruleId === null ? (
            alerts.raisedByJob
          ) : (
            <Link to="/alerts/rules" search={{ rule: ruleId }}>
              {alerts.raisedByRule}
            </Link>
          ),
        ],
        [
          jobs.id,
          <>
            <Text span size="xs" className="mono" translate="no">
              {alert.id}
            </Text>{' '}
            <CopyIcon text={alert.id} />
          </>,
        ],
      ]}
    />
  );
}

function Lasted({ alert: { createdAt, resolvedAt } }: { alert: AlertDetail }) {
  const now = useNow();
  const format = useFormat();
  const until = resolvedAt === null ? now : Date.parse(resolvedAt);
  return <>{format.duration(Math.max(0, until - Date.parse(createdAt)))}</>;
}

import { Progress, Text, Timeline } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Attempt, Run } from '../api/client';
import { useFormat } from '../format/use-format';
import { useNow } from '../format/use-now';
import { useMessages } from '../i18n/locale';
import { Instant, RelativeInstant } from '../ui/instant';
import { StateBadge } from '../ui/state-badge';
import { useRunAlertSteps } from '../alerts/run-alert-steps';
import { isOver, tookMs } from './run-phase';

interface Step {
  key: string;
  title: ReactNode;
  text?: ReactNode;
}

/** The stations of a run, in their order. */
export function RunTimeline({ run, attempts }: { run: Run; attempts: readonly Attempt[] }) {
  const steps: Step[] = [...useSteps(run, attempts), ...useRunAlertSteps(run)];
  return (
    <Timeline active={steps.length - 1} bulletSize={11} lineWidth={2}>
      {steps.map(({ key, title, text }) => (
        <Timeline.Item key={key} title={<Text size="sm">{title}</Text>}>
          <Text size="xs" c="dimmed" component="div">
            {text}
          </Text>
        </Timeline.Item>
      ))}
    </Timeline>
  );
}

function useSteps(run: Run, attempts: readonly Attempt[]): Step[] {
  const { runs, runReason } = useMessages();
  const format = useFormat();
  const now = useNow();
  const begin = { schedule: runs.storyPlanned, manual: runs.storyWanted, backfill: runs.storyBackfilled }[run.trigger];
  const steps: Step[] = [{ key: 'planned', title: begin, text: <Instant at={run.plannedAt} /> }];
  const add = (key: string, title: ReactNode, text?: ReactNode): void => void steps.push({ key, title, text });

  if (run.missedCount !== null && run.missedCount > 1) {
    const text = <>{runs.storyMissedTo} <Instant at={run.missedLastAt} /></>; // prettier-ignore
    add('missed', runs.storyMissed(run.missedCount), text);
  }
  if (run.status === 'pending') add('nobody', runs.storyNobody, runs.storyNobodyText);
  if (run.nodeId !== null && run.status !== 'pending') {
    const node = <span className="mono" translate="no">{run.nodeId}</span>; // prettier-ignore
    add('claimed', runs.storyClaimed, node);
  }
  for (const attempt of attempts) add(`attempt-${attempt.number}-${attempt.startedAt}`, ...attemptStep(attempt));
  if (run.status === 'running' && !attempts.some(({ finishedAt }) => finishedAt === null)) {
    const took = tookMs(run, now);
    add('running', runs.storyAttempt(run.attempt), <>{runs.storyUnderWay}{took !== null && ` · ${format.duration(took)}`}</>); // prettier-ignore
  }
  if (run.status === 'retrying') add('retry', runs.storyRetryAt, <RelativeInstant at={run.dueAt} />);
  if (run.acceptedAt !== null) {
    const due = run.status === 'accepted' && run.reportDueAt !== null && <> · {runs.storyReportDue} <RelativeInstant at={run.reportDueAt} /></>; // prettier-ignore
    add('accepted', runs.storyAccepted, <><Instant at={run.acceptedAt} />{due}</>); // prettier-ignore
  }
  if (run.progress !== null) {
    const label = `${runs.storyProgress}: ${run.progress} %`;
    add('progress', label, <><Progress value={run.progress} size="sm" my={4} aria-label={label} /><span translate="no">{run.progressMessage}</span></>); // prettier-ignore
  }
  if (run.cancelRequestedAt !== null) add('cancel', runs.storyCancelAsked, <Instant at={run.cancelRequestedAt} />);
  if (isOver(run.status)) {
    const why = run.reason === null ? null : <div>{runs.because(runReason[run.reason])}</div>;
    add('end', <StateBadge status={run.status} />, <><Instant at={run.finishedAt} />{why}</>); // prettier-ignore
  }
  return steps;

  function attemptStep({ number, startedAt, finishedAt, outcome }: Attempt): [ReactNode, ReactNode] {
    const late = number === 1 ? Date.parse(startedAt) - Date.parse(run.plannedAt) : 0;
    return [
      <>
        {runs.storyAttempt(number)} <StateBadge status={outcome ?? 'running'} plain />
      </>,
      <>
        <Instant at={startedAt} />
        {number === 1 && ` · ${late < 1 ? runs.onTime : `${runs.lateness} ${format.duration(late)}`}`}
        {finishedAt !== null && ` · ${runs.took} ${format.duration(Date.parse(finishedAt) - Date.parse(startedAt))}`}
      </>,
    ];
  }
}

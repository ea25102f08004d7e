/** What is told of one alert: a sentence, and facts in a fixed order. */
import type { Alert } from '@crony/shared/domain/alert';
import type { Notice } from './channel.js';
import type { Fact } from './composition.js';
import type { Saying } from './saying.js';
import { formatLocalTime } from './texts/local-time.js';
import type { Labels } from './texts/texts.js';

/** For the title, and for a line of a digest. */
export function sentenceOf({ kind, alert }: Notice, saying: Saying): string {
  const { texts } = saying;
  const { jobName = '', nodeId, hubId = '', target = '', outcome = '', measured, limit } = alert.facts;
  const told = kind === 'recovery' ? texts.recovered : texts.raised;
  const sentence = told[alert.kind]({
    job: saying.name(jobName || (alert.jobId ?? '')),
    node: saying.name(nodeId ?? alert.nodeId ?? ''),
    hub: saying.name(hubId),
    target: saying.name(target),
    outcome,
    measured: measured ?? null,
    limit: limit ?? null,
    duration: (ms) => saying.duration(ms),
    number: (value) => saying.number(value),
  });
  if (kind === 'recovery') return texts.recovery(sentence);
  return kind === 'escalation' ? texts.escalation(sentence) : sentence;
}

/** When it happened: the planned time of a run, or when the alert was raised. */
export function timeOf({ alert }: Notice): string {
  return formatLocalTime(alert.facts.plannedAt ?? alert.createdAt, alert.facts.timeZone);
}

export function noticeFacts({ kind, alert }: Notice, saying: Saying): { facts: Fact[]; error: Fact | null } {
  const { texts } = saying;
  const { facts: known } = alert;
  const facts: Fact[] = [];
  const tell = (label: keyof Labels, value: string | null | undefined): void => {
    if (value) facts.push({ label: texts.labels[label], value });
  };
  const time = (ms: number | null | undefined): string | null =>
    ms == null ? null : formatLocalTime(ms, known.timeZone);

  if (kind !== 'alert') tell('status', texts.statusOf[kind]);
  tell('job', saying.value(known.jobName ?? ''));
  tell('project', alert.project === '' ? texts.wholeCluster : saying.value(alert.project));
  tell('outcome', known.outcome && saying.value(texts.outcomes[known.outcome] ?? known.outcome));
  tell('plannedAt', time(known.plannedAt));
  tell('startedAt', time(known.startedAt));
  tell('attempts', known.attempts === undefined ? null : saying.number(known.attempts));
  tell('duration', durationOf(alert, saying));
  tell('node', saying.value(known.nodeId ?? alert.nodeId ?? ''));
  tell('hub', saying.value(known.hubId ?? ''));
  tell('target', saying.value(known.target ?? ''));
  tell('reason', saying.value(known.reason ?? ''));
  tell('nextRun', known.nextPlannedAt === null ? texts.noNextRun : time(known.nextPlannedAt));
  tell('raisedAt', time(alert.createdAt));
  if (kind === 'recovery') tell('resolvedAt', time(alert.resolvedAt));
  return { facts, error: errorOf(alert, saying) };
}

function durationOf({ facts: { startedAt, finishedAt } }: Alert, saying: Saying): string | null {
  return startedAt == null || finishedAt == null ? null : saying.duration(Math.max(0, finishedAt - startedAt));
}

function errorOf({ facts: { errorCode, errorMessage } }: Alert, saying: Saying): Fact | null {
  const text = [errorCode, errorMessage].filter((part) => part != null && part !== '').join(': ');
  return text === '' ? null : { label: saying.texts.labels.lastError, value: saying.error(text) };
}

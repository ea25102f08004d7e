/** What a webhook carries where its channel has no template. Fields are added as time goes on; none changes its meaning. */
import { toInstant, toInstantOrNull } from '@crony/shared/wire/instant';
import type { MessageValues } from '@crony/shared/domain/message-template';
import type { ChannelOf } from '@crony/shared/domain/channel';
import type { Message, Notice } from './channel.js';
import type { Composition } from './composition.js';

const VERSION = 1;

export function webhookBody(channel: ChannelOf<'webhook'>, message: Message, composition: Composition): string {
  const { id, name, project } = channel;
  const base = {
    version: VERSION,
    id: message.id,
    kind: message.kind === 'notice' ? message.notice.kind : message.kind,
    title: composition.title,
    text: textOf(composition),
    language: composition.language,
    url: composition.links[0]?.url ?? null,
    channel: { id, name, project },
  };
  switch (message.kind) {
    case 'notice':
      return JSON.stringify({ ...base, alert: viewNotice(message.notice) });
    case 'digest': {
      const { notices, total, from, to } = message;
      const alerts = notices.slice(0, composition.items.length).map(viewNotice);
      return JSON.stringify({ ...base, total, from: toInstant(from), to: toInstant(to), alerts });
    }
    case 'test':
      return JSON.stringify(base);
  }
}

/** The facts as they are known, for programs; the texts beside them are for people. */
export function viewNotice({ alert }: Notice): Record<string, unknown> {
  const { plannedAt, startedAt, finishedAt, nextPlannedAt, ...facts } = alert.facts;
  const { id, project, kind, state, jobId, runId, nodeId, createdAt, resolvedAt } = alert;
  return {
    ...{ id, project, kind, state, jobId, runId, nodeId },
    createdAt: toInstant(createdAt),
    resolvedAt: toInstantOrNull(resolvedAt),
    ...facts,
    plannedAt: toInstantOrNull(plannedAt ?? null),
    startedAt: toInstantOrNull(startedAt ?? null),
    finishedAt: toInstantOrNull(finishedAt ?? null),
    nextPlannedAt: toInstantOrNull(nextPlannedAt ?? null),
  };
}

export function templateValues(
  channel: ChannelOf<'webhook'>,
  message: Message,
  composition: Composition,
): MessageValues {
  const alert = message.kind === 'notice' ? message.notice.alert : null;
  const facts = alert?.facts ?? {};
  const { plannedAt, startedAt, finishedAt } = facts;
  return {
    'message.id': message.id,
    'message.kind': message.kind === 'notice' ? message.notice.kind : message.kind,
    'message.title': composition.title,
    'message.text': textOf(composition),
    'message.url': composition.links[0]?.url ?? '',
    'message.total': message.kind === 'digest' ? message.total : 1,
    'channel.name': channel.name,
    'alert.id': alert?.id ?? '',
    'alert.kind': alert?.kind ?? '',
    'alert.state': alert?.state ?? '',
    project: alert?.project ?? '',
    'job.id': alert?.jobId ?? '',
    'job.name': facts.jobName ?? '',
    'run.id': alert?.runId ?? '',
    'run.plannedAt': plannedAt === undefined ? '' : toInstant(plannedAt),
    'run.outcome': facts.outcome ?? '',
    'run.error': composition.error?.value ?? '',
    'run.attempts': facts.attempts ?? 0,
    'run.durationMs': startedAt == null || finishedAt == null ? 0 : finishedAt - startedAt,
    'node.id': facts.nodeId ?? alert?.nodeId ?? '',
  };
}

/** As a mail without HTML would say it. */
export function textOf({ facts, body, error, items, more, links, footer }: Composition): string {
  const blocks = [
    facts.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    body ?? '',
    error === null ? '' : `${error.label}:\n${error.value}`,
    items.map(({ text, time, url }, index) => `${index + 1}. ${text}\n   ${time}\n   ${url}`).join('\n'),
    more ?? '',
    links.map(({ label, url }) => `${label}: ${url}`).join('\n'),
    footer,
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

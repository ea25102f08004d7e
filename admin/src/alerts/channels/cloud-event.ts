/**
 * What a project's report address is sent: every result and every alert, each as one CloudEvent (specification 1.0, HTTP
 * binding, structured mode), signed by Standard Webhooks with the project's own secrets. The header `Crony-Event` tells
 * results and alerts apart before the body is read.
 */
import type { Run, Attempt } from '@crony/shared/domain/run';
import { signCallback } from '@crony/shared/domain/signature';
import type { Clock } from '@crony/shared/runtime/clock';
import { toInstant } from '@crony/shared/wire/instant';
import { toRunAnswer } from '@crony/shared/wire/run-answer';
import { demandSuccess } from './bot-answer.js';
import { SendError, type Notice } from './channel.js';
import type { OutboundHttp } from './outbound-http.js';
import { redactSecrets } from './redact-secrets.js';
import { viewNotice } from './webhook-body.js';

export const EVENT_TYPES = ['crony.run.finished', 'crony.alert.raised', 'crony.alert.resolved'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export interface CloudEvent {
  specversion: '1.0';
  /** Together with `source` unlike any other event, and the same however often it is sent. */
  id: string;
  source: string;
  type: EventType;
  /** The run or the alert. */
  subject: string;
  time: string;
  datacontenttype: 'application/json';
  data: Record<string, unknown>;
}

interface EventParts {
  id: string;
  publicUrl: string;
}

/** `attempt`: the last one, where there was any. */
export function runFinishedEvent(run: Run, attempt: Attempt | null, { id, publicUrl }: EventParts): CloudEvent {
  const { statusCode = null, errorCode = null, errorMessage = null } = attempt ?? {};
  return {
    ...envelope(id, publicUrl, run.project, run.finishedAt ?? run.plannedAt),
    type: 'crony.run.finished',
    subject: run.id,
    data: { ...toRunAnswer(run), statusCode, errorCode, errorMessage, url: `${publicUrl}/runs/${run.id}` },
  };
}

/** An escalation is the alert once more, and says so. */
export function alertEvent(notice: Notice, { id, publicUrl }: EventParts): CloudEvent {
  const { kind, alert } = notice;
  const isOver = kind === 'recovery';
  return {
    ...envelope(id, publicUrl, alert.project, isOver ? (alert.resolvedAt ?? alert.createdAt) : alert.createdAt),
    type: isOver ? 'crony.alert.resolved' : 'crony.alert.raised',
    subject: alert.id,
    data: { ...viewNotice(notice), escalation: kind === 'escalation', url: `${publicUrl}/alerts/${alert.id}` },
  };
}

function envelope(id: string, publicUrl: string, project: string, timeMs: number) {
  const source = project === '' ? publicUrl : `${publicUrl}/projects/${encodeURIComponent(project)}`;
  const datacontenttype = 'application/json' as const;
  return { specversion: '1.0' as const, id, source, time: toInstant(timeMs), datacontenttype };
}

export interface EventPoster {
  /**
   * Resolves when the address has answered 2xx. `secrets`: the project's signing secrets in the clear, the current one
   * first and then the next. Rejects with `SendError`.
   */
  postEvent(address: string, event: CloudEvent, secrets: readonly string[], signal: AbortSignal): Promise<void>;
}

export function createEventPoster({ http, clock }: { http: OutboundHttp; clock: Clock }): EventPoster {
  return {
    async postEvent(address, event, secrets, signal) {
      const body = JSON.stringify(event);
      const headers = {
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'crony-event': event.type === 'crony.run.finished' ? 'result' : 'alert',
        ...signCallback({ secrets, runId: event.id, timestampS: Math.floor(clock.now() / 1_000), body }),
      };
      try {
        demandSuccess(await http.post(address, headers, body, signal));
      } catch (error) {
        if (!(error instanceof SendError)) throw error;
        const { retryable, retryAfterMs, uncertain } = error;
        throw new SendError(redactSecrets(error.message, [address, ...secrets]), {
          retryable,
          retryAfterMs,
          uncertain,
        });
      }
    },
  };
}

/** Every type of channel behind one sender: bounded, and with the secrets kept out of what is said of a failure. */
import type { ChannelType } from '@crony/shared/domain/channel';
import type { EgressRules } from '@crony/shared/egress/egress-rules';
import type { Resolve } from '@crony/shared/egress/guarded-lookup';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { SendError, type ChannelSender, type OpenChannel, type TypedSender } from './channel.js';
import { createDingtalkSender } from './dingtalk.js';
import { createEmailSender, type MailDefaults } from './email/email.js';
import { SmtpDelivery } from './email/smtp-delivery.js';
import { createFeishuSender } from './feishu.js';
import type { OutboundHttp } from './outbound-http.js';
import { redactSecrets } from './redact-secrets.js';
import { createSlackSender } from './slack.js';
import { createWebhookSender } from './webhook.js';
import { createWecomSender } from './wecom.js';

/** Each holds a connection and a message; what delivers alerts takes fewer, and tests come from people. */
const MOST_AT_ONCE = 64;

export interface ChannelSendersOptions {
  http: OutboundHttp;
  egress: EgressRules;
  mail: MailDefaults;
  publicUrl: string;
  clock: Clock;
  logger: Logger;
  resolve?: Resolve;
}

export function createChannelSenders(options: ChannelSendersOptions): ChannelSender {
  const { http, egress, mail, publicUrl, clock, logger, resolve } = options;
  const delivery = new SmtpDelivery({ clock, egress, resolve });
  const bot = { http, clock, publicUrl };
  const senders: { [T in ChannelType]: TypedSender<T> } = {
    email: createEmailSender({ delivery, defaults: mail, clock, logger, publicUrl }),
    feishu: createFeishuSender(bot),
    dingtalk: createDingtalkSender(bot),
    wecom: createWecomSender(bot),
    slack: createSlackSender(bot),
    webhook: createWebhookSender(bot),
  };
  let underWay = 0;
  return {
    async send(channel, message, signal) {
      if (signal.aborted) throw new SendError('the sending was called off', { retryable: true });
      if (underWay >= MOST_AT_ONCE) {
        throw new SendError(`${underWay} messages are being sent already`, { retryable: true });
      }
      underWay += 1;
      try {
        // One type, and so the sender of that type: more than the compiler can follow.
        await (senders[channel.type] as TypedSender<ChannelType>).send(channel, message, signal);
      } catch (error) {
        throw toSendError(channel, error);
      } finally {
        underWay -= 1;
      }
    },
  };
}

/** The other side may repeat what it was sent. The cause would carry it too, so it goes no further. */
function toSendError(channel: OpenChannel, error: unknown): SendError {
  const told = error instanceof Error ? error.message : String(error);
  const message = redactSecrets(told, channel.secrets);
  if (!(error instanceof SendError)) {
    return new SendError(`the message could not be made: ${message}`, { retryable: false });
  }
  const { retryable, retryAfterMs, uncertain } = error;
  return new SendError(message, { retryable, retryAfterMs, uncertain });
}

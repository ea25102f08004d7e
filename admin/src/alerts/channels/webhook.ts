/** Any service that takes a POST: JSON, signed by Standard Webhooks where the channel has a secret. */
import { renderMessageTemplate } from '@crony/shared/domain/message-template';
import { signCallback } from '@crony/shared/domain/signature';
import { demandSuccess, type BotOptions } from './bot-answer.js';
import type { TypedSender } from './channel.js';
import { composeInFull } from './composition.js';
import { templateValues, webhookBody } from './webhook-body.js';

export function createWebhookSender({ http, clock, publicUrl }: BotOptions): TypedSender<'webhook'> {
  return {
    async send(channel, message, signal) {
      const { name, language, settings, secrets } = channel;
      const composition = composeInFull(message, { channelName: name, language, publicUrl });
      const { template } = settings;
      const body =
        template === undefined
          ? webhookBody(channel, message, composition)
          : renderMessageTemplate(template, templateValues(channel, message, composition));
      const { url, signingSecret, headers = {} } = secrets;
      const signature =
        signingSecret === undefined
          ? {}
          : signCallback({
              secrets: [signingSecret],
              runId: message.id,
              timestampS: Math.floor(clock.now() / 1_000),
              body,
            });
      const all = { ...headers, ...signature, 'content-type': 'application/json; charset=utf-8' };
      demandSuccess(await http.post(url, all, body, signal));
    },
  };
}

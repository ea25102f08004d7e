/**
 * The custom bot of a DingTalk group: Markdown, signed in the address.
 *
 * open.dingtalk.com/document/orgapp/custom-robots-send-group-messages and …/customize-robot-security-settings: the
 * signature, 20 messages a minute (and then silence for ten), 20,000 bytes for a request.
 */
import { createHmac } from 'node:crypto';
import { demandCodeZero, type BotOptions, type BotRules } from './bot-answer.js';
import type { TypedSender } from './channel.js';
import { renderToFit } from './composition.js';
import { toMarkdown, withoutMarkup } from './markdown.js';
import { utf8Length } from './plain-text.js';

const LARGEST_BODY_BYTES = 20_000;
const PAUSE_MS = 10 * 60_000;

const RULES: BotRules = {
  codeFields: ['errcode'],
  messageFields: ['errmsg'],
  lasting: new Set([
    310_000, // a keyword is missing, the signature or its time is wrong, or not from this address
    300_001, // the token is none
    300_005, // the token is none
    400_013, // the group has been dissolved
    400_101, // the token is none
    400_102, // the bot has been stopped
    400_105, // not this type of message
    400_106, // there is no such bot
    430_101, // an address that DingTalk holds to be unsafe
    430_102, // a text that DingTalk does not take
    430_103, // a picture that DingTalk does not take
    430_104, // content that DingTalk does not take
    40_035, // malformed parameters
    43_004, // not JSON
  ]),
  tooOften: new Map([
    [130_101, PAUSE_MS],
    [410_100, PAUSE_MS],
  ]),
};

export function createDingtalkSender({ http, clock, publicUrl }: BotOptions): TypedSender<'dingtalk'> {
  return {
    async send({ name, language, secrets }, message, signal) {
      const by = { channelName: name, language, publicUrl };
      const body = renderToFit(
        message,
        by,
        (composition) =>
          JSON.stringify({
            msgtype: 'markdown',
            // The title is what a notification shows.
            markdown: { title: withoutMarkup(composition.title), text: toMarkdown(composition, '  \n') },
            at: { isAtAll: false },
          }),
        (made) => utf8Length(made) <= LARGEST_BODY_BYTES,
      );
      const { url, signingSecret } = secrets;
      const address = signingSecret === undefined ? url : signed(url, signingSecret, clock.now());
      const headers = { 'content-type': 'application/json; charset=utf-8' };
      demandCodeZero(await http.post(address, headers, body, signal), RULES);
    },
  };
}

function signed(url: string, secret: string, nowMs: number): string {
  const timestamp = String(nowMs);
  const address = new URL(url);
  address.searchParams.set('timestamp', timestamp);
  address.searchParams.set('sign', createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'));
  return address.href;
}

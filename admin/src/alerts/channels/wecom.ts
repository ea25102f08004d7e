/**
 * The bot of a WeCom (企业微信) group: Markdown of at most 4,096 bytes.
 *
 * developer.work.weixin.qq.com/document/path/91770 ("群机器人配置说明"): the limit, and 20 messages a minute.
 */
import { demandCodeZero, type BotOptions, type BotRules } from './bot-answer.js';
import type { TypedSender } from './channel.js';
import { renderToFit } from './composition.js';
import { toMarkdown } from './markdown.js';
import { utf8Length } from './plain-text.js';

const LARGEST_CONTENT_BYTES = 4_096;

const RULES: BotRules = {
  codeFields: ['errcode'],
  messageFields: ['errmsg'],
  lasting: new Set([
    93_000, // the key is none
    93_004, // the bot has been stopped
    93_008, // the bot is not in the group any more
    40_008, // not this type of message
    40_058, // malformed parameters
    44_004, // nothing in it
  ]),
  tooOften: new Map([
    [45_009, 60_000],
    [45_033, 10_000],
  ]),
};

export function createWecomSender({ http, publicUrl }: Omit<BotOptions, 'clock'>): TypedSender<'wecom'> {
  return {
    async send({ name, language, secrets }, message, signal) {
      const by = { channelName: name, language, publicUrl };
      const content = renderToFit(
        message,
        by,
        (composition) => toMarkdown(composition, '\n'),
        (made) => utf8Length(made) <= LARGEST_CONTENT_BYTES,
      );
      const body = JSON.stringify({ msgtype: 'markdown', markdown: { content } });
      const headers = { 'content-type': 'application/json; charset=utf-8' };
      demandCodeZero(await http.post(secrets.url, headers, body, signal), RULES);
    },
  };
}

/**
 * The custom bot of a Feishu (or Lark) group: an interactive card. Everything that comes from elsewhere stands in
 * elements of `plain_text`, in which there is no markup: nothing in a job's name can become a link or a mention.
 *
 * open.feishu.cn/document/client-docs/bot-v3/add-custom-bot ("自定义机器人使用指南"): the signature, 20 KB for a request,
 * 100 messages a minute and 5 a second, and the codes.
 */
import { createHmac } from 'node:crypto';
import { demandCodeZero, type BotOptions, type BotRules } from './bot-answer.js';
import type { TypedSender } from './channel.js';
import { renderToFit, type Composition } from './composition.js';
import { utf8Length } from './plain-text.js';

/** Room for the signature within the 20 KB. */
const LARGEST_CARD_BYTES = 19 * 1_024;

const RULES: BotRules = {
  codeFields: ['code', 'StatusCode'],
  messageFields: ['msg', 'StatusMessage'],
  lasting: new Set([
    9_499, // malformed request
    19_001, // there is no such bot
    19_002, // malformed parameters
    19_021, // the signature does not match, or its time is more than an hour off
    19_022, // not from this address
    19_024, // a keyword of the group is missing
    11_246, // malformed card
  ]),
  tooOften: new Map([[11_232, 60_000]]),
};

const TEMPLATES: Record<Composition['tone'], string> = { alarm: 'red', good: 'green', plain: 'blue' };

export function createFeishuSender({ http, clock, publicUrl }: BotOptions): TypedSender<'feishu'> {
  return {
    async send({ name, language, secrets }, message, signal) {
      const by = { channelName: name, language, publicUrl };
      const card = renderToFit(message, by, cardOf, (made) => utf8Length(JSON.stringify(made)) <= LARGEST_CARD_BYTES);
      const signature = secrets.signingSecret === undefined ? {} : sign(secrets.signingSecret, clock.now());
      const body = JSON.stringify({ ...signature, msg_type: 'interactive', card });
      const answer = await http.post(secrets.url, { 'content-type': 'application/json; charset=utf-8' }, body, signal);
      demandCodeZero(answer, RULES);
    },
  };
}

/** The text that is signed is the key, and what it signs is empty. */
function sign(secret: string, nowMs: number): { timestamp: string; sign: string } {
  const timestamp = String(Math.floor(nowMs / 1_000));
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64') };
}

function cardOf(composition: Composition): Record<string, unknown> {
  const { tone, title, facts, body, error, items, more, links, footer } = composition;
  const paragraphs = [
    body,
    error && `${error.label}\n${error.value}`,
    ...items.map(({ text, time }, index) => `${index + 1}. ${text}\n${time}`),
    more,
  ].filter((text) => text !== null);
  return {
    config: { wide_screen_mode: true },
    header: { template: TEMPLATES[tone], title: plain(title) },
    elements: [
      ...(facts.length === 0 ? [] : [{ tag: 'div', fields: facts.map(({ label, value }) => field(label, value)) }]),
      ...paragraphs.map((text) => ({ tag: 'div', text: plain(text) })),
      {
        tag: 'action',
        actions: links.map(({ label, url }, index) => ({
          tag: 'button',
          text: plain(label),
          url,
          type: index === 0 ? 'primary' : 'default',
        })),
      },
      { tag: 'note', elements: [plain(footer)] },
    ],
  };
}

function field(label: string, value: string): Record<string, unknown> {
  return { is_short: true, text: plain(`${label}\n${value}`) };
}

function plain(content: string): { tag: 'plain_text'; content: string } {
  return { tag: 'plain_text', content };
}

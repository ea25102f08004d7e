/**
 * An incoming webhook of Slack: blocks. `&`, `<` and `>` are Slack's only control characters, and escaped everywhere;
 * values stand in `plain_text` besides, in which bold and code mean nothing either.
 *
 * docs.slack.dev/messaging/sending-messages-using-incoming-webhooks, …/reference/block-kit/blocks (150 characters for a
 * header, 10 fields of 2,000 in a section, 3,000 for its text, 50 blocks), …/messaging/formatting-message-text
 * ("Escaping text") and …/apis/web-api/rate-limits (429 with Retry-After).
 */
import { demandSuccess, type BotOptions } from './bot-answer.js';
import { SendError, type TypedSender } from './channel.js';
import { renderToFit, type Composition } from './composition.js';
import { cutText } from './plain-text.js';

const HEADER_CHARACTERS = 150;
const FIELDS_PER_SECTION = 10;
const FIELD_CHARACTERS = 2_000;
const TEXT_CHARACTERS = 3_000;

interface TextObject {
  type: 'plain_text' | 'mrkdwn';
  text: string;
  emoji?: false;
}
interface Block {
  type: string;
  text?: TextObject;
  fields?: TextObject[];
  elements?: TextObject[];
}

export function createSlackSender({ http, publicUrl }: Omit<BotOptions, 'clock'>): TypedSender<'slack'> {
  return {
    async send({ name, language, secrets }, message, signal) {
      const by = { channelName: name, language, publicUrl };
      const body = renderToFit(message, by, payloadOf, ({ blocks }) => blocks.every(fits));
      const headers = { 'content-type': 'application/json; charset=utf-8' };
      const answer = await http.post(secrets.url, headers, JSON.stringify(body), signal);
      demandSuccess(answer);
      // A page of a proxy is a success of somebody else's.
      if (answer.text.trim() !== 'ok') {
        throw new SendError('the other side did not answer as Slack does, with "ok"', { retryable: true });
      }
    },
  };
}

function payloadOf(composition: Composition): { text: string; blocks: Block[] } & Record<string, unknown> {
  const { title, facts, body, error, items, more, links, footer } = composition;
  const blocks: Block[] = [
    // The header is cut; the whole sentence stands in the text, which notifications show.
    { type: 'header', text: plain(cutEscaped(title, HEADER_CHARACTERS)) },
  ];
  for (let at = 0; at < facts.length; at += FIELDS_PER_SECTION) {
    const some = facts.slice(at, at + FIELDS_PER_SECTION);
    const fields = some.map(({ label, value }) => plain(escape(`${label}\n${value}`)));
    blocks.push({ type: 'section', fields });
  }
  const paragraphs = [
    body,
    error && `${error.label}\n${error.value}`,
    ...items.map(({ text, time }, index) => `${index + 1}. ${text}\n${time}`),
    more,
  ].filter((text) => text !== null);
  blocks.push(...paragraphs.map((text): Block => ({ type: 'section', text: plain(escape(text)) })));
  const addresses = links.map(({ label, url }) => `<${target(url)}|${escape(label)}>`).join(' · ');
  blocks.push({ type: 'section', text: { type: 'mrkdwn', text: addresses } });
  blocks.push({ type: 'context', elements: [plain(escape(footer))] });
  return { text: escape(title), blocks, unfurl_links: false, unfurl_media: false };
}

function fits({ text, fields = [] }: Block): boolean {
  return (text?.text.length ?? 0) <= TEXT_CHARACTERS && fields.every((field) => field.text.length <= FIELD_CHARACTERS);
}

function plain(text: string): TextObject {
  return { type: 'plain_text', text, emoji: false };
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Escapes make a text longer, and must not be cut in two. */
function cutEscaped(text: string, most: number): string {
  for (let room = most; room > 0; room -= 10) {
    const made = escape(cutText(text, room, () => '…'));
    if (made.length <= most) return made;
  }
  return '…';
}

function target(url: string): string {
  return url.replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('|', '%7C');
}

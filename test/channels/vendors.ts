/**
 * The vendors' side of the bots, as their pages describe it. Signatures are computed here the way the pages' own examples
 * do it, and not with the code under test.
 */
import { createHmac } from 'node:crypto';
import { verifySignature } from '@crony/shared/domain/signature';
import { demand, membersNamed, startHttpDouble, type Delivery, type Vendor } from './http-double.js';
import type { Arrived, ChannelKind } from './channel-kind.js';

const TOKEN = 'a-token-that-nobody-may-see';
const SECRET = 'SEC-of-this-group';
export const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
export const HEADER_VALUE = 'Bearer header-value-that-nobody-may-see';

const json = (value: unknown): string => JSON.stringify(value);
const parse = ({ body, headers }: Delivery): Record<string, unknown> => {
  demand(/^application\/json/.test(headers['content-type'] ?? ''), 'the message must be JSON');
  return JSON.parse(body) as Record<string, unknown>;
};

/** open.feishu.cn/document/client-docs/bot-v3/add-custom-bot: "签名校验", "请求体大小不能超过 20 KB". */
const feishu = (nowMs: number): Vendor => ({
  channel: (address, language) => ({
    ...base(language),
    type: 'feishu',
    settings: {},
    secrets: { url: `${address}/open-apis/bot/v2/hook/${TOKEN}`, signingSecret: SECRET },
  }),
  read(delivery) {
    const { timestamp, sign, msg_type: type, card } = parse(delivery);
    // "把 timestamp + "\n" + 密钥 当做签名字符串,使用 HmacSHA256 算法计算空字符串的签名结果,再进行 Base64 编码"
    const expected = createHmac('sha256', `${String(timestamp)}\n${SECRET}`)
      .update(Buffer.alloc(0))
      .digest('base64');
    demand(sign === expected, 'sign match fail or timestamp is not within one hour from current time');
    demand(timestamp === String(Math.floor(nowMs / 1_000)), 'the timestamp is in seconds');
    demand(Buffer.byteLength(delivery.body) <= 20 * 1_024, 'the body is larger than 20 KB');
    demand(type === 'interactive', 'it must be a card');
    const { header, elements } = card as { header: { title: { tag: string; content: string } }; elements: unknown[] };
    const tags = membersNamed(card, 'tag') as string[];
    return {
      title: header.title.content,
      text: membersNamed([header, elements], 'content').join('\n'),
      links: membersNamed(elements, 'url') as string[],
      // Text in any other element is markup.
      forged: tags.filter((tag) => !['plain_text', 'div', 'action', 'button', 'note', 'hr'].includes(tag)),
    };
  },
  accept: { status: 200, body: json({ StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' }) },
  refusals: {
    lasting: { status: 200, body: json({ code: 19_024, msg: 'Key Words Not Found', data: {} }) },
    passing: { status: 200, body: json({ code: 99_999, msg: 'internal error' }) },
    'too often': {
      status: 200,
      body: json({ code: 11_232, msg: 'frequency limited psm[lark.oapi.app_platform_runtime]' }),
    },
  },
  pauseMs: 60_000,
});

/** open.dingtalk.com/document/orgapp/customize-robot-security-settings: "加签". */
const dingtalk = (nowMs: number): Vendor => ({
  channel: (address, language) => ({
    ...base(language),
    type: 'dingtalk',
    settings: {},
    secrets: { url: `${address}/robot/send?access_token=${TOKEN}`, signingSecret: SECRET },
  }),
  read(delivery) {
    const { searchParams } = delivery.url;
    const timestamp = searchParams.get('timestamp') ?? '';
    demand(searchParams.get('access_token') === TOKEN, 'token is not exist');
    // "把 timestamp+"\n"+密钥 当做签名字符串,使用 HmacSHA256 算法计算签名,然后进行 Base64 encode,最后再把签名参数再进行 urlEncode"
    const sign = createHmac('sha256', SECRET).update(`${timestamp}\n${SECRET}`, 'utf8').digest('base64');
    demand(delivery.url.search.includes(`sign=${encodeURIComponent(sign)}`), 'sign not match');
    demand(timestamp === String(nowMs), 'the timestamp is in milliseconds');
    demand(Buffer.byteLength(delivery.body) <= 20_000, 'the body is larger than 20,000 bytes');
    const { msgtype, markdown, at } = parse(delivery);
    demand(msgtype === 'markdown', 'it must be Markdown');
    const { title, text } = markdown as { title: string; text: string };
    const atAll = (at as { isAtAll: boolean }).isAtAll || /@/.test(text);
    return { title, ...readMarkdown(text), ...(atAll ? { forged: ['@'] } : {}) };
  },
  accept: { status: 200, body: json({ errcode: 0, errmsg: 'ok' }) },
  refusals: {
    lasting: { status: 200, body: json({ errcode: 310_000, errmsg: `sign not match, token ${TOKEN}` }) },
    passing: { status: 200, body: json({ errcode: -1, errmsg: '系统繁忙' }) },
    'too often': { status: 200, body: json({ errcode: 130_101, errmsg: 'send too fast, exceed 20 times per minute' }) },
  },
  pauseMs: 600_000,
});

/** developer.work.weixin.qq.com/document/path/91770: "markdown内容,最长不超过4096个字节,必须是utf8编码". */
const wecom = (): Vendor => ({
  channel: (address, language) => ({
    ...base(language),
    type: 'wecom',
    settings: {},
    secrets: { url: `${address}/cgi-bin/webhook/send?key=${TOKEN}` },
  }),
  read(delivery) {
    demand(delivery.url.searchParams.get('key') === TOKEN, 'invalid webhook url');
    const { msgtype, markdown } = parse(delivery);
    demand(msgtype === 'markdown', 'it must be Markdown');
    const { content } = markdown as { content: string };
    demand(Buffer.byteLength(content) <= 4_096, 'markdown.content exceed max length 4096');
    return { title: content.split('\n')[0]!, ...readMarkdown(content) };
  },
  accept: { status: 200, body: json({ errcode: 0, errmsg: 'ok' }) },
  refusals: {
    lasting: { status: 200, body: json({ errcode: 93_000, errmsg: `invalid webhook url, hint: ${TOKEN}` }) },
    passing: { status: 502, body: '<html>Bad Gateway</html>' },
    'too often': { status: 200, body: json({ errcode: 45_009, errmsg: 'api freq out of limit' }) },
  },
  pauseMs: 60_000,
});

/** docs.slack.dev/reference/block-kit/blocks, …/messaging/formatting-message-text, …/apis/web-api/rate-limits. */
const slack = (): Vendor => ({
  channel: (address, language) => ({
    ...base(language),
    type: 'slack',
    settings: {},
    secrets: { url: `${address}/services/T000/B000/${TOKEN}` },
  }),
  read(delivery) {
    const { text, blocks } = parse(delivery) as { text: string; blocks: Record<string, unknown>[] };
    demand(blocks.length <= 50, 'more than 50 blocks');
    for (const block of blocks) {
      const own = (block.text as { text: string } | undefined)?.text ?? '';
      const fields = (block.fields ?? []) as { text: string }[];
      demand(own.length <= (block.type === 'header' ? 150 : 3_000), 'a text is too long');
      demand(block.type !== 'section' || own !== '' || fields.length > 0, 'an empty section');
      demand(fields.length <= 10 && fields.every((field) => field.text.length <= 2_000), 'fields beyond their limits');
    }
    const texts = [text, ...membersNamed(blocks, 'text').filter((one): one is string => typeof one === 'string')];
    // What stands between < and > is a link, a mention or a command; everything else has been escaped.
    const commands = texts.flatMap((one) => [...one.matchAll(/<([^>]*)>/g)].map(([, inside]) => inside!));
    const links = commands.filter((one) => one.startsWith('http')).map((one) => one.split('|')[0]!);
    return {
      title: unescape((blocks[0]!.text as { text: string }).text),
      text: unescape(texts.join('\n')),
      links,
      forged: commands.filter((one) => !one.startsWith('http')),
    };
  },
  accept: { status: 200, body: 'ok' },
  refusals: {
    lasting: { status: 404, body: 'no_service' },
    passing: { status: 500, body: 'rollup_error' },
    'too often': { status: 429, body: 'rate_limited', retryAfter: '30' },
  },
  pauseMs: 30_000,
});

/** standardwebhooks.com: the signature of the specification's own libraries. */
const webhook = (nowMs: number): Vendor => ({
  channel: (address, language) => ({
    ...base(language),
    type: 'webhook',
    settings: {},
    secrets: {
      url: `${address}/hook?token=${TOKEN}`,
      signingSecret: WEBHOOK_SECRET,
      headers: { 'x-token': HEADER_VALUE },
    },
  }),
  read(delivery) {
    const { headers, body } = delivery;
    const verified = verifySignature({ secrets: [WEBHOOK_SECRET], headers, body, nowMs });
    demand(verified.ok, 'the signature does not match');
    demand(headers['x-token'] === HEADER_VALUE, 'the header is missing');
    const { id, version, title, text, url } = parse(delivery) as Record<string, string | number>;
    demand(headers['webhook-id'] === id && version === 1, 'the id is that of the message');
    return { title: String(title), text: `${title}\n${text}`, links: [String(url)], forged: [] };
  },
  accept: { status: 204, body: '' },
  refusals: {
    lasting: { status: 410, body: `gone: ${HEADER_VALUE}` },
    passing: { status: 503, body: 'later' },
    'too often': { status: 429, body: 'slower', retryAfter: '7' },
  },
  pauseMs: 7_000,
});

function base(language: 'en' | 'zh') {
  return { id: '0197e0a0-0000-7000-8000-000000000001', name: 'ops', project: 'payments', language };
}

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function readMarkdown(text: string): Omit<Arrived, 'title'> {
  const links = [...text.matchAll(/\[([^\]]*)\]\(([^)]*)\)/g)].map(([, , target]) => target!);
  const tags = [...text.matchAll(/<[^>]*>|!\[/g)].map(([tag]) => tag);
  return { text, links, forged: tags };
}

const kind = (type: ChannelKind['type'], vendor: (nowMs: number) => Vendor): ChannelKind => ({
  type,
  start: (nowMs) => startHttpDouble(vendor(nowMs)),
});

export const VENDORS = { feishu, dingtalk, wecom, slack, webhook };
export const HTTP_KINDS: readonly ChannelKind[] = [
  kind('feishu', feishu),
  kind('dingtalk', dingtalk),
  kind('wecom', wecom),
  kind('slack', slack),
  kind('webhook', webhook),
];
/** No error and no log may hold one of these. */
export const SECRETS = [TOKEN, SECRET, WEBHOOK_SECRET, HEADER_VALUE];

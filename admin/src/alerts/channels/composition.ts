/**
 * A message in words, before any channel's markup: what every channel sends, and in what order. Texts in it are plain
 * (plain-text.ts) and not escaped: that is for the channel, which alone knows its markup.
 */
import type { AlertKind, Language } from '@crony/shared/domain/alert';
import type { Message, Notice } from './channel.js';
import { noticeFacts, sentenceOf, timeOf } from './notice-facts.js';
import { Saying, type Brevity } from './saying.js';
import { formatDuration } from './texts/duration.js';
import { TEXTS, type Texts } from './texts/texts.js';

export interface Fact {
  label: string;
  value: string;
}

export interface Link {
  label: string;
  url: string;
}

export interface Composition {
  language: Language;
  tone: 'alarm' | 'good' | 'plain';
  /** One line. */
  title: string;
  facts: Fact[];
  /** Words around no fact: of a test. */
  body: string | null;
  /** Of several lines, perhaps. */
  error: Fact | null;
  /** Of a digest: its first notices. */
  items: { text: string; time: string; url: string }[];
  /** "and 990 more" */
  more: string | null;
  /** The first is where to go first. */
  links: Link[];
  footer: string;
}

const MOST_ITEMS = 10;

/** From all there is room for in a mail to what fits into the shortest message of all, the 4,096 bytes of WeCom. */
const BREVITIES: readonly Brevity[] = [
  { valueCharacters: 200, errorCharacters: 2_000, items: MOST_ITEMS },
  { valueCharacters: 120, errorCharacters: 800, items: MOST_ITEMS },
  { valueCharacters: 80, errorCharacters: 400, items: MOST_ITEMS },
  { valueCharacters: 60, errorCharacters: 150, items: 6 },
  { valueCharacters: 30, errorCharacters: 60, items: 3 },
  { valueCharacters: 15, errorCharacters: 30, items: 1 },
];
const IN_FULL: Brevity = { valueCharacters: 500, errorCharacters: 10_000, items: MOST_ITEMS };

export interface Composer {
  language: Language;
  channelName: string;
  publicUrl: string;
}

export function composeInFull(message: Message, by: Composer): Composition {
  return compose(message, by, IN_FULL);
}

/** What `render` makes of the longest composition that `fits`; of the shortest where none does. */
export function renderToFit<T>(
  message: Message,
  by: Composer,
  render: (composition: Composition) => T,
  fits: (rendered: T) => boolean,
): T {
  let rendered: T | undefined;
  for (const brevity of BREVITIES) {
    rendered = render(compose(message, by, brevity));
    if (fits(rendered)) break;
  }
  return rendered!;
}

export function compose(message: Message, by: Composer, brevity: Brevity): Composition {
  const texts = TEXTS[by.language];
  const said = new Saying(texts, brevity);
  const parts = partsOf(message, by, said, brevity);
  const footer = texts.footer(said.value(by.channelName));
  return { body: null, facts: [], error: null, items: [], more: null, language: by.language, footer, ...parts };
}

type Parts = Pick<Composition, 'tone' | 'title' | 'links'> & Partial<Composition>;

function partsOf(message: Message, by: Composer, said: Saying, brevity: Brevity): Parts {
  const { texts } = said;
  const { publicUrl } = by;
  switch (message.kind) {
    case 'notice': {
      const { notice } = message;
      const { facts, error } = noticeFacts(notice, said);
      const tone = notice.kind === 'recovery' ? 'good' : 'alarm';
      return { tone, title: sentenceOf(notice, said), facts, error, links: linksOf(notice, publicUrl, texts) };
    }
    case 'digest': {
      const { notices, total, from, to } = message;
      const shown = notices.slice(0, brevity.items);
      const left = total - shown.length;
      return {
        tone: notices.every(({ kind }) => kind === 'recovery') ? 'good' : 'alarm',
        title: texts.digest({
          total: said.number(total),
          jobs: message.jobs ?? countJobs(notices),
          period: formatDuration(Math.max(to - from, 1), texts.units),
          onlyFailures: notices.every(({ kind, alert }) => kind === 'alert' && FAILURES.includes(alert.kind)),
        }),
        items: shown.map((notice) => ({
          text: sentenceOf(notice, said),
          time: timeOf(notice),
          url: linksOf(notice, publicUrl, texts)[0]!.url,
        })),
        more: left > 0 ? texts.more(said.number(left)) : null,
        links: [{ label: texts.links.alerts, url: `${publicUrl}/alerts` }],
      };
    }
    case 'test':
      return {
        tone: 'plain',
        title: texts.test.title(said.value(message.channelName)),
        body: texts.test.body,
        links: [{ label: texts.links.alerts, url: `${publicUrl}/alerts` }],
      };
  }
}

/** Where every notice is one of these, the digest speaks of failures. */
const FAILURES: readonly AlertKind[] = ['failure', 'failures_in_row'];

function countJobs(notices: readonly Notice[]): number {
  return new Set(notices.flatMap(({ alert: { jobId } }) => (jobId === null ? [] : [jobId]))).size;
}

function linksOf({ alert }: Notice, publicUrl: string, { links }: Texts): Link[] {
  const link = (label: string, path: string, id: string): Link => ({
    label,
    url: `${publicUrl}/${path}/${encodeURIComponent(id)}`,
  });
  return [
    ...(alert.runId === null ? [] : [link(links.run, 'runs', alert.runId)]),
    ...(alert.jobId === null ? [] : [link(links.job, 'jobs', alert.jobId)]),
    link(links.alert, 'alerts', alert.id),
  ];
}

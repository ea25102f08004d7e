/**
 * A job fails for the last time, and at that moment hubs are killed: the leading one, every second time all of them. One
 * mail and one card each time, whatever the instant. A repeat is possible between the mail server's 250 and the row's
 * commit, and bears the same Message-ID.
 */
import { createHmac } from 'node:crypto';
import { startHttpDouble, demand, type Vendor } from '../channels/http-double.js';
import { startSmtpDouble, PASSWORD, USER } from '../channels/smtp-double.js';
import { selfSigned } from '../callback/self-signed.js';
import { Cluster } from '../cluster/cluster.js';
import { CallbackTarget } from '../kit/callback-target.js';
import { waitUntil } from '../kit/wait-until.js';
import { sleep } from './injectors.js';
import type { ScenarioOptions, ScenarioResult } from './stage.js';

const DEATHS = 20;
const TTL_S = 3;
const SENT_WITHIN_MS = 60_000;
/** What is sent twice would come within this, when another hub has taken the channel over. */
const REPEATED_WITHIN_MS = 45_000;
const FEISHU_SECRET = 'SEC-of-this-group';

const feishu: Vendor = {
  channel: () => {
    throw new Error('the channel is made through the API');
  },
  read({ body }) {
    const { timestamp, sign, card } = JSON.parse(body) as { timestamp: string; sign: string; card: unknown };
    const expected = createHmac('sha256', `${timestamp}\n${FEISHU_SECRET}`).update('').digest('base64');
    demand(sign === expected, 'sign match fail');
    demand(Math.abs(Date.now() / 1_000 - Number(timestamp)) < 3_600, 'timestamp is not within one hour');
    return { title: '', text: JSON.stringify(card), links: [], forged: [] };
  },
  accept: { status: 200, body: JSON.stringify({ code: 0, msg: 'success' }) },
  refusals: {
    lasting: { status: 200, body: JSON.stringify({ code: 19_021, msg: 'sign match fail' }) },
    passing: { status: 200, body: '{}' },
    'too often': { status: 200, body: '{}' },
  },
  pauseMs: null,
};

export async function alertDeaths({ tell, scale }: ScenarioOptions): Promise<ScenarioResult> {
  const deaths = Math.max(1, Math.round(DEATHS * scale));
  const [mail, cards, service] = [
    await startSmtpDouble('tls'),
    await startHttpDouble(feishu),
    await CallbackTarget.start(),
  ];
  const env = { CRONY_EGRESS_ALLOW: '127.0.0.0/8,::1/128' };
  const cluster = await Cluster.start({ hubs: 2, weights: [1], ttlS: TTL_S, env });
  try {
    const smtp = { host: mail.host, port: mail.port, security: 'tls', user: USER, ca: selfSigned.cert };
    const settings = { to: ['ops@example.com'], from: 'crony@example.com', smtp };
    for (const language of ['en', 'zh']) {
      await cluster.api.post('/channels', {
        ...{ project: 'default', name: `mail-${language}`, type: 'email', language },
        ...{ settings, secrets: { password: PASSWORD } },
      });
      await cluster.api.post('/channels', {
        ...{ project: 'default', name: `card-${language}`, type: 'feishu', language },
        secrets: { url: `${cards.address}/open-apis/bot/v2/hook/token`, signingSecret: FEISHU_SECRET },
      });
    }
    for (let death = 1; death <= deaths; death += 1) {
      const language = death % 2 === 0 ? 'zh' : 'en';
      const job = await cluster.api.post<{ id: string }>('/jobs', {
        name: `fails-${death}`,
        schedule: { everyMs: 86_400_000 },
        callback: { type: 'http', url: service.url('/?status=500') },
        alerts: { channels: [`mail-${language}`, `card-${language}`], on: ['failure'] },
      });
      await waitUntil('the job is assigned', 30_000, async () => {
        return (await cluster.api.get<{ nodeId: string | null }>(`/jobs/${job.id}`)).nodeId !== null;
      });
      await cluster.api.post(`/jobs/${job.id}/run`, {});
      const pauseMs = Math.round(((death * 7_919) % 2_500) * 1); // from the run's start, spread over two seconds and a half
      await sleep(pauseMs);
      const killed = await kill(cluster, death % 2 === 0);
      tell(`death ${death}: ${killed} hubs, ${pauseMs} ms after the run was asked for`);
      for (let i = 0; i < killed; i += 1) await cluster.addHub();
      const name = `fails-${death}`;
      await waitUntil(`the mail and the card of ${name}`, SENT_WITHIN_MS, () =>
        Promise.resolve(mailsOf(mail, name).length > 0 && cardsOf(cards, name).length > 0),
      );
    }
    await sleep(REPEATED_WITHIN_MS * Math.min(1, scale));
    return judged(deaths, mail, cards);
  } finally {
    await cluster.stop();
    await Promise.all([mail.close(), cards.close(), service.stop()]);
  }
}

/** How many. */
async function kill(cluster: Cluster, all: boolean): Promise<number> {
  const leader = await cluster.leader();
  const doomed = cluster.hubs.filter((hub) => hub.isRunning() && (all || hub === leader));
  for (const hub of doomed) hub.kill('SIGKILL');
  await Promise.all(doomed.map(({ exited }) => exited));
  return doomed.length;
}

type Mail = Awaited<ReturnType<typeof startSmtpDouble>>;
type Cards = Awaited<ReturnType<typeof startHttpDouble>>;

/** Message-IDs. */
function mailsOf({ mails }: Mail, name: string): string[] {
  return mails
    .filter(({ text }) => new RegExp(`${name}\\b`).test(text))
    .map(({ headers }) => headers.get('message-id')![0]!);
}

function cardsOf({ arrived }: Cards, name: string): string[] {
  return arrived.filter(({ text }) => new RegExp(`${name}\\b`).test(text)).map(({ text }) => text);
}

function judged(deaths: number, mail: Mail, cards: Cards): ScenarioResult {
  const names = Array.from({ length: deaths }, (_, i) => `fails-${i + 1}`);
  const of = names.map((name) => ({ mails: mailsOf(mail, name), cards: cardsOf(cards, name) }));
  const unsent = of.filter((one) => one.mails.length === 0 || one.cards.length === 0).length;
  const mailsAgain = of.filter((one) => one.mails.length > 1);
  const cardsAgain = of.filter((one) => one.cards.length > 1).length;
  const otherIds = mailsAgain.filter((one) => new Set(one.mails).size > 1).length;
  const most = Math.max(1, Math.round(deaths / 20));
  const complaints = [...mail.complaints, ...cards.complaints];
  return {
    passed:
      unsent === 0 && otherIds === 0 && mailsAgain.length <= most && cardsAgain <= most && complaints.length === 0,
    lines: [
      `${deaths} failures, hubs killed at each: ${unsent} without mail or card`,
      `mails that came again: ${mailsAgain.length} (limit ${most}), with another Message-ID: ${otherIds}`,
      `cards that came again: ${cardsAgain} (limit ${most})`,
      ...complaints.map((complaint) => `the other side complained: ${complaint}`),
    ],
  };
}

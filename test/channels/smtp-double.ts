/** A real SMTP server as the other side of a mail channel: TLS, STARTTLS, sign-in, and refusals. */
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { SmtpSecurity } from '@crony/shared/domain/smtp-server';
import { selfSigned } from '../callback/self-signed.js';
import type { Arrived, ChannelKind, OtherSide, Refusal } from './channel-kind.js';
import { readMail, type ReceivedMail } from './received-mail.js';

export const USER = 'crony';
export const PASSWORD = 'a-password-that-nobody-may-see';

export interface SmtpDouble extends OtherSide {
  readonly host: string;
  readonly port: number;
  readonly mails: ReceivedMail[];
  /** Who wrote and to whom, by the envelope. */
  readonly envelopes: { from: string; to: string[]; secure: boolean; user: string | undefined }[];
}

const REFUSALS: Record<Refusal, [number, string]> = {
  lasting: [550, 'no such mailbox'],
  passing: [451, 'try again later'],
  'too often': [450, 'too many messages'],
};

export async function startSmtpDouble(security: SmtpSecurity, options: SMTPServerOptions = {}): Promise<SmtpDouble> {
  const arrived: Arrived[] = [];
  const complaints: string[] = [];
  const mails: ReceivedMail[] = [];
  const envelopes: SmtpDouble['envelopes'] = [];
  let refusal: Refusal | null = null;
  let onStalled: (() => void) | null = null;
  const server = new SMTPServer({
    secure: security === 'tls',
    ...selfSigned,
    ...(security === 'none' ? { disabledCommands: ['STARTTLS'] } : {}),
    authMethods: ['PLAIN', 'LOGIN'],
    disableReverseLookup: true,
    onAuth(auth, _session, done) {
      if (auth.username === USER && auth.password === PASSWORD) done(null, { user: USER });
      else done(Object.assign(new Error(`wrong password ${auth.password}`), { responseCode: 535 }));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (onStalled !== null) return onStalled();
        if (refusal !== null) {
          const [responseCode, told] = REFUSALS[refusal];
          return done(Object.assign(new Error(told), { responseCode }));
        }
        const { mailFrom, rcptTo } = session.envelope;
        envelopes.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          user: session.user as string | undefined,
        });
        try {
          const mail = readMail(Buffer.concat(chunks).toString('utf8'));
          mails.push(mail);
          arrived.push(toArrived(mail));
        } catch (error) {
          complaints.push(String(error));
        }
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {}); // clients that go away in the middle are part of the tests
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    host: 'localhost',
    port,
    arrived,
    complaints,
    mails,
    envelopes,
    pauseMs: null,
    channel: (language) => ({
      ...{ id: '0197e0a0-0000-7000-8000-000000000001', name: 'ops', project: 'payments', language },
      type: 'email',
      settings: {
        to: ['Operations <ops@example.com>', 'oncall@example.com'],
        from: 'Crony <crony@example.com>',
        smtp: { host: 'localhost', port, security, user: USER, ca: selfSigned.cert },
      },
      secrets: { password: PASSWORD },
    }),
    refuse: (how) => {
      refusal = how;
    },
    stall: () => new Promise((resolve) => (onStalled = resolve)),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function toArrived(mail: ReceivedMail): Arrived {
  const { headers, text, html } = mail;
  const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url!.replaceAll('&amp;', '&'));
  const tags = [...html.matchAll(/<\/?([a-zA-Z!][^\s>]*)/g)].map(([, tag]) => tag!.toLowerCase());
  const own = 'a bdi body br h1 head html li meta ol p pre span table td title tr !doctype'.split(' ');
  const doubled = [...headers].filter(([, values]) => values.length > 1).map(([name]) => name);
  const foreign = [...headers.keys()].filter((name) => !OWN_HEADERS.has(name));
  return {
    title: headers.get('subject')![0]!,
    text: `${headers.get('subject')![0]}\n${text}`,
    links,
    forged: [...tags.filter((tag) => !own.includes(tag)), ...doubled, ...foreign],
  };
}

const OWN_HEADERS = new Set(
  'from to subject message-id references date auto-submitted x-auto-response-suppress mime-version content-type'.split(
    ' ',
  ),
);

export const EMAIL_KIND: ChannelKind = { type: 'email', start: () => startSmtpDouble('tls') };

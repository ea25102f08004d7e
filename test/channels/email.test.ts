/** What is particular to mail: the ways to a server, who may vouch for it, and what stands in the headers. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EgressRules } from '@crony/shared/egress/egress-rules';
import type { Resolve } from '@crony/shared/egress/guarded-lookup';
import { silentLogger } from '@crony/shared/runtime/logger';
import { parseSmtpUrl, type SmtpSecurity } from '@crony/shared/domain/smtp-server';
import { SendError, type OpenChannel } from '@crony/admin/alerts/channels/channel';
import { createChannelSenders } from '@crony/admin/alerts/channels/channel-senders';
import type { MailDefaults } from '@crony/admin/alerts/channels/email/email';
import { OutboundHttp } from '@crony/admin/alerts/channels/outbound-http';
import { FakeClock } from '../kit/fake-clock.js';
import { alertOf, HOSTILE, noticeOf, testMessage } from './messages.js';
import { PASSWORD, startSmtpDouble, USER, type SmtpDouble } from './smtp-double.js';

type EmailChannel = Extract<OpenChannel, { type: 'email' }>;

const clock = new FakeClock();
const never = new AbortController().signal;
let server: SmtpDouble;
afterEach(async () => {
  await server.close();
  expect(clock.pendingTimers).toBe(0);
});

interface Sending {
  deny?: string[];
  mail?: MailDefaults;
  publicUrl?: string;
  resolve?: Resolve;
}

function sender({
  deny = [],
  mail = { smtp: null, from: null },
  publicUrl = 'https://crony.example',
  resolve,
}: Sending = {}) {
  const egress = new EgressRules({ allow: [], deny });
  const http = new OutboundHttp({ clock, egress });
  const parts = { http, egress, mail, publicUrl, clock, logger: silentLogger };
  return createChannelSenders({ ...parts, ...(resolve ? { resolve } : {}) });
}

function channel(
  smtp: Partial<NonNullable<EmailChannel['settings']['smtp']>> = {},
  secrets: EmailChannel['secrets'] = { password: PASSWORD },
): EmailChannel {
  const whole = server.channel('en') as EmailChannel;
  return { ...whole, settings: { ...whole.settings, smtp: { ...whole.settings.smtp!, ...smtp } }, secrets };
}

const failure = (sending: Promise<void>): Promise<SendError> =>
  sending.then(
    () => expect.unreachable('it was sent'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(SendError);
      return error as SendError;
    },
  );

describe.each<SmtpSecurity>(['none', 'starttls', 'tls'])('security %s', (security) => {
  beforeEach(async () => {
    server = await startSmtpDouble(security);
  });

  test('signs in, and encrypts where it says so', async () => {
    // The double offers sign-in without TLS only where told to, as most servers do.
    if (security === 'none') {
      await server.close();
      server = await startSmtpDouble('none', { allowInsecureAuth: true });
    }
    await sender().send(channel(), testMessage(), never);
    expect(server.envelopes).toEqual([
      {
        from: 'crony@example.com',
        to: ['ops@example.com', 'oncall@example.com'],
        secure: security !== 'none',
        user: USER,
      },
    ]);
  });
});

test.each<SmtpSecurity>(['starttls', 'tls'])(
  'over %s a wrong password is refused for good, and not repeated',
  async (security) => {
    server = await startSmtpDouble(security);
    const error = await failure(sender().send(channel({}, { password: 'a-wrong-password' }), testMessage(), never));
    expect(error.retryable).toBe(false);
    expect(error.message).toContain('535');
    expect(error.message).not.toContain('a-wrong-password');
  },
);

describe('over TLS', () => {
  beforeEach(async () => {
    server = await startSmtpDouble('tls');
  });

  test('a certificate that nobody vouches for is refused, and no password goes out', async () => {
    const { ca: _, ...smtp } = channel().settings.smtp!;
    const error = await failure(
      sender().send({ ...channel(), settings: { ...channel().settings, smtp } }, testMessage(), never),
    );
    expect(error).toMatchObject({ retryable: false });
    expect(error.message).toMatch(/self-signed certificate/);
    expect(server.envelopes).toEqual([]);
  });

  test('a certificate for another name is refused', async () => {
    const resolve: Resolve = (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]);
    const error = await failure(sender({ resolve }).send(channel({ host: 'mail.example' }), testMessage(), never));
    expect(error).toMatchObject({ retryable: false });
    expect(error.message).toMatch(/does not match certificate/);
    expect(server.envelopes).toEqual([]);
  });
});

describe('over STARTTLS', () => {
  test('a server without it gets neither password nor mail', async () => {
    server = await startSmtpDouble('none', { allowInsecureAuth: true });
    const error = await failure(sender().send(channel({ security: 'starttls' }), testMessage(), never));
    expect(error.retryable).toBe(false);
    expect(server.envelopes).toEqual([]);
  });

  test('a server that offers no sign-in does not get the mail without it', async () => {
    server = await startSmtpDouble('starttls', { disabledCommands: ['AUTH'] });
    const error = await failure(sender().send(channel(), testMessage(), never));
    expect(error.retryable).toBe(false);
    expect(server.envelopes).toEqual([]);
  });
});

describe('the hub’s own server', () => {
  beforeEach(async () => {
    server = await startSmtpDouble('none', { allowInsecureAuth: true });
  });
  const withoutServer = (): EmailChannel => ({
    ...channel(),
    settings: { to: ['ops@example.com'] },
    secrets: {},
  });

  test('is taken where the channel names none, and so is the sender', async () => {
    const smtp = parseSmtpUrl(`smtp://${USER}:${PASSWORD}@localhost:${server.port}?tls=off`)!;
    // Whoever runs the hub says where its mail goes; rules are for what other people write.
    const sending = sender({ mail: { smtp, from: 'Crony <hub@example.com>' }, deny: ['loopback'] });
    await sending.send(withoutServer(), testMessage(), never);
    expect(server.envelopes).toMatchObject([{ from: 'hub@example.com', user: USER }]);
    expect(server.mails[0]!.headers.get('from')).toEqual(['Crony <hub@example.com>']);
  });

  test('where there is none either, it is said which setting is missing', async () => {
    const noFrom = await failure(sender().send(withoutServer(), testMessage(), never));
    expect(noFrom).toMatchObject({ retryable: false });
    expect(noFrom.message).toContain('CRONY_MAIL_FROM');
    const mail = { smtp: null, from: 'hub@example.com' };
    expect((await failure(sender({ mail }).send(withoutServer(), testMessage(), never))).message).toContain(
      'CRONY_SMTP_URL',
    );
  });

  test('a server that a channel names stands under the rules of egress', async () => {
    const denied = sender({ deny: ['loopback'] });
    for (const host of ['localhost', '127.0.0.1']) {
      const error = await failure(denied.send(channel({ host }), testMessage(), never));
      expect(error).toMatchObject({ retryable: false });
      expect(error.message).toContain('denied by the egress rule "loopback"');
    }
    expect(server.envelopes).toEqual([]);
  });
});

describe('what stands in a mail', () => {
  beforeEach(async () => {
    server = await startSmtpDouble('tls');
  });

  test('headers: an id that a repeat shares, a thread for each alert, and no automatic answers', async () => {
    const alert = alertOf('failure');
    const message = noticeOf(alert);
    const sending = sender({ publicUrl: 'https://crony.example:8443/ui' });
    await sending.send(channel(), message, never);
    await sending.send(channel(), message, never);
    await sending.send(channel(), noticeOf(alert, 'recovery'), never);
    const [first, again, recovery] = server.mails;
    expect(first!.headers.get('message-id')).toEqual([`<${message.id}@crony.example>`]);
    expect(again!.headers.get('message-id')).toEqual(first!.headers.get('message-id'));
    expect(recovery!.headers.get('message-id')).not.toEqual(first!.headers.get('message-id'));
    expect(recovery!.headers.get('references')).toEqual(first!.headers.get('references'));
    expect(first!.headers.get('auto-submitted')).toEqual(['auto-generated']);
    expect(first!.headers.get('subject')).toEqual(['[Crony] Job settle-orders failed']);
    expect(first!.headers.get('date')).toEqual(['Thu, 01 Jan 2026 00:00:00 +0000']);
  });

  test('both halves say the same', async () => {
    await sender().send(channel(), noticeOf(alertOf('failure')), never);
    const { text, html } = server.mails[0]!;
    for (const fact of ['settle-orders', '2026-01-01 08:00:00 +08:00', 'node-1', '5 min 3 s']) {
      expect(text).toContain(fact);
      expect(html).toContain(fact);
    }
    expect(text).toContain('upstream <orders> is away');
    expect(html).toContain('upstream &lt;orders&gt; is away');
  });

  test('a subject cannot be broken out of', async () => {
    const facts = { jobName: HOSTILE.repeat(3) };
    await sender().send(channel(), noticeOf(alertOf('failure', { facts })), never);
    const { headers } = server.mails[0]!;
    expect(headers.has('bcc')).toBe(false);
    expect(headers.get('subject')).toHaveLength(1);
    expect(headers.get('subject')![0]).toMatch(/^\[Crony\] Job evil Bcc: victim@evil\.example/);
    expect(server.envelopes[0]!.to).toEqual(['ops@example.com', 'oncall@example.com']);
  });

  test('a recipient whom the server does not know fails a test, and keeps an alert from nobody else', async () => {
    await server.close();
    server = await startSmtpDouble('tls', {
      onRcptTo({ address }, _session, done) {
        if (address === 'oncall@example.com') done(Object.assign(new Error('no such user'), { responseCode: 550 }));
        else done();
      },
    });
    await sender().send(channel(), noticeOf(alertOf('failure')), never);
    expect(server.envelopes[0]!.to).toEqual(['ops@example.com']);
    const error = await failure(sender().send(channel(), testMessage(), never));
    expect(error).toMatchObject({ retryable: false });
    expect(error.message).toContain('oncall@example.com');
  });
});

/**
 * What every channel must do, whatever its other side: deliver each kind of message in both languages, within the
 * vendor's limits and with its signature; tell a refusal that lasts from one that passes; end at once when it is called
 * off, and in time when nobody answers; and let no text of others become markup.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ALERT_KINDS, LANGUAGES, type Language } from '@crony/shared/domain/alert';
import { EgressRules } from '@crony/shared/egress/egress-rules';
import { silentLogger } from '@crony/shared/runtime/logger';
import { SendError, type ChannelSender, type Message } from '@crony/admin/alerts/channels/channel';
import { createChannelSenders } from '@crony/admin/alerts/channels/channel-senders';
import { OutboundHttp } from '@crony/admin/alerts/channels/outbound-http';
import { FakeClock } from '../kit/fake-clock.js';
import type { ChannelKind, OtherSide } from './channel-kind.js';
import { alertOf, digest, hostileAlert, JOB_NAME, noticeOf, PUBLIC_URL, testMessage } from './messages.js';
import { SECRETS } from './vendors.js';
import { PASSWORD } from './smtp-double.js';

// eslint-disable-next-line no-control-regex -- these are what must not be there
const UNWANTED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069\u200e\u200f\ud800]/;
/** No channel takes longer. */
const LONGEST_MS = 30_000;

export function channelConformance(kind: ChannelKind): void {
  describe(kind.type, () => {
    let clock: FakeClock;
    let http: OutboundHttp;
    let senders: ChannelSender;
    let other: OtherSide;
    beforeEach(async () => {
      clock = new FakeClock();
      const egress = new EgressRules({ allow: [], deny: [] });
      http = new OutboundHttp({ clock, egress });
      const mail = { smtp: null, from: null };
      senders = createChannelSenders({ http, egress, mail, publicUrl: PUBLIC_URL, clock, logger: silentLogger });
      other = await kind.start(clock.now());
    });
    afterEach(async () => {
      await http.close();
      await other.close();
      expect(clock.pendingTimers).toBe(0);
    });

    const send = (message: Message, language: Language = 'en', signal = new AbortController().signal) =>
      senders.send(other.channel(language), message, signal);
    const failure = async (sending: Promise<void>): Promise<SendError> => {
      const error: unknown = await sending.then(
        () => expect.unreachable('it was sent'),
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(SendError);
      const told = JSON.stringify([String(error), (error as Error).stack, (error as Error).cause]);
      for (const secret of [...SECRETS, PASSWORD]) expect(told).not.toContain(secret);
      return error as SendError;
    };
    const only = (): OtherSide['arrived'][number] => {
      expect(other.complaints).toEqual([]);
      expect(other.arrived).toHaveLength(1);
      const [one] = other.arrived;
      expect(one!.forged).toEqual([]);
      for (const link of one!.links) expect(link.startsWith(`${PUBLIC_URL}/`)).toBe(true);
      return one!;
    };

    test.each(LANGUAGES)('a test, in %s', async (language) => {
      await send(testMessage(), language);
      const { title, text } = only();
      expect(title).toContain(language === 'en' ? 'Test of the channel ops' : '通道 ops 的测试消息');
      expect(text).toContain('Crony');
    });

    test.each(ALERT_KINDS.flatMap((alert) => LANGUAGES.map((language) => [alert, language] as const)))(
      'an alert of %s, in %s',
      async (alertKind, language) => {
        const alert = alertOf(alertKind);
        await send(noticeOf(alert), language);
        const { title, text, links } = only();
        const { jobName, nodeId, target, reason } = alert.facts;
        for (const fact of [jobName, nodeId, target, reason]) if (fact) expect(text).toContain(fact);
        expect(title).not.toMatch(/undefined|null|NaN/);
        expect(text).not.toMatch(/undefined|NaN|Invalid/);
        // A webhook's one link is where to go first.
        const path = alert.runId ? `runs/${alert.runId}` : alert.jobId ? `jobs/${alert.jobId}` : `alerts/${alert.id}`;
        expect(links).toContain(`${PUBLIC_URL}/${path}`);
      },
    );

    test.each(LANGUAGES)('everything that is known of a run, in %s', async (language) => {
      await send(noticeOf(alertOf('failure')), language);
      const { text } = only();
      const told = [JOB_NAME, 'payments', '2026-01-01 08:00:00 +08:00 (Asia/Shanghai)', 'http_status', 'node-1'];
      const words = {
        en: ['Attempts', '5 min 3 s', 'Next run', '2026-01-01 09:00:00', 'Open the run'],
        zh: ['尝试次数', '5 分钟 3 秒', '下次执行', '2026-01-01 09:00:00', '查看运行记录'],
      }[language];
      for (const part of [...told, ...words]) expect(text).toContain(part);
    });

    test.each([
      ['escalation', 'en', 'Escalation: Job settle-orders failed', 'nobody has acknowledged it'],
      ['escalation', 'zh', '升级通知：作业 settle-orders 执行失败', '无人确认'],
      ['recovery', 'en', 'Recovered: job settle-orders succeeds again', 'Over since'],
      ['recovery', 'zh', '已恢复：作业 settle-orders 再次执行成功', '恢复时间'],
    ] as const)('an %s says so, in %s', async (notice, language, inTitle, inText) => {
      const alert = alertOf('failure', { resolvedAt: clock.now() + 1_000 });
      await send(noticeOf(alert, notice), language);
      expect(only().title).toContain(inTitle);
      expect(only().text).toContain(inText);
    });

    test.each([
      ['en', '1,000 failures of 3 jobs in the last minute', 'and 99'],
      ['zh', '最近 1 分钟内有 1,000 次失败，涉及 3 个作业', '另有 99'],
    ] as const)('what came too thick, in one message, in %s', async (language, inTitle, more) => {
      await send(digest(), language);
      const { title, text, links } = only();
      expect(title).toContain(inTitle);
      expect(text).toContain('job-1');
      expect(text).toContain(more);
      expect(links).toContain(`${PUBLIC_URL}/alerts`);
    });

    test.each(LANGUAGES)('names and errors that mean harm stay words, in %s', async (language) => {
      await send(noticeOf(hostileAlert()), language);
      const { title, text } = only();
      expect(title).not.toMatch(/[\r\n]/);
      expect(text).not.toMatch(UNWANTED);
      expect(text).toContain('evil Bcc');
      // It says what was cut.
      expect(text).toMatch(language === 'en' ? /… \([\d,]+ more characters\)/ : /…（还有 [\d,]+ 个字符）/);
    });

    test('emoji and other scripts arrive', async () => {
      const jobName = '日次集計 😀 Übertrag שלום';
      await send(noticeOf(alertOf('failure', { facts: { jobName } })));
      expect(only().title).toContain(jobName);
    });

    test('a refusal that lasts is not tried again', async () => {
      other.refuse('lasting');
      expect(await failure(send(testMessage()))).toMatchObject({ retryable: false });
    });

    test('a refusal that passes is tried again', async () => {
      other.refuse('passing');
      expect(await failure(send(testMessage()))).toMatchObject({ retryable: true });
    });

    test('who is asked too often is left alone for as long as it asks', async () => {
      other.refuse('too often');
      expect(await failure(send(testMessage()))).toMatchObject({ retryable: true, retryAfterMs: other.pauseMs });
    });

    test('who does not answer is given up in time', async () => {
      const stalled = other.stall();
      const failed = failure(send(testMessage()));
      await stalled;
      await clock.advance(LONGEST_MS);
      const { message, retryable } = await failed;
      expect(retryable).toBe(true);
      expect(message).toMatch(/within \d+ seconds/);
    });

    test('it ends at once when it is called off', async () => {
      const calling = new AbortController();
      const stalled = other.stall();
      const failed = failure(send(testMessage(), 'en', calling.signal));
      await stalled;
      calling.abort();
      expect(await failed).toMatchObject({ retryable: true, message: 'the sending was called off' });
      expect(await failure(send(testMessage(), 'en', calling.signal))).toMatchObject({ retryable: true });
    });

    test('nobody there is a failure that passes', async () => {
      const channel = other.channel('en');
      await other.close();
      const error = await failure(senders.send(channel, testMessage(), new AbortController().signal));
      expect(error).toMatchObject({ retryable: true });
      expect(error.message).toMatch(/ECONNREFUSED|could not be/);
    });
  });
}

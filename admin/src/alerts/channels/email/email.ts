/** Mail: HTML and text, by the server that the channel names, or by the hub's. */
import { parseMailbox } from '@crony/shared/domain/mailbox';
import type { ChannelOf } from '@crony/shared/domain/channel';
import type { SmtpServer } from '@crony/shared/domain/smtp-server';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { SendError, type Message, type TypedSender } from '../channel.js';
import { composeInFull } from '../composition.js';
import { cutText } from '../plain-text.js';
import { textOf } from '../webhook-body.js';
import { mailHtml } from './mail-html.js';
import type { SmtpDelivery } from './smtp-delivery.js';

/** Mail programs show less; some servers refuse lines much longer. */
const SUBJECT_CHARACTERS = 180;

export interface MailDefaults {
  /** `CRONY_SMTP_URL` */
  smtp: SmtpServer | null;
  /** `CRONY_MAIL_FROM` */
  from: string | null;
}

export interface EmailOptions {
  delivery: SmtpDelivery;
  defaults: MailDefaults;
  clock: Clock;
  logger: Logger;
  publicUrl: string;
}

export function createEmailSender({
  delivery,
  defaults,
  clock,
  logger,
  publicUrl,
}: EmailOptions): TypedSender<'email'> {
  const { hostname } = new URL(publicUrl);
  return {
    async send(channel, message, signal) {
      const { name, language, settings } = channel;
      const from = settings.from ?? defaults.from;
      if (from === null) {
        throw new SendError('the channel names no sender (settings.from), and the hub has none (CRONY_MAIL_FROM)', {
          retryable: false,
        });
      }
      const composition = composeInFull(message, { channelName: name, language, publicUrl });
      const thread = message.kind === 'notice' ? `<alert-${message.notice.alert.id}@${hostname}>` : null;
      const mail = {
        from: toAddress(from),
        to: settings.to.map(toAddress),
        subject: `[Crony] ${cutText(composition.title, SUBJECT_CHARACTERS, () => '…')}`,
        text: `${composition.title}\n\n${textOf(composition)}\n`,
        html: mailHtml(composition),
        // The same id however often it is sent: a mail program shows a repeat once, and a filter can tell.
        messageId: `<${message.id}@${hostname}>`,
        // An alert, its escalation and its recovery make one thread.
        ...(thread === null ? {} : { references: thread }),
        date: new Date(clock.now()),
        // RFC 3834: nobody's holiday notice answers this.
        headers: { 'auto-submitted': 'auto-generated', 'x-auto-response-suppress': 'All' },
      };
      const own = ownServer(channel);
      const server = own ?? defaults.smtp;
      if (server === null) {
        throw new SendError('the channel names no mail server (settings.smtp), and the hub has none (CRONY_SMTP_URL)', {
          retryable: false,
        });
      }
      const { rejected } = await delivery.deliver(server, own !== null, mail, signal);
      if (rejected.length > 0) complain(message, rejected);
    },
  };

  /** To send again would reach those twice who have it; whoever tests wants to know. */
  function complain(message: Message, rejected: string[]): void {
    const told = `the mail server took the mail, but not for ${rejected.join(', ')}`;
    if (message.kind === 'test') throw new SendError(told, { retryable: false });
    logger.warn({ message: message.id, rejected }, 'a mail reaches only some of those whom it was sent to');
  }
}

function ownServer({ settings: { smtp }, secrets }: ChannelOf<'email'>): SmtpServer | null {
  if (smtp === undefined) return null;
  const { host, port, security, user = null, ca = null } = smtp;
  return { host, port, security, user, password: secrets.password ?? null, ca };
}

/** In parts, so that nothing has to be read out of a text again. */
function toAddress(text: string): { name: string; address: string } {
  const mailbox = parseMailbox(text);
  if (mailbox === null) throw new SendError(`${JSON.stringify(text)} is no mail address`, { retryable: false });
  return mailbox;
}

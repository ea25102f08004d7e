/** How a hub may send messages, as its settings say. */
import type { MailDefaults } from '@crony/admin/alerts/channels/email/email';
import { EgressRuleError, EgressRules } from '@crony/shared/egress/egress-rules';
import type { Settings } from '@crony/shared/runtime/settings/settings';
import { StartupError } from './startup.js';

type MessageSettings = Pick<Settings<'admin' | 'standalone'>, 'egressAllow' | 'egressDeny' | 'smtpUrl' | 'mailFrom'>;

export function messaging(settings: MessageSettings): { egress: EgressRules; mail: MailDefaults } {
  const { smtpUrl: smtp, mailFrom: from } = settings;
  return { egress: egressRules(settings), mail: { smtp, from } };
}

export function egressRules({
  egressAllow,
  egressDeny,
}: Pick<MessageSettings, 'egressAllow' | 'egressDeny'>): EgressRules {
  try {
    return new EgressRules({ allow: egressAllow ?? [], deny: egressDeny ?? [] });
  } catch (error) {
    if (!(error instanceof EgressRuleError)) throw error;
    throw new StartupError(`CRONY_EGRESS_ALLOW, CRONY_EGRESS_DENY: ${error.message}`, { cause: error });
  }
}

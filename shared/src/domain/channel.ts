/** Where alerts go: a channel belongs to a project or, with an empty one, to the whole cluster. */
import type { Language } from './alert.js';
import type { SmtpSecurity } from './smtp-server.js';

export const CHANNEL_TYPES = ['email', 'feishu', 'dingtalk', 'wecom', 'slack', 'webhook'] as const;
export type ChannelType = (typeof CHANNEL_TYPES)[number];

/** What everybody may see who may read channels. */
export interface ChannelSettings {
  email: {
    to: string[];
    /** Absent: the hub's. */
    from?: string | undefined;
    /** Absent: the hub's. */
    smtp?: { host: string; port: number; security: SmtpSecurity; user?: string | undefined; ca?: string | undefined };
  };
  feishu: Record<never, never>;
  dingtalk: Record<never, never>;
  wecom: Record<never, never>;
  slack: Record<never, never>;
  webhook: {
    /** Of the body, as domain/message-template.ts reads it; absent: the default body. */
    template?: string | undefined;
  };
}

/** What nobody reads again: the address of a bot is its password, and that of a webhook may hold a token. */
export interface ChannelSecrets {
  email: { password?: string | undefined };
  feishu: { url: string; signingSecret?: string | undefined };
  dingtalk: { url: string; signingSecret?: string | undefined };
  wecom: { url: string };
  slack: { url: string };
  webhook: { url: string; signingSecret?: string | undefined; headers?: Record<string, string> | undefined };
}

/** A channel of one type as it is needed to send: with its secrets in the clear. */
export interface ChannelOf<T extends ChannelType> {
  id: string;
  name: string;
  project: string;
  language: Language;
  type: T;
  settings: ChannelSettings[T];
  secrets: ChannelSecrets[T];
}

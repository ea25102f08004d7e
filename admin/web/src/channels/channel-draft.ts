/**
 * A channel as its form holds it. Secrets are empty however many there are: the hub shows none, and an empty field keeps
 * what is set. They live in the form alone, and never in the cache of queries.
 */
import type { Channel, ChannelType, Schemas } from '../api/client';
import { fromPairs, type Pair } from '../jobs/job-draft';

export const CHANNEL_TYPES: readonly ChannelType[] = ['email', 'feishu', 'dingtalk', 'wecom', 'slack', 'webhook'];
export const SECURITIES = ['starttls', 'tls', 'none'] as const;
type Security = (typeof SECURITIES)[number];
export const PORTS: Record<Security, number> = { starttls: 587, tls: 465, none: 25 };
export const SIGNED: readonly ChannelType[] = ['feishu', 'dingtalk', 'webhook'];

export interface ChannelDraft {
  project: string | null;
  name: string;
  type: ChannelType;
  language: Channel['language'];
  enabled: boolean;
  to: string[];
  from: string;
  hasServer: boolean;
  host: string;
  port: number;
  security: Security;
  user: string;
  ca: string;
  template: string;
  url: string;
  signingSecret: string;
  password: string;
  headers: Pair[];
  /** Secrets that are set and are to be taken away, as `secretsSet` names them. */
  removed: string[];
}

export function emptyChannel(project: string | null, language: Channel['language']): ChannelDraft {
  return {
    ...{ project, name: '', type: 'email', language, enabled: true },
    ...{ to: [], from: '', hasServer: false, host: '', port: PORTS.starttls, security: 'starttls', user: '', ca: '' },
    ...{ template: '', url: '', signingSecret: '', password: '', headers: [], removed: [] },
  };
}

interface MailSettings {
  to?: string[];
  from?: string;
  smtp?: { host: string; port: number; security: Security; user?: string; ca?: string };
}

export function draftOfChannel({ project, name, type, language, enabled, settings }: Channel): ChannelDraft {
  const { to = [], from = '', smtp } = settings as MailSettings;
  const { template = '' } = settings as { template?: string };
  const server = smtp && { hasServer: true, ...smtp, user: smtp.user ?? '', ca: smtp.ca ?? '' };
  return { ...emptyChannel(project, language), name, type, enabled, to, from, template, ...server };
}

function settingsOf(draft: ChannelDraft): Record<string, unknown> {
  if (draft.type === 'webhook') return { template: draft.template.trim() === '' ? null : draft.template };
  if (draft.type !== 'email') return {};
  const { to, from, hasServer, host, port, security, user, ca } = draft;
  const own = { host: host.trim(), port, security, ...given({ user: user.trim(), ca: ca.trim() }) };
  return { to, from: from.trim() === '' ? null : from.trim(), smtp: hasServer ? own : null };
}

function secretsOf({ type, url, signingSecret, password, headers }: ChannelDraft): Record<string, unknown> {
  if (type === 'email') return given({ password });
  const map = fromPairs(headers);
  return {
    ...given({ url: url.trim(), signingSecret: SIGNED.includes(type) ? signingSecret.trim() : '' }),
    ...(type === 'webhook' && Object.keys(map).length > 0 ? { headers: map } : {}),
  };
}

const given = (texts: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''));

/** What is not there is left out of a new one. */
export function toChannelInput(draft: ChannelDraft): Schemas['ChannelInput'] {
  const { project, name, type, language, enabled } = draft;
  const settings = Object.fromEntries(Object.entries(settingsOf(draft)).filter(([, value]) => value !== null));
  const head = { project, name: name.trim(), type, language, enabled };
  return { ...head, settings, secrets: secretsOf(draft) } as Schemas['ChannelInput'];
}

/** `null` takes a field away, and what is not given stays. */
export function toChannelPatch(draft: ChannelDraft, before: Channel): Schemas['ChannelPatch'] {
  const { name, language, enabled, removed } = draft;
  const own = secretsOf(draft);
  const goneHeaders = removed.filter((one) => one.startsWith('headers.')).map((one) => one.slice('headers.'.length));
  const gone = Object.fromEntries(
    removed.filter((one) => !one.includes('.') && !(one in own)).map((one) => [one, null]),
  );
  const headers = { ...Object.fromEntries(goneHeaders.map((one) => [one, null])), ...(own['headers'] as object) };
  // A password belongs to a user: without one it goes with it.
  const isWithoutUser = before.secretsSet.includes('password') && (!draft.hasServer || draft.user.trim() === '');
  const secrets = {
    ...own,
    ...gone,
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(draft.type === 'email' && isWithoutUser ? { password: null } : {}),
  };
  const settings = settingsOf(draft);
  return {
    ...{ name: name.trim(), language, enabled },
    ...(Object.keys(settings).length > 0 ? { settings } : {}),
    ...(Object.keys(secrets).length > 0 ? { secrets } : {}),
  };
}

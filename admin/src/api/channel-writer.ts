/** Every change of a channel goes through here: the rules, the sealing, and the compare-and-set. */
import { MOST_CHANNELS, type StoredChannel } from '@crony/shared/store/store';
import { channelInput, type ChannelInput, type ChannelPatch } from '@crony/shared/wire/channel';
import { fieldErrors } from '@crony/shared/wire/field-errors';
import type { FieldError } from '@crony/shared/wire/problem';
import { REDACTED } from '@crony/shared/wire/quoted-value';
import { openChannel } from '../alerts/channels/open-channel.js';
import { ApiError, invalidInput } from './api-error.js';
import { withoutSecretValues } from './channel-view.js';
import type { ApiDependencies } from './dependencies.js';
import { versionMismatch } from './if-match.js';

type WriterDependencies = Pick<ApiDependencies, 'store' | 'secretBox' | 'clock'>;

/** An edit is laid over what was read; when somebody else was faster it is laid over that, this often. */
const MOST_EDIT_ATTEMPTS = 5;

export async function createChannel(id: string, input: ChannelInput, api: WriterDependencies): Promise<StoredChannel> {
  const { store, clock } = api;
  const { name, project } = input;
  if (project !== '' && (await store.projects.get(project)) === null) {
    throw invalidInput([
      { path: 'project', value: project, rule: 'must be the name of a project that exists, or null' },
    ]);
  }
  const count = await store.channels.count(project);
  if (count >= MOST_CHANNELS) {
    throw new ApiError('too_many_channels', `${nameOfOwner(project)} has ${count} channels.`);
  }
  const now = clock.now();
  const channel = { ...rowOf(input, api), id, project, version: 1, type: input.type, createdAt: now, updatedAt: now };
  if (!(await store.channels.create(channel))) throw nameTaken(name, project);
  return channel;
}

export async function getChannel(id: string, { store }: Pick<ApiDependencies, 'store'>): Promise<StoredChannel> {
  const channel = await store.channels.get(id);
  if (channel === null) throw channelNotFound(id);
  return channel;
}

/** With an expected version it is that version or a 412; without, the edit lands on whatever is current. */
export async function editChannel(
  id: string,
  expectedVersion: number | null,
  patch: ChannelPatch,
  api: WriterDependencies,
): Promise<StoredChannel> {
  for (let attempt = 0; attempt < MOST_EDIT_ATTEMPTS; attempt++) {
    const channel = await getChannel(id, api);
    demandVersion(channel, expectedVersion);
    const change = rowOf(patched(channel, patch, api), api);
    const now = api.clock.now();
    const result = await api.store.channels.update(id, channel.version, change, now);
    if ('version' in result) return { ...channel, ...change, version: result.version, updatedAt: now };
    if (result.conflict === 'name') throw nameTaken(change.name, channel.project);
    if (result.conflict === 'gone') throw channelNotFound(id);
  }
  throw new ApiError('write_conflict', `Others kept changing the channel ${id}.`);
}

export async function deleteChannel(
  id: string,
  expectedVersion: number | null,
  api: WriterDependencies,
): Promise<void> {
  if (expectedVersion !== null) demandVersion(await getChannel(id, api), expectedVersion);
  if (!(await api.store.channels.remove(id))) throw channelNotFound(id);
}

function demandVersion({ version }: StoredChannel, expected: number | null): void {
  if (expected !== null && version !== expected) throw versionMismatch(expected, version);
}

function rowOf(input: ChannelInput, { secretBox }: WriterDependencies) {
  const { name, language, enabled, settings, secrets } = input;
  return { name, language, enabled, settings, sealed: secretBox.seal(JSON.stringify(secrets)) };
}

/** The channel as it would be, checked as if it were new. */
function patched(stored: StoredChannel, patch: ChannelPatch, { secretBox }: WriterDependencies): ChannelInput {
  const before = openChannel(stored, secretBox);
  const { settings, secrets, ...rest } = patch;
  const { headers, ...otherSecrets } = secrets ?? {};
  const known = before.secrets as Record<string, unknown>;
  const laidOver: Record<string, unknown> = layOver(known, otherSecrets);
  if (headers === null) delete laidOver.headers;
  else if (headers !== undefined) laidOver.headers = layOverHeaders(known.headers, headers);
  const whole = {
    ...{ name: stored.name, project: stored.project || null, type: stored.type },
    ...{ language: stored.language, enabled: stored.enabled },
    ...rest,
    settings: layOver(before.settings, settings ?? {}),
    secrets: laidOver,
  };
  const read = channelInput.safeParse(whole);
  if (!read.success) throw invalidInput(withoutSecretValues(fieldErrors(read.error.issues, whole)));
  const errors = secretsLedAstray(before as Sending, read.data as Sending, secrets ?? {});
  if (errors.length > 0) throw invalidInput(errors);
  return read.data;
}

function layOver(before: Record<string, unknown>, patch: Record<string, unknown>): Record<string, unknown> {
  const all = Object.entries({ ...before, ...patch });
  return Object.fromEntries(all.filter(([, value]) => value !== null));
}

/** What is no map goes on as it is, to be refused with the rest. */
function layOverHeaders(before: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  // Header names know no case: a new `X-Token` replaces `x-token`.
  const given = new Set(Object.keys(patch).map((name) => name.toLowerCase()));
  const kept = Object.entries(before ?? {}).filter(([name]) => !given.has(name.toLowerCase()));
  return layOver(Object.fromEntries(kept), patch as Record<string, unknown>);
}

interface Sending {
  settings: { smtp?: { host: string; port: number; security: string; ca?: string } };
  secrets: { url?: string; password?: string; headers?: Record<string, string> };
}

/**
 * Whoever may change a channel may not read its secrets, and must not have them sent to an address of their own: where
 * the address changes, the secrets that go there must be given again.
 */
function secretsLedAstray(before: Sending, after: Sending, given: Record<string, unknown>): FieldError[] {
  const rule = 'must be given again, because what it is sent to changes';
  const errors: FieldError[] = [];
  const [from, to] = [before.settings.smtp, after.settings.smtp];
  const sameServer =
    from?.host === to?.host && from?.port === to?.port && from?.security === to?.security && from?.ca === to?.ca;
  if (!sameServer && after.secrets.password !== undefined && typeof given.password !== 'string') {
    errors.push({ path: 'secrets.password', value: REDACTED, rule });
  }
  if (originOf(before.secrets.url) !== originOf(after.secrets.url)) {
    const givenHeaders = new Set(Object.keys(given.headers ?? {}).map((name) => name.toLowerCase()));
    for (const name of Object.keys(after.secrets.headers ?? {})) {
      if (!givenHeaders.has(name.toLowerCase())) {
        errors.push({ path: `secrets.headers.${name}`, value: REDACTED, rule });
      }
    }
  }
  return errors;
}

function originOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).origin;
}

function nameOfOwner(project: string): string {
  return project === '' ? 'The cluster' : `Project ${project}`;
}

function nameTaken(name: string, project: string): ApiError {
  return new ApiError('channel_name_taken', `${nameOfOwner(project)} has a channel named ${name} already.`);
}

export function channelNotFound(id: string): ApiError {
  return new ApiError('channel_not_found', `There is no channel ${id}.`);
}

/** What may be seen of a channel, and of what was wrong with one. */
import type { StoredChannel } from '@crony/shared/store/store';
import type { ChannelAnswer } from '@crony/shared/wire/channel';
import { toInstant } from '@crony/shared/wire/instant';
import type { FieldError } from '@crony/shared/wire/problem';
import { REDACTED } from '@crony/shared/wire/quoted-value';
import type { OpenChannel } from '../alerts/channels/channel.js';
import { openChannel } from '../alerts/channels/open-channel.js';
import type { ApiDependencies } from './dependencies.js';

type ViewDependencies = Pick<ApiDependencies, 'secretBox' | 'logger'>;

export function viewChannel(stored: StoredChannel, api: ViewDependencies): ChannelAnswer {
  const { id, project, name, type, language, enabled, version, settings, createdAt, updatedAt } = stored;
  const open = openOrNull(stored, api);
  return {
    ...{ id, project: project || null, name, type, language, enabled, version, settings },
    secretsSet: open === null ? [] : namesOf(open.secrets),
    host: open === null ? null : hostOf(open),
    createdAt: toInstant(createdAt),
    updatedAt: toInstant(updatedAt),
  };
}

/** One that was sealed under a secret which is gone is still to be seen, so that it can be mended or deleted. */
function openOrNull(stored: StoredChannel, { secretBox, logger }: ViewDependencies): OpenChannel | null {
  try {
    return openChannel(stored, secretBox);
  } catch (error) {
    logger.warn({ err: error, channel: stored.id }, 'the secrets of a channel cannot be opened');
    return null;
  }
}

function namesOf(secrets: object): string[] {
  return Object.entries(secrets as Record<string, unknown>).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null ? Object.keys(value).map((inner) => `${name}.${inner}`) : [name],
  );
}

function hostOf(channel: OpenChannel): string | null {
  if (channel.type === 'email') return channel.settings.smtp?.host ?? null;
  return new URL(channel.secrets.url).host;
}

/** Of everything else it cannot be known that it is no secret: somebody may have put it into the wrong field. */
const FREE_OF_SECRETS =
  /^(name|project|type|language|enabled|limit|id|settings\.(to(\.\d+)?|from|smtp\.(host|port|security|user)))$/;

export function withoutSecretValues(errors: readonly FieldError[]): FieldError[] {
  return errors.map((error) =>
    FREE_OF_SECRETS.test(error.path) || error.value === null ? error : { ...error, value: REDACTED },
  );
}

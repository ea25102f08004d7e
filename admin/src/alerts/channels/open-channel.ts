import type { SecretBox } from '@crony/shared/runtime/secret-box';
import type { StoredChannel } from '@crony/shared/store/store';
import type { OpenChannel } from './channel.js';

/** Throws where the secrets were sealed under another `CRONY_SECRET`; the error names the channel and no secret. */
export function openChannel(channel: StoredChannel, secretBox: SecretBox): OpenChannel {
  const { id, name, project, language, type, settings, sealed } = channel;
  // Both were checked together when the row was written: they are those of the type.
  return {
    id,
    name,
    project,
    language,
    type,
    settings,
    secrets: openSecrets(channel.name, sealed, secretBox),
  } as OpenChannel;
}

function openSecrets(name: string, sealed: string, secretBox: SecretBox): unknown {
  try {
    return JSON.parse(secretBox.open(sealed));
  } catch (error) {
    throw new Error(`the secrets of the channel ${name} cannot be opened`, { cause: error });
  }
}

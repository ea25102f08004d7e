import type { z } from '@hono/zod-openapi';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import type { StoredChannel } from '@crony/shared/store/store';
import type { channelTestAnswer } from '@crony/shared/wire/channel';
import { SendError } from '../alerts/channels/channel.js';
import { openChannel } from '../alerts/channels/open-channel.js';
import type { ApiDependencies } from './dependencies.js';

/** Sends for real. That it fails is an answer like any other. */
export async function testChannel(
  stored: StoredChannel,
  { channels, secretBox, clock, logger }: ApiDependencies,
  signal: AbortSignal,
): Promise<z.output<typeof channelTestAnswer>> {
  const channel = openChannel(stored, secretBox);
  const message = { id: uuidv7(clock), kind: 'test' as const, channelName: stored.name, at: clock.now() };
  const startedAt = clock.monotonic();
  const tookMs = (): number => Math.round(clock.monotonic() - startedAt);
  try {
    await channels.send(channel, message, signal);
    return { delivered: true, tookMs: tookMs(), error: null };
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    const { message: told, retryable, retryAfterMs } = error;
    logger.info({ channel: stored.id, error: told }, 'the test of a channel was not delivered');
    return { delivered: false, tookMs: tookMs(), error: { message: told, retryable, retryAfterMs } };
  }
}

/** Who may see and change which channels: those of the whole cluster may be read by everybody who reads any. */
import type { Context } from 'hono';
import type { StoredChannel } from '@crony/shared/store/store';
import type { ApiEnv } from './api-route.js';
import { channelNotFound, getChannel } from './channel-writer.js';
import { allowedProjects, demand } from './demand.js';

/** The channel, if the caller may do this with it. */
export async function demandChannel(
  c: Context<ApiEnv>,
  permission: 'channels:read' | 'channels:write',
  id: string,
): Promise<StoredChannel> {
  const channel = await getChannel(id, c.var.api);
  if (channel.project === '' && permission === 'channels:read') allowedProjects(c, permission);
  else demand(c, permission, channel.project || null, () => channelNotFound(id));
  return channel;
}

/** Whose channels are listed, of what is allowed; undefined: all. */
export function visibleOwners(
  allowed: readonly string[] | undefined,
  asked: string | undefined,
): readonly string[] | undefined {
  const visible = allowed && [...allowed, ''];
  return asked === undefined ? visible : (visible ?? [asked]).filter((name) => name === asked);
}

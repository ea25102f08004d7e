import type { LiveHubSettings } from '@crony/admin/hub';
import type { Settings } from '@crony/shared/runtime/settings/settings';
import { hubLimits } from './hub-limits.js';

/** What a hub takes over while it runs. */
export function liveHubSettings(settings: Settings<'admin'> | Settings<'standalone'>): LiveHubSettings {
  return {
    limits: hubLimits(settings),
    trustedProxies: settings.trustedProxies ?? [],
    mail: { smtp: settings.smtpUrl, from: settings.mailFrom },
  };
}

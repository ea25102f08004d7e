import type { HubLimits } from '@crony/admin/hub';
import type { Settings } from '@crony/shared/runtime/settings/settings';

/** What a hub takes and keeps, from its settings. */
export function hubLimits(settings: Settings<'admin'> | Settings<'standalone'>): HubLimits {
  return {
    requestsPerS: { known: settings.rateLimitPerS, strangers: settings.strangerLimitPerS },
    retention: {
      runs: settings.retentionRunsDays,
      alerts: settings.retentionAlertsDays,
      audit: settings.retentionAuditDays,
      stats: settings.retentionStatsDays,
      versions: settings.retentionVersionsDays,
    },
  };
}

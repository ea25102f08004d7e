import type { OidcSettings } from '@crony/admin/auth/oidc/oidc-client';
import type { Settings } from '@crony/shared/runtime/settings/settings';

/** How people sign in beside passwords, as a hub wants it. */
export function signInSettings(settings: Settings<'standalone'> | Settings<'admin'>): {
  oidc: OidcSettings | null;
  trustedProxies: readonly string[];
} {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecret: clientSecret } = settings;
  const trustedProxies = settings.trustedProxies ?? [];
  // The settings come together or not at all.
  if (issuer === null || clientId === null || clientSecret === null) return { oidc: null, trustedProxies };
  const oidc = {
    name: settings.oidcName ?? new URL(issuer).host,
    issuer,
    clientId,
    clientSecret,
    scopes: settings.oidcScopes,
    nameClaim: settings.oidcNameClaim,
    groupsClaim: settings.oidcGroupsClaim,
    adminGroup: settings.oidcAdminGroup,
    autoCreate: settings.oidcAutoCreate === 'on',
  };
  return { oidc, trustedProxies };
}

import { createHash } from 'node:crypto';
import { email as emailSchema, userName } from '@crony/shared/wire/user';
import type { OidcSettings } from './oidc-client.js';

/** Who the provider says that somebody is. */
export interface OidcIdentity {
  /** Digest of issuer and subject: the only thing that the provider promises never to give to another. */
  subject: string;
  /** Null where the claim is missing or cannot be a name here. */
  name: string | null;
  /** Null unless the provider has verified it: anybody may claim any address. */
  verifiedEmail: string | null;
  groups: readonly string[];
}

const MOST_GROUPS = 1_000;

export function readIdentity(
  claims: Readonly<Record<string, unknown>>,
  { nameClaim, groupsClaim }: Pick<OidcSettings, 'nameClaim' | 'groupsClaim'>,
): OidcIdentity {
  const address = claims['email_verified'] === true ? emailSchema.safeParse(claims['email']) : undefined;
  const verifiedEmail = address?.success ? address.data : null;
  const given = claims[nameClaim] ?? verifiedEmail;
  // An address that nobody has verified is no name either: it would look like somebody.
  const name = nameClaim === 'email' ? verifiedEmail : given;
  const asName = userName.safeParse(name);
  const groups = claims[groupsClaim];
  return {
    subject: subjectDigest(String(claims['iss']), String(claims['sub'])),
    name: asName.success ? asName.data : null,
    verifiedEmail,
    groups: Array.isArray(groups) ? groups.filter((one) => typeof one === 'string').slice(0, MOST_GROUPS) : [],
  };
}

export function subjectDigest(issuer: string, subject: string): string {
  return createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest('hex');
}

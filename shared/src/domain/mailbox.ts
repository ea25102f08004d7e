/** A mail address as people write it: `ops@example.com`, or `Operations <ops@example.com>`. */
export interface Mailbox {
  name: string;
  address: string;
}

const LONGEST_ADDRESS = 254;
const LONGEST_LOCAL_PART = 64;
/** The unquoted form of RFC 5321; quoted local parts exist on paper only, and are where injections hide. */
const LOCAL_PART = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
/** A host without a dot is one of the own network. */
const DOMAIN = /^(?!-)[\p{L}\p{N}-]{1,63}(?<!-)(\.(?!-)[\p{L}\p{N}-]{1,63}(?<!-))*$/u;
/** What separates addresses from each other and from names, and what breaks a header. */
const NO_NAME = /[<>@,;:"\\\p{Cc}\p{Cs}]/u;

/** Null where it is none, or more than one. */
export function parseMailbox(text: string): Mailbox | null {
  const trimmed = text.trim();
  const named = /^([^<>]*)<([^<>]*)>$/.exec(trimmed);
  const name = named === null ? '' : named[1]!.trim();
  const address = named === null ? trimmed : named[2]!.trim();
  if (NO_NAME.test(name) || address.length > LONGEST_ADDRESS) return null;
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
  const sound = at > 0 && local.length <= LONGEST_LOCAL_PART && LOCAL_PART.test(local) && DOMAIN.test(domain);
  return sound ? { name, address } : null;
}

/** A mail server that takes mail to pass on. */
export const SMTP_SECURITIES = ['none', 'starttls', 'tls'] as const;
export type SmtpSecurity = (typeof SMTP_SECURITIES)[number];

export interface SmtpServer {
  host: string;
  port: number;
  /** `none`: in the clear. `starttls`: refused where the server cannot go over to TLS. `tls`: from the first byte. */
  security: SmtpSecurity;
  user: string | null;
  password: string | null;
  /** Certificates (PEM) that may vouch for it, instead of the system's. */
  ca: string | null;
}

/** By RFC 8314 and RFC 6409; 25 is between servers, but what stands there without TLS is a relay of the own network. */
export const SMTP_PORTS: Record<SmtpSecurity, number> = { none: 25, starttls: 587, tls: 465 };

/** `smtp://user:password@host:587`, `smtps://host`, `smtp://relay.internal?tls=off`. Undefined for anything else. */
export function parseSmtpUrl(text: string): SmtpServer | undefined {
  if (!/^smtps?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text);
  if (hostname === '' || hash !== '' || (pathname !== '' && pathname !== '/')) return undefined;
  if (search !== '' && (search !== '?tls=off' || protocol === 'smtps:')) return undefined;
  if ((username === '') !== (password === '') || port === '0') return undefined;
  const security = protocol === 'smtps:' ? 'tls' : search === '' ? 'starttls' : 'none';
  const [user, secret] = [decode(username), decode(password)];
  if (user === undefined || secret === undefined) return undefined;
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? SMTP_PORTS[security] : Number(port),
    security,
    user: user === '' ? null : user,
    password: secret === '' ? null : secret,
    ca: null,
  };
}

function decode(text: string): string | undefined {
  try {
    const decoded = decodeURIComponent(text);
    return /\p{Cc}/u.test(decoded) ? undefined : decoded;
  } catch {
    return undefined;
  }
}

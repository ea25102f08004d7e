/** `mysql://user:password@host:port/database[?tls=true]`, `sqlite:/path/to/file.db`, `sqlite::memory:`. */

export interface MysqlUrl {
  kind: 'mysql';
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  /** Encrypted, and the server's certificate is verified. */
  tls: boolean;
}

export interface SqliteUrl {
  kind: 'sqlite';
  /** As it stands behind the colon, or `:memory:`. */
  path: string;
}

export type DatabaseUrl = MysqlUrl | SqliteUrl;

/** Names the value, without its password, and the rule. */
export class DatabaseUrlError extends Error {
  override name = 'DatabaseUrlError';

  constructor(url: string, rule: string) {
    super(`the database URL "${redactDatabaseUrl(url)}" ${rule}`);
  }
}

export const IN_MEMORY = ':memory:';
const DEFAULT_MYSQL_PORT = 3_306;

/** Also for text that is not a URL at all: what stands between the first colon of the user part and the last @ goes. */
export function redactDatabaseUrl(url: string): string {
  return url
    .replace(/^([^:/?#]+:\/{0,2}[^:@/]*):.*@/s, '$1:***@')
    .replace(/^([^:/?#]+:\/\/)([^:@/]*):[^@]*$/s, '$1$2:***');
}

export function parseDatabaseUrl(url: string): DatabaseUrl {
  if (url.startsWith('sqlite:')) return parseSqliteUrl(url);
  if (url.startsWith('mysql:')) return parseMysqlUrl(url);
  throw new DatabaseUrlError(url, 'must begin with mysql:// or sqlite:');
}

function parseSqliteUrl(url: string): SqliteUrl {
  const path = url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');
  if (path === '') throw new DatabaseUrlError(url, 'must name a file, such as sqlite:/var/lib/crony/crony.db');
  if (path.startsWith('//')) throw new DatabaseUrlError(url, 'must not name a host: sqlite:/path/to/file.db');
  return { kind: 'sqlite', path };
}

function parseMysqlUrl(url: string): MysqlUrl {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new DatabaseUrlError(url, 'must look like mysql://user:password@host:3306/database');
  }
  const decoded = (part: string, text: string): string => {
    try {
      return decodeURIComponent(text);
    } catch {
      throw new DatabaseUrlError(url, `must have special characters of its ${part} percent-encoded`);
    }
  };
  const database = decoded('database', parsed.pathname.slice(1));
  if (parsed.hostname === '') throw new DatabaseUrlError(url, 'must name a host');
  if (parsed.username === '') throw new DatabaseUrlError(url, 'must name a user');
  if (!/^[^/\\. ]{1,64}$/.test(database)) throw new DatabaseUrlError(url, 'must end with the name of one database');
  for (const [name, value] of parsed.searchParams) {
    if (name !== 'tls') throw new DatabaseUrlError(url, `must not have the parameter "${name}": only tls is known`);
    if (value !== 'true' && value !== 'false') throw new DatabaseUrlError(url, 'must have tls=true or tls=false');
  }
  return {
    kind: 'mysql',
    // An IPv6 address stands in brackets in a URL, and without them everywhere else.
    host: parsed.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: parsed.port === '' ? DEFAULT_MYSQL_PORT : Number(parsed.port),
    user: decoded('user', parsed.username),
    password: decoded('password', parsed.password),
    database,
    tls: parsed.searchParams.get('tls') === 'true',
  };
}

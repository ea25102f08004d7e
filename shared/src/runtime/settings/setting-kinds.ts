/** What a setting's text may be. Each kind states its rule once, for the refusal and for the documentation alike. */
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseDatabaseUrl } from '../../store/database-url.js';
import { parseMailbox } from '../../domain/mailbox.js';
import { parseSmtpUrl, type SmtpServer } from '../../domain/smtp-server.js';
import { projectName } from '../../wire/project.js';
import { labelName, labelValue } from '../../wire/text.js';

export interface SettingKind<T> {
  /** Stands for the value in help texts: `--port <port>`. */
  readonly placeholder: string;
  /** Completes the sentence "must be …". */
  readonly rule: string;
  /** Undefined: the text breaks the rule. */
  readonly parse: (text: string) => T | undefined;
  /** The text as it may appear in a log, where it can carry a password. */
  readonly redact?: (text: string) => string;
  /** Nothing of it may be shown to anybody. */
  readonly secret?: true;
  /** What a number counts. */
  readonly unit?: string;
}

export const port: SettingKind<number> = {
  placeholder: 'port',
  rule: 'a port from 0 to 65535, where 0 takes any free one',
  parse: (text) => wholeNumber(text, 0, 65_535),
};

export const host: SettingKind<string> = {
  placeholder: 'host',
  rule: 'an IP address or a host name, without scheme or port',
  parse: (text) => (isIP(text) > 0 || isHostName(text) ? text : undefined),
};

/** Whole numbers only: the unit is in the setting's name. */
export const integer = (min: number, max: number, unit: string): SettingKind<number> => ({
  placeholder: unit,
  unit,
  rule: `a whole number of ${unit} from ${min} to ${max}`,
  parse: (text) => wholeNumber(text, min, max),
});

export const choice = <const T extends string>(...choices: readonly T[]): SettingKind<T> => ({
  placeholder: choices.join('|'),
  rule: choices.length === 1 ? `"${choices[0]}"` : `one of ${choices.join(', ')}`,
  parse: (text) => choices.find((allowed) => allowed === text),
});

export const choiceOrInteger = <const T extends string>(
  words: readonly T[],
  min: number,
  max: number,
  unit: string,
): SettingKind<T | number> => ({
  placeholder: `${words.join('|')}|number`,
  unit,
  rule: `${words.join(', ')} or ${integer(min, max, unit).rule}`,
  parse: (text) => words.find((word) => word === text) ?? wholeNumber(text, min, max),
});

/** Becomes part of an etcd key, a label of metrics and a column of the runs table. */
export const identifier: SettingKind<string> = {
  placeholder: 'id',
  rule: '1 to 63 letters, digits, ".", "_" or "-", beginning with a letter or digit',
  parse: (text) => (isIdentifier(text) ? text : undefined),
};

/** The same names that jobs may have in their `project` and `nodeLabels`. */
const isProjectName = (name: string): boolean => projectName.safeParse(name).success;
const isLabel = ([name, value]: string[]): boolean =>
  labelName.safeParse(name).success && labelValue.safeParse(value).success;

export const projectList: SettingKind<string[]> = {
  placeholder: 'name,name',
  rule: 'names of projects separated by commas, none twice',
  parse(text) {
    const names = text.split(',').map((name) => name.trim());
    return names.every(isProjectName) && new Set(names).size === names.length ? names : undefined;
  },
};

export const words: SettingKind<string[]> = {
  placeholder: 'word,word',
  rule: 'words separated by commas, without spaces inside',
  parse(text) {
    const parts = text.split(',').map((part) => part.trim());
    return parts.every((part) => /^\S+$/.test(part)) ? parts : undefined;
  },
};

export const networks: SettingKind<string[]> = {
  placeholder: 'network,network',
  rule: 'addresses and networks separated by commas, such as 10.0.0.0/8,192.0.2.7',
  parse(text) {
    const parts = text.split(',').map((part) => part.trim());
    return parts.every(isNetwork) ? parts : undefined;
  },
};

export const labels: SettingKind<Record<string, string>> = {
  placeholder: 'key=value,key=value',
  rule: 'labels such as zone=a,gpu=1, no key twice, of letters, digits, ".", "_" and "-"',
  parse(text) {
    const pairs = text.split(',').map((pair) => pair.trim().split('='));
    const wellFormed = pairs.every((pair) => pair.length === 2 && isLabel(pair));
    const keys = new Set(pairs.map(([key]) => key));
    return wellFormed && keys.size === pairs.length ? (Object.fromEntries(pairs) as Record<string, string>) : undefined;
  },
};

export const httpUrl: SettingKind<string> = {
  placeholder: 'url',
  rule: 'an http:// or https:// URL without user, query or fragment',
  parse: parseHttpUrl,
  redact: redactUrl,
};

/** As it is written: to a provider, a slash at the end makes another issuer. */
export const issuerUrl: SettingKind<string> = {
  ...httpUrl,
  parse: (text) => (parseHttpUrl(text) === undefined ? undefined : text),
};

export const httpUrlList: SettingKind<string[]> = {
  placeholder: 'url,url',
  rule: 'http:// or https:// URLs separated by commas, such as http://127.0.0.1:2379, with nothing after the port',
  parse(text) {
    const urls = text.split(',').map((url) => parseHttpUrl(url.trim()));
    return urls.every((url) => url !== undefined && new URL(url).pathname === '/') ? (urls as string[]) : undefined;
  },
  redact: (text) => text.split(',').map(redactUrl).join(','),
};

export const databaseUrl: SettingKind<string> = {
  placeholder: 'url',
  rule:
    'mysql://user:password@host:3306/database, with special characters percent-encoded and ?tls=true behind it ' +
    'for TLS, or sqlite: and the path of a file',
  parse(text) {
    try {
      parseDatabaseUrl(text);
      return text;
    } catch {
      return undefined;
    }
  },
  redact: redactUrl,
};

export const etcdPrefix: SettingKind<string> = {
  placeholder: 'prefix',
  rule: 'a path such as /crony/v1: "/" before each part and none at the end',
  parse: (text) => (/^(\/[A-Za-z0-9._-]+){1,16}$/.test(text) ? text : undefined),
};

export const smtpUrl: SettingKind<SmtpServer> = {
  placeholder: 'url',
  rule: 'smtp://host:587 or smtps://host:465, with user:password@ before the host where the server asks for them, percent-encoded, and ?tls=off behind it where it has no TLS',
  parse: parseSmtpUrl,
  redact: redactUrl,
};

export const mailAddress: SettingKind<string> = {
  placeholder: 'address',
  rule: 'a mail address such as crony@example.com, or Crony <crony@example.com>',
  parse: (value) => (parseMailbox(value) === null ? undefined : value.trim()),
};

const hidden = (value: string): string => `(hidden, ${[...value].length} characters)`;

/** Never shown; the length is what keeps it from being guessed. */
export const secretText = (minLength: number): SettingKind<string> => ({
  placeholder: 'secret',
  rule: `at least ${minLength} characters, none of them a control character`,
  parse: (value) => ([...value].length >= minLength && !/\p{Cc}/u.test(value) ? value : undefined),
  redact: hidden,
  secret: true,
});

/** Travels in a header, which takes only these characters. */
export const bearerToken = (minLength: number): SettingKind<string> => ({
  placeholder: 'token',
  rule: `at least ${minLength} characters, all of them visible ASCII without spaces`,
  parse: (value) => (value.length >= minLength && /^[\x21-\x7e]+$/.test(value) ? value : undefined),
  redact: hidden,
  secret: true,
});

/** A name that somebody else has chosen. */
export const text: SettingKind<string> = {
  placeholder: 'text',
  rule: 'not empty, and without control characters',
  parse: (value) => (value !== '' && !/\p{Cc}/u.test(value) ? value : undefined),
};

export const hiddenText: SettingKind<string> = { ...text, placeholder: 'secret', redact: hidden, secret: true };

export const pemFile: SettingKind<string> = {
  placeholder: 'file',
  rule: 'the path of a PEM file that this process may read',
  parse(path) {
    try {
      return readFileSync(path, 'utf8').includes('-----BEGIN ') ? resolve(path) : undefined;
    } catch {
      return undefined;
    }
  },
};

export const readableFile: SettingKind<string> = {
  placeholder: 'file',
  rule: 'the path of a file that this process may read',
  parse(path) {
    try {
      accessSync(path, constants.R_OK);
      return statSync(path).isFile() ? resolve(path) : undefined;
    } catch {
      return undefined;
    }
  },
};

export const directory: SettingKind<string> = {
  placeholder: 'directory',
  rule: 'the path of a directory',
  parse: (path) => (path.trim() === '' || path.includes('\0') ? undefined : resolve(path)),
};

export const newDirectory: SettingKind<string> = {
  placeholder: 'directory',
  rule: 'the path of a directory that is not there yet',
  parse: (path) => (directory.parse(path) === undefined || existsSync(path) ? undefined : resolve(path)),
};

/** One of the policies that Crony brings, or a module that exports another. */
export const policy = <const T extends string>(...builtIn: readonly T[]): SettingKind<string> => ({
  placeholder: `${builtIn.join('|')}|file`,
  rule: `one of ${builtIn.join(', ')}, or the path of a module, with a "/" in it, that this process may read`,
  parse(value) {
    if (builtIn.some((name) => name === value)) return value;
    if (!value.includes('/')) return undefined;
    try {
      accessSync(value, constants.R_OK);
      return resolve(value);
    } catch {
      return undefined;
    }
  },
});

function wholeNumber(value: string, min: number, max: number): number | undefined {
  if (!/^\d{1,15}$/.test(value)) return undefined;
  const number = Number(value);
  return number >= min && number <= max ? number : undefined;
}

function isNetwork(value: string): boolean {
  const [address = '', bits, ...more] = value.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || wholeNumber(bits, 0, family === 4 ? 32 : 128) !== undefined;
}

function isIdentifier(value: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(value);
}

/** A last part of digits alone is a mistyped IPv4 address (RFC 3696). */
function isHostName(value: string): boolean {
  const parts = value.split('.');
  const wellFormed = parts.every((part) => /^(?!-)[A-Za-z0-9-]{1,63}(?<!-)$/.test(part));
  return wellFormed && value.length <= 253 && !/^\d+$/.test(parts.at(-1)!);
}

function parseHttpUrl(value: string): string | undefined {
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  return url.href.replace(/\/$/, '');
}

/**
 * Hides the password even where the text is no proper URL: from the first ":" behind the scheme to the last "@", or to
 * the end where there is no "@" and what follows is no port.
 */
function redactUrl(value: string): string {
  return value
    .replace(/^(\s*[a-z][a-z0-9+.-]*:\/\/)?([^:@/]*):.*@/is, '$1$2:***@')
    .replace(/^(\s*[a-z][a-z0-9+.-]*:\/\/[^:@/]*):(?!\d{1,5}(?:[/,]|$))[^@]*$/is, '$1:***');
}

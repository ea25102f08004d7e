/** Which proxy leads to a target, as the customary environment variables have it. */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { basicAuthorization } from './authorization.js';

export interface ProxySettings {
  /** For http URLs. */
  http?: string;
  /** For https URLs; without it, the one for http serves both. */
  https?: string;
  /** What is called directly: names (and all below them), addresses, ranges, each with a port or without; `*`. */
  no?: string;
}

/** Lower case wins, as in curl: a web server may set HTTP_PROXY from a request's header. */
export function proxySettingsFrom(environment: Readonly<Record<string, string | undefined>>): ProxySettings {
  const read = (name: string) => environment[name.toLowerCase()] || environment[name];
  const [http, https, no] = [read('HTTP_PROXY'), read('HTTPS_PROXY'), read('NO_PROXY')];
  return { ...(http && { http }), ...(https && { https }), ...(no && { no }) };
}

export interface Proxy {
  protocol: 'http:' | 'https:';
  /** Without brackets. */
  hostname: string;
  port: number;
  /** `Proxy-Authorization`. */
  authorization: string | null;
  /** `host:port`, for people. */
  name: string;
}

/** A proxy's URL that is none. The message shows no credentials. */
export class ProxySettingError extends Error {
  override name = 'ProxySettingError';
}

interface Exception {
  name: string;
  range: [ipaddr.IPv4 | ipaddr.IPv6, number] | null;
  port: number | null;
}

export class Proxies {
  readonly #http: Proxy | null;
  readonly #https: Proxy | null;
  readonly #exceptions: readonly Exception[];

  /** Throws `ProxySettingError`. */
  constructor({ http, https, no = '' }: ProxySettings) {
    this.#http = http === undefined ? null : parseProxy('HTTP_PROXY', http);
    this.#https = https === undefined ? this.#http : parseProxy('HTTPS_PROXY', https);
    this.#exceptions = no.split(/[,\s]+/).flatMap((entry) => (entry === '' ? [] : [parseException(entry)]));
  }

  /** Null where the target is called directly. */
  proxyFor(protocol: string, hostname: string, port: number): Proxy | null {
    const proxy = protocol === 'https:' ? this.#https : this.#http;
    if (proxy === null) return null;
    const host = bare(hostname).toLowerCase().replace(/\.$/, '');
    const address = isIP(host) === 0 ? null : ipaddr.process(host);
    const isException = this.#exceptions.some((one) => {
      if (one.port !== null && one.port !== port) return false;
      if (one.name === '*') return true;
      if (one.range === null) return host === one.name || host.endsWith(`.${one.name}`);
      return address !== null && address.kind() === one.range[0].kind() && (address as ipaddr.IPv4).match(one.range);
    });
    return isException ? null : proxy;
  }
}

function parseProxy(variable: string, text: string): Proxy {
  const written = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    throw new ProxySettingError(`${variable} must be the URL of a proxy, such as http://proxy.internal:3128`);
  }
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return {
    protocol: url.protocol,
    hostname: bare(url.hostname),
    port,
    authorization: url.username === '' ? null : credentialsOf(variable, url),
    name: `${url.hostname}:${port}`,
  };
}

function credentialsOf(variable: string, url: URL): string {
  try {
    return basicAuthorization(decodeURIComponent(url.username), decodeURIComponent(url.password));
  } catch {
    throw new ProxySettingError(`${variable}: user name and password must be percent-encoded`);
  }
}

function parseException(entry: string): Exception {
  const text = entry.toLowerCase();
  const withPort = /^(\[[^\]]*\]|[^:]+):(\d+)$/.exec(text);
  const name = bare(withPort?.[1] ?? text);
  const port = withPort ? Number(withPort[2]) : null;
  if (name === '*') return { name, range: null, port };
  if (isIP(name) !== 0) {
    const address = ipaddr.process(name);
    return { name, range: [address, address.kind() === 'ipv4' ? 32 : 128], port };
  }
  if (ipaddr.isValidCIDR(name)) return { name, range: ipaddr.parseCIDR(name), port };
  return { name: name.replace(/^\*?\./, '').replace(/\.$/, ''), range: null, port };
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

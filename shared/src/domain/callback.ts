/**
 * What an attempt does: the three kinds of callback, as jobs carry them. Texts marked "template" take `{{…}}` (see
 * template.ts); a node renders them before it calls. Secrets stand in a job only by name.
 */

/** Credentials, each a template that names a secret where it is one. */
export type HttpAuth =
  | { type: 'basic'; username: string; password: string }
  | { type: 'bearer'; token: string }
  /** OAuth 2 client credentials (RFC 6749, 4.4): the node fetches a token and keeps it until it expires. */
  | { type: 'oauth2'; tokenUrl: string; clientId: string; clientSecret: string; scope?: string; audience?: string };

/** For TLS and mutual TLS; PEM texts, templates. Given empty, it only turns TLS on (gRPC). */
export interface CallbackTls {
  /** Trusted instead of the system's authorities. */
  ca?: string;
  /** Shown to the service, together with `key`. */
  cert?: string;
  key?: string;
  /** Expected in the service's certificate instead of the host's name. */
  serverName?: string;
}

/** What counts as success over HTTP; both must hold where both are given. */
export interface HttpSuccess {
  /** `204`, `2xx`, `200-204`; default `2xx`. */
  statuses?: string[];
  /** A regular expression (RE2) that the kept beginning of the body must match somewhere. */
  bodyPattern?: string;
}

export interface HttpCallback {
  type: 'http';
  method: string;
  /** Template, but for scheme, host and port. */
  url: string;
  /** Values are templates. */
  headers?: Record<string, string>;
  /** Template. */
  body?: string;
  auth?: HttpAuth;
  tls?: CallbackTls;
  success?: HttpSuccess;
  /** Redirects that are followed, within the same origin only; default 0. */
  maxRedirects?: number;
  /** Called with POST when a run is cancelled that the service may be working on. Template like `url`. */
  cancelUrl?: string;
}

/** Of the gRPC specification, by number; `OK` is 0. */
export const GRPC_CODES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;

export type GrpcCode = (typeof GRPC_CODES)[number];

export interface GrpcCallback {
  type: 'grpc';
  /** `host:port`, `dns:///host:port` or `etcd:///service`. */
  target: string;
  /** `package.Service/Method`, unary; default DEFAULT_GRPC_METHOD. */
  method?: string;
  /** JSON; template. Default `{}`; of Crony's own service the payload of its request. */
  payload?: string;
  /** Values are templates. */
  metadata?: Record<string, string>;
  /** A FileDescriptorSet as base64 that describes `method`; without it the server is asked by reflection. */
  descriptorSet?: string;
  /** Names of status codes that are success; default `OK` alone. */
  expectedCodes?: GrpcCode[];
  /** Absent: plain text. */
  tls?: CallbackTls;
}

/** `crony/callback/v1/callback.proto`, published with the SDK. */
export const DEFAULT_GRPC_METHOD = 'crony.callback.v1.Callback/Invoke';

export const DEFAULT_SETUP_TIMEOUT_MS = 60_000;

export interface ShellCallback {
  type: 'shell';
  /** With `args` a program, else a line for `/bin/sh -c`. No template: values reach it through its environment. */
  command: string;
  args?: string[];
  /** Absolute; default the directory `shell` in the node's data directory. */
  cwd?: string;
  /** Values are templates. */
  env?: Record<string, string>;
  /** Secrets of the project that it finds in its environment, under their own names. */
  secrets?: string[];
  /** Template. */
  stdin?: string;
  /** Default 0 alone. */
  successExitCodes?: number[];
  /** Run by a node before it runs the command for the first time; scripts that are equal run once. */
  setup?: { command: string; timeoutMs?: number };
}

export type Callback = HttpCallback | GrpcCallback | ShellCallback;

/** Every text of a callback that is a template, with its path below the callback. */
export function callbackTemplates(callback: Callback): { path: string; text: string }[] {
  const of = (path: string, text: string | undefined) => (text === undefined ? [] : [{ path, text }]);
  const each = (path: string, texts: Readonly<Record<string, string>> = {}) =>
    Object.entries(texts).map(([name, text]) => ({ path: `${path}.${name}`, text }));
  const tls = ({ ca, cert, key }: CallbackTls = {}) => [
    ...of('tls.ca', ca),
    ...of('tls.cert', cert),
    ...of('tls.key', key),
  ];
  switch (callback.type) {
    case 'http': {
      const { type: _, ...credentials } = callback.auth ?? { type: null };
      const { url, headers, body, cancelUrl } = callback;
      return [
        ...of('url', url),
        ...each('headers', headers),
        ...of('body', body),
        ...each('auth', credentials),
        ...tls(callback.tls),
        ...of('cancelUrl', cancelUrl),
      ];
    }
    case 'grpc':
      return [...of('payload', callback.payload), ...each('metadata', callback.metadata), ...tls(callback.tls)];
    case 'shell':
      return [...each('env', callback.env), ...of('stdin', callback.stdin)];
  }
}

/**
 * What a callback is sent to, as limits and circuit breakers know it: `https://orders.internal`, `grpc:orders:9000`,
 * `shell`. No part of it is a template.
 */
export function callbackTarget(callback: Callback): string {
  switch (callback.type) {
    case 'http':
      return originOf(callback.url);
    case 'grpc':
      return `grpc:${callback.target}`;
    case 'shell':
      return 'shell';
  }
}

/** Parsing a URL at every run costs more than the look into a map; a node knows few origins' worth of URLs. */
const origins = new Map<string, string>();
const MOST_ORIGINS = 10_000;

function originOf(url: string): string {
  // The path may be a template that differs by job only; everything before it decides.
  const authority = /^[a-z]+:\/\/[^/?#]*/i.exec(url)?.[0] ?? url;
  let origin = origins.get(authority);
  if (origin === undefined) {
    origin = URL.canParse(authority) ? new URL(authority).origin : authority;
    if (origins.size >= MOST_ORIGINS) origins.clear();
    origins.set(authority, origin);
  }
  return origin;
}

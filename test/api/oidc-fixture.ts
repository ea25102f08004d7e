/** A real OpenID provider on a loopback port, and a browser that signs in there. */
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { CALLBACK_PATH, type OidcSettings } from '@crony/admin/auth/oidc/oidc-client';
import { PUBLIC_URL } from './api-fixture.js';

export type Claims = Record<string, unknown>;

export interface OidcFixture {
  settings: OidcSettings;
  /** Whom the provider knows, by subject: what it says of each. */
  accounts: Map<string, Claims>;
  /** Signs in as the subject and agrees to everything. Answers where the provider sends the browser back to. */
  signIn(authorizationUrl: string, subject: string): Promise<URL>;
  close(): Promise<void>;
}

const CLIENT = { id: 'crony', secret: 'a client secret of the provider' };
/** Sign-in, consent, and the redirects between them. */
const MOST_STEPS = 10;

interface ProviderOptions {
  /** By which it calls itself. */
  host?: string;
  /** Of the hub. */
  publicUrl?: string;
}

export async function startOidcProvider({
  host = '127.0.0.1',
  publicUrl = PUBLIC_URL,
}: ProviderOptions = {}): Promise<OidcFixture> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://${host}:${(server.address() as AddressInfo).port}`;
  const accounts = new Map<string, Claims>();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [publicUrl + CALLBACK_PATH] }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'one' }] },
    cookies: { keys: ['a key of the provider'] },
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups'], email: ['email', 'email_verified'] },
    findAccount: (_, sub) => {
      const claims = accounts.get(sub);
      return claims && { accountId: sub, claims: () => ({ sub, ...claims }) };
    },
  });
  const handle = provider.callback();
  server.on('request', (request, response) => void handle(request, response));
  const settings: OidcSettings = {
    name: 'Example SSO',
    issuer,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    scopes: ['profile', 'email'],
    nameClaim: 'preferred_username',
    groupsClaim: 'groups',
    adminGroup: null,
    autoCreate: true,
  };
  return { settings, accounts, signIn: (url, subject) => browse(url, subject), close: () => closed(server) };
}

async function browse(start: string, subject: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = new URL(start);
  let form: Record<string, string> | null = null;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const response: Response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      ...(form === null ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      cookies.set(name!, value!);
    }
    const page = await response.text();
    const location = response.headers.get('location');
    if (location !== null) {
      const next = new URL(location, url);
      if (next.origin === PUBLIC_URL) return next;
      [url, form] = [next, null];
      continue;
    }
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    if (prompt === undefined) throw new Error(`the provider answered ${response.status}: ${page.slice(0, 500)}`);
    form = { prompt, login: subject, password: 'any' };
  }
  throw new Error(`the provider asks for more than ${MOST_STEPS} steps`);
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

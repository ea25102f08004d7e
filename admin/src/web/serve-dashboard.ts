/**
 * The dashboard, as the hub serves it: files of the build by their names, and its one page for every other address that
 * a browser opens, because the page finds its way by itself.
 *
 * The page may run only its own scripts and styles. The component library writes a few `<style>` elements for what
 * depends on the screen; they carry a nonce, which is new for each answer, and so the page is never cached.
 */
import { randomBytes } from 'node:crypto';
import type { ContentCoding, DashboardFile } from './dashboard-files.js';

export interface Dashboard {
  /** Null: not the dashboard's affair. */
  respond(request: DashboardRequest): Response | null;
}

export interface DashboardRequest {
  method: string;
  path: string;
  accept: string;
  acceptEncoding: string;
  ifNoneMatch: string | undefined;
  /** Whether a session cookie came along, or could be there unsent; the page then asks whose it is, and goes to the sign-in otherwise. */
  hasSession: boolean;
}

const PAGE = '/index.html';
/** The hub's own; a mistyped one must be told so, and not be shown a page. */
const NOT_PAGES = /^\/(api|metrics|healthz|readyz|openapi\.json)(\/|$)/;
const HASHED = /^\/assets\//;
const NONCE = '__CRONY_NONCE__';
const SESSION = '__CRONY_SESSION__';

export function createDashboard(files: ReadonlyMap<string, DashboardFile> | null): Dashboard {
  const page = files?.get(PAGE);
  const html = page === undefined ? null : Buffer.from(page.body).toString('utf8');
  return {
    respond(request) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return null;
      const file = request.path === PAGE ? undefined : files?.get(request.path);
      if (file) return fileResponse(file, request);
      if (NOT_PAGES.test(request.path) || HASHED.test(request.path)) return null;
      if (!request.accept.includes('text/html')) return null;
      return html === null ? notBuilt() : pageResponse(html, request);
    },
  };
}

function pageResponse(html: string, { hasSession }: DashboardRequest): Response {
  const nonce = randomBytes(16).toString('base64');
  const body = html.replaceAll(NONCE, nonce).replaceAll(SESSION, hasSession ? 'given' : 'none');
  return new Response(body, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache, no-store',
      'content-security-policy': policy(nonce),
      vary: 'cookie, sec-fetch-site',
    },
  });
}

/** `style` attributes are set by script, which no policy of styles concerns. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function fileResponse(file: DashboardFile, { path, acceptEncoding, ifNoneMatch }: DashboardRequest): Response {
  const headers: Record<string, string> = {
    'cache-control': HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: file.etag,
    vary: 'accept-encoding',
  };
  if (ifNoneMatch?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === file.etag)) {
    return new Response(null, { status: 304, headers });
  }
  const coding = codingFor(file, acceptEncoding);
  if (coding !== null) headers['content-encoding'] = coding;
  headers['content-type'] = file.mediaType;
  return new Response((coding !== null && file.compressed[coding]) || file.body, { headers });
}

function codingFor({ compressed }: DashboardFile, acceptEncoding: string): ContentCoding | null {
  const accepted = new Map(
    acceptEncoding.split(',').map((part): [string, boolean] => {
      const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      return [name, !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))];
    }),
  );
  return (['br', 'gzip'] as const).find((coding) => compressed[coding] && accepted.get(coding)) ?? null;
}

function notBuilt(): Response {
  const text = [
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Crony</title>',
    '<h1>The dashboard has not been built</h1>',
    '<p>This hub was started without it. In the checkout, run <code>npm run build</code> and start the hub again;',
    '<code>npm start</code> and <code>npm run demo</code> build it by themselves.</p>',
    '<p>The API is here all the same: <a href="/openapi.json">/openapi.json</a>.</p></html>',
  ].join('\n');
  return new Response(text, {
    status: 503,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    },
  });
}

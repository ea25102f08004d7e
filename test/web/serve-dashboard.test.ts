/** How the hub serves the dashboard: caches, compression, what is a page and what is not, and what a page may do. */
import { expect, test } from 'vitest';
import type { DashboardFile } from '@crony/admin/web/dashboard-files';
import { createDashboard } from '@crony/admin/web/serve-dashboard';
import { startApi } from '../api/api-fixture.js';

const bytes = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text));
const file = (mediaType: string, text: string): DashboardFile => ({
  mediaType,
  etag: '"tag"',
  body: bytes(text),
  compressed: { br: bytes('as brotli'), gzip: bytes('as gzip') },
});
const PAGE =
  '<meta name="crony-nonce" content="__CRONY_NONCE__"><meta name="crony-session" content="__CRONY_SESSION__">';
const FILES = new Map([
  ['/index.html', file('text/html; charset=utf-8', PAGE)],
  ['/assets/main-1a2b.js', file('text/javascript; charset=utf-8', 'script')],
  ['/favicon.svg', file('image/svg+xml', 'icon')],
]);
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-encoding': 'gzip, deflate, br' };

async function get(path: string, headers: Record<string, string> = BROWSER, method = 'GET'): Promise<Response> {
  const api = await startApi({}, { dashboard: createDashboard(FILES) });
  try {
    const response = await api.app.request(`http://localhost${path}`, { method, headers });
    // Read before the store is closed.
    return new Response(response.status === 304 ? null : await response.arrayBuffer(), response);
  } finally {
    await api.close();
  }
}

test('files of the build are kept for ever, in the best form that the browser reads', async () => {
  const brotli = await get('/assets/main-1a2b.js');
  expect(Object.fromEntries(brotli.headers)).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-encoding': 'br',
    'content-type': 'text/javascript; charset=utf-8',
    vary: 'accept-encoding',
    etag: '"tag"',
    'x-content-type-options': 'nosniff',
  });
  expect(await brotli.text()).toBe('as brotli');
  expect(await (await get('/assets/main-1a2b.js', { 'accept-encoding': 'gzip, br;q=0' })).text()).toBe('as gzip');
  const plain = await get('/assets/main-1a2b.js', {});
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(await plain.text()).toBe('script');
});

test('what has no hash in its name is asked about again, and not sent twice', async () => {
  expect((await get('/favicon.svg')).headers.get('cache-control')).toBe('no-cache');
  const again = await get('/favicon.svg', { ...BROWSER, 'if-none-match': 'W/"other", "tag"' });
  expect(again.status).toBe(304);
});

test.each(['/', '/jobs', '/jobs/01890000-0000-7000-8000-000000000001', '/index.html', '/nothing.of.this.name'])(
  '%s is the page',
  async (path) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toContain('no-cache');
    expect(await response.text()).toContain('content="none"');
  },
);

test('each page has a nonce of its own, which is all that its policy adds', async () => {
  const nonces = new Set<string>();
  for (let i = 0; i < 3; i += 1) {
    const response = await get('/', { ...BROWSER, cookie: 'crony_session=x' });
    const html = await response.text();
    const nonce = /crony-nonce" content="([^"]+)"/.exec(html)![1]!;
    nonces.add(nonce);
    expect(html).toContain('content="given"');
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
  }
  expect(nonces.size).toBe(3);
});

test.each([
  ['/assets/gone-9f9f.js', 404],
  ['/api/v1/nothing', 404],
  ['/api', 404],
  ['/metrics/nothing', 404],
])('%s is no page', async (path, status) => {
  const response = await get(path);
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
});

test('programs are told what is not there, and writes never meet a page', async () => {
  expect((await get('/jobs', { accept: '*/*' })).status).toBe(404);
  expect((await get('/jobs', BROWSER, 'POST')).status).toBe(404);
  expect((await get('/jobs', BROWSER, 'HEAD')).status).toBe(200);
  expect((await get('/api/v1/jobs', BROWSER)).status).toBe(401);
});

test('a hub without the build says how to make it', () => {
  const dashboard = createDashboard(null);
  const request = { method: 'GET', path: '/', accept: 'text/html', acceptEncoding: '', ifNoneMatch: undefined, hasSession: false }; // prettier-ignore
  const response = dashboard.respond(request);
  expect(response?.status).toBe(503);
  return expect(response?.text()).resolves.toContain('npm run build');
});

import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type ApiFixture } from '../api/api-fixture.js';
import { apiDocument, type OpenApiDocument } from './api-document.js';
import { ROOT, headings, readPage } from './pages.js';

let api: ApiFixture;
beforeAll(async () => {
  const metrics = { contentType: 'text/plain', render: () => Promise.resolve('') };
  api = await startApi({}, { metrics });
});
afterAll(() => api.close());

test('docs/api.md is made from the OpenAPI document', async () => {
  const { body } = await api.request('GET', '/openapi.json', { anonymous: true });
  await expect(apiDocument(body as unknown as OpenApiDocument)).toMatchFileSnapshot(join(ROOT, 'docs/api.md'));
});

test('every route of the hub has its place there', () => {
  const told = headings(readPage('docs/api.md')).map((line) => line.replace(/^#+ /, ''));
  const routes = api.app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replace('/api/v1', '').replaceAll(/:(\w+)/g, '{$1}')}`);
  expect(routes.length).toBeGreaterThan(80);
  expect([...new Set(routes)].filter((route) => !told.includes(route))).toEqual([]);
  expect(new Set(told).size).toBe(told.length);
});

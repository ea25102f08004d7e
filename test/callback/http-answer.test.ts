import { describe, expect, it } from 'vitest';
import { DEADLINE_MS, http, useHttpFixture } from './http-fixture.js';

describe('HTTP, the answer', () => {
  const at = useHttpFixture();

  it.each([200, 201, 202, 204, 299])('%i is success', async (status) => {
    const result = await at.callWith({ status, body: '' });
    expect(result).toMatchObject({ outcome: 'succeeded', statusCode: status, response: '', responseBytes: 0 });
  });

  it.each([400, 404, 409, 429, 500, 503, 304])('%i is failure, and its text is kept', async (status) => {
    const result = await at.callWith({ status, body: status === 304 ? '' : 'why' });
    expect(result).toMatchObject({
      outcome: 'failed',
      statusCode: status,
      errorCode: 'http_status',
      retryable: true,
    });
    expect(result.response).toBe(status === 304 ? '' : 'why');
    expect(result.errorMessage).toContain(`127.0.0.1:${at.target.port} answered ${status}`);
  });

  it('does not follow a redirect, and names where it led without what may be secret', async () => {
    const location = 'https://user:pass@login.example/sign-in?token=secret';
    const result = await at.callWith({ status: 302, headers: { location } });
    expect(result).toMatchObject({ outcome: 'failed', statusCode: 302, errorCode: 'redirect' });
    expect(result.errorMessage).toContain('https://login.example/sign-in');
    expect(result.errorMessage).not.toMatch(/secret|pass/);
    expect(at.target.ledger.summary().requests).toBe(1);
  });

  it('is read past informational answers', async () => {
    const server = await at.rawServer((socket) => {
      socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n');
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ndone');
    });
    expect(await at.call(http(server.url))).toMatchObject({ outcome: 'succeeded', statusCode: 200, response: 'done' });
  });

  it.each([
    ['7', 7_000],
    ['0', 0],
    ['soon', undefined],
    ['-1', undefined],
  ])('Retry-After: %s', async (value, expected) => {
    const result = await at.callWith({ status: 503, headers: { 'retry-after': value } });
    expect(result.retryAfterMs).toBe(expected);
  });

  it('Retry-After as a date', async () => {
    const date = new Date(Date.now() + 90_000).toUTCString();
    const { retryAfterMs } = await at.callWith({ status: 429, headers: { 'retry-after': date } });
    expect(retryAfterMs).toBeGreaterThan(85_000);
    expect(retryAfterMs).toBeLessThanOrEqual(90_000);
  });

  it('keeps a text that databases take: no NUL, no broken characters, never longer than the cap', async () => {
    const odd = await at.callWith({ body: Buffer.from([0x61, 0x00, 0xff, 0x62, 0xc3]) });
    expect(odd).toMatchObject({ response: 'a\ufffdb\ufffd', responseBytes: 5 });
    const binary = await at.callWith({ body: Buffer.alloc(70_000, 0xff) });
    expect(Buffer.byteLength(binary.response!)).toBeLessThanOrEqual(65_536);
    expect(binary.responseBytes).toBe(70_000);
    const chinese = await at.callWith({ body: '结'.repeat(30_000) });
    expect(chinese.response).toBe('结'.repeat(21_845));
  });

  it('is not read to its end where it has none: the status decides, the connection closes', async () => {
    const result = await at.callWith({ kind: 'endless' });
    expect(result).toMatchObject({ outcome: 'succeeded', statusCode: 200 });
    expect(result.responseBytes).toBeGreaterThan(1_000_000);
    expect(result.responseBytes).toBeLessThan(3_000_000);
    await at.target.waitFor(() => at.target.connections().open === 0, DEADLINE_MS, 'the endless answer was broken off');
  });

  it('counts what was announced, without reading all of it', async () => {
    const result = await at.callWith({ bodyBytes: 20_000_000 });
    expect(result).toMatchObject({ outcome: 'succeeded', responseBytes: 20_000_000 });
  });

  it('is a failure when it is cut in the middle, unless it was a refusal anyway', async () => {
    const cut = await at.callWith({ kind: 'cut' });
    expect(cut).toMatchObject({ outcome: 'failed', errorCode: 'connection_reset', statusCode: 200, retryable: true });
    expect(cut).toMatchObject({ response: 'only the beginning', responseBytes: 1_000 });
    expect(cut.errorMessage).toContain('in the middle of its answer');
    expect(await at.callWith({ kind: 'cut', status: 500 })).toMatchObject({
      errorCode: 'http_status',
      statusCode: 500,
    });
  });

  it.each([
    ['is not HTTP', '220 mail.example ESMTP\r\n'],
    ['has a broken header', 'HTTP/1.1 200 OK\r\nno colon here\r\n\r\n'],
    ['has two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\ncontent-length: 5\r\n\r\nabcd'],
    ['has endless headers', `HTTP/1.1 200 OK\r\n${'x-long: '.padEnd(40_000, 'x')}\r\n\r\n`],
    ['switches protocols', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
    ['says 100 to nothing', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ])('that %s is invalid', async (_, bytes) => {
    const server = await at.rawServer((socket) => socket.end(bytes));
    const result = await at.call(http(server.url));
    expect(result).toMatchObject({ outcome: 'failed', errorCode: 'invalid_response', retryable: true });
  });
});

import { describe, expect, it } from 'vitest';
import { Proxies, proxySettingsFrom, type ProxySettings } from './proxies.js';

const of = (settings: ProxySettings, url: string) => {
  const { protocol, hostname, port } = new URL(url);
  const number = Number(port) || (protocol === 'https:' ? 443 : 80);
  return new Proxies(settings).proxyFor(protocol, hostname, number)?.name ?? null;
};

describe('proxySettingsFrom', () => {
  it.each([
    [{}, {}],
    [
      { HTTP_PROXY: 'a', HTTPS_PROXY: 'b', NO_PROXY: 'c' },
      { http: 'a', https: 'b', no: 'c' },
    ],
    [
      { http_proxy: 'a', https_proxy: 'b', no_proxy: 'c' },
      { http: 'a', https: 'b', no: 'c' },
    ],
    [{ http_proxy: 'a', HTTP_PROXY: 'b' }, { http: 'a' }],
    [{ http_proxy: '', HTTP_PROXY: 'b', HTTPS_PROXY: '' }, { http: 'b' }],
  ])('of %j are %j', (environment, expected) => {
    expect(proxySettingsFrom(environment)).toEqual(expected);
  });
});

describe('Proxies', () => {
  it.each<[ProxySettings, string, string | null]>([
    [{ http: 'http://p:3128' }, 'http://a.test/', 'p:3128'],
    [{ http: 'http://p:3128' }, 'https://a.test/', 'p:3128'],
    [{ http: 'http://p:3128', https: 'https://q' }, 'https://a.test/', 'q:443'],
    [{ https: 'http://q' }, 'http://a.test/', null],
    [{ http: 'p:3128' }, 'http://a.test/', 'p:3128'],
    [{ http: 'http://[::1]:3128' }, 'http://a.test/', '[::1]:3128'],
  ])('by %j lead to %s through %s', (settings, url, name) => {
    expect(of(settings, url)).toBe(name);
  });

  it.each([
    ['*', 'http://a.test/', true],
    ['a.test', 'http://a.test/', true],
    ['a.test', 'http://A.TEST./', true],
    ['a.test', 'http://b.a.test/', true],
    ['a.test', 'http://ba.test/', false],
    ['.a.test', 'http://b.a.test/', true],
    ['*.a.test', 'http://b.a.test/', true],
    ['a.test:8080', 'http://a.test:8080/', true],
    ['a.test:8080', 'http://a.test/', false],
    ['a.test:443', 'https://a.test/', true],
    ['x.test, b.test  a.test', 'http://a.test/', true],
    ['10.0.0.1', 'http://10.0.0.1/', true],
    ['10.0.0.1', 'http://10.0.0.11/', false],
    ['10.0.0.0/8', 'http://10.9.9.9/', true],
    ['10.0.0.0/8', 'http://11.0.0.1/', false],
    ['10.0.0.0/8', 'http://[::ffff:10.9.9.9]/', true],
    ['10.0.0.0/8', 'http://10.test/', false],
    ['fd00::/8', 'http://[fd00::1]/', true],
    ['[::1]', 'http://[::1]/', true],
    ['[::1]:8080', 'http://[::1]:8080/', true],
    ['[::1]:8080', 'http://[::1]/', false],
    ['::1', 'http://[::1]/', true],
    ['', 'http://a.test/', false],
  ])('with the exception %j call %s directly: %j', (no, url, isDirect) => {
    expect(of({ http: 'http://p', no }, url)).toBe(isDirect ? null : 'p:80');
  });

  it.each(['socks5://p', 'http://', 'http://p:99999', 'ftp://p', 'http://%E0:hush@p'])(
    'are refused for %s, without what may be secret',
    (http) => {
      expect(() => new Proxies({ http })).toThrow(/^HTTP_PROXY/);
      expect(() => new Proxies({ https: http })).toThrow(/^HTTPS_PROXY(?!.*hush)/);
    },
  );
});

import { describe, expect, test } from 'vitest';
import { DatabaseUrlError, parseDatabaseUrl, redactDatabaseUrl } from './database-url.js';

describe('parseDatabaseUrl', () => {
  test.each([
    ['sqlite:/var/lib/crony.db', { kind: 'sqlite', path: '/var/lib/crony.db' }],
    ['sqlite:data/crony.db', { kind: 'sqlite', path: 'data/crony.db' }],
    ['sqlite:///var/lib/crony.db', { kind: 'sqlite', path: '/var/lib/crony.db' }],
    ['sqlite::memory:', { kind: 'sqlite', path: ':memory:' }],
  ])('%s', (url, expected) => {
    expect(parseDatabaseUrl(url)).toEqual(expected);
  });

  test.each([
    ['mysql://crony@db/crony', {}],
    ['mysql://crony@db:3307/crony', { port: 3307 }],
    ['mysql://cr%40ny:p%3Aa%2Fs@db/crony', { user: 'cr@ny', password: 'p:a/s' }],
    ['mysql://crony@[::1]/crony?tls=true', { host: '::1', tls: true }],
    ['mysql://crony@db/crony?tls=false', {}],
  ])('%s', (url, expected) => {
    const defaults = {
      kind: 'mysql',
      host: 'db',
      port: 3306,
      user: 'crony',
      password: '',
      database: 'crony',
      tls: false,
    };
    expect(parseDatabaseUrl(url)).toEqual({ ...defaults, ...expected });
  });

  test.each([
    ['', 'must begin with mysql:// or sqlite:'],
    ['postgres://u:geheim@h/d', 'must begin with'],
    ['sqlite:', 'must name a file'],
    ['sqlite://host/file.db', 'must not name a host'],
    ['mysql:', 'must'],
    ['mysql://u:geheim@:99999/d', 'must look like mysql://'],
    ['mysql://u:geheim@h:port/d', 'must look like mysql://'],
    ['mysql://h/d', 'must name a user'],
    ['mysql://u:geheim@h', 'must end with the name of one database'],
    ['mysql://u:geheim@h/a/b', 'must end with the name of one database'],
    ['mysql://u:ge%heim@h/d', 'percent-encoded'],
    ['mysql://u:geheim@h/d?ssl=1', '"ssl"'],
    ['mysql://u:geheim@h/d?tls=yes', 'tls=true or tls=false'],
  ])('refuses "%s"', (url, rule) => {
    const refusal = (): unknown => {
      try {
        return parseDatabaseUrl(url);
      } catch (error) {
        return error;
      }
    };
    const error = refusal();
    expect(error).toBeInstanceOf(DatabaseUrlError);
    expect((error as Error).message).toContain(rule);
    expect((error as Error).message).not.toContain('heim');
  });
});

test.each([
  ['mysql://u:secret@h/d', 'mysql://u:***@h/d'],
  ['mysql://u:sec@ret:x@h:1/d', 'mysql://u:***@h:1/d'],
  ['mysql://u:sec/ret?@h/d', 'mysql://u:***@h/d'],
  ['mysql://u:secret', 'mysql://u:***'],
  ['mysql:u:secret@h', 'mysql:u:***@h'],
  ['mysql://u@h:3306/d', 'mysql://u@h:3306/d'],
  ['sqlite:/a/b.db', 'sqlite:/a/b.db'],
])('redactDatabaseUrl(%s)', (url, shown) => {
  expect(redactDatabaseUrl(url)).toBe(shown);
});

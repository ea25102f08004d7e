import { expect, test } from 'vitest';
import { secretUseOf } from './secret-use';

test('jobs use secrets by templates anywhere in the callback, and commands by their list', () => {
  const http = {
    type: 'http',
    url: 'https://a/{{secrets.KEY}}',
    headers: { authorization: 'Bearer {{ secrets.TOKEN }}' },
  };
  const shell = { type: 'shell', command: 'psql', secrets: ['PGPASSWORD'] };
  const plain = { type: 'http', url: 'https://a/secrets.KEY' };
  const use = secretUseOf([
    { id: '1', name: 'calls', callback: http as never },
    { id: '2', name: 'also', callback: { ...plain, body: '{{secrets.KEY}}{{secrets.KEY}}' } as never },
    { id: '3', name: 'runs', callback: shell as never },
    { id: '4', name: 'none', callback: plain as never },
  ]);
  expect(Object.fromEntries([...use].map(([secret, jobs]) => [secret, jobs.map(({ name }) => name)]))).toEqual({
    KEY: ['calls', 'also'],
    TOKEN: ['calls'],
    PGPASSWORD: ['runs'],
  });
});

/** The attacks that docs/security.md lists, each tried on a hub of its own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { systemClock, type Clock } from '@crony/shared/runtime/clock';
import { startApi, type Answer, type AnswerBody } from './api-fixture.js';
import type { Attack, World } from './attacks/attack.js';
import { CROSS_SITE_ATTACKS } from './attacks/cross-site.js';
import { EXHAUSTION_ATTACKS } from './attacks/exhaustion.js';
import { IDENTITY_ATTACKS } from './attacks/identity.js';
import { INJECTION_ATTACKS } from './attacks/injection.js';
import { PRIVILEGE_ATTACKS } from './attacks/privileges.js';
import { addProject } from './route-requests.js';

const ATTACKS: Record<string, Attack[]> = {
  'Who somebody is': IDENTITY_ATTACKS,
  'Other pages': CROSS_SITE_ATTACKS,
  'What is not theirs': PRIVILEGE_ATTACKS,
  'Text that means something': INJECTION_ATTACKS,
  'Memory and time': EXHAUSTION_ATTACKS,
};

async function withWorld(work: (world: World) => Promise<void>): Promise<void> {
  let aheadMs = 0;
  const clock: Clock = {
    ...systemClock,
    now: () => systemClock.now() + aheadMs,
    monotonic: () => systemClock.monotonic() + aheadMs,
  };
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const logger = pino({ level: 'info', formatters: { level: (label) => ({ level: label }) } }, sink);
  const api = await startApi({ clock, logger });
  for (const project of ['alpha', 'beta']) await addProject(api, project);
  try {
    await work({
      api,
      clock,
      pass: (ms) => (aheadMs += ms),
      logged: () => lines,
      async send(method, path, { from, body, raw, headers = {} } = {}) {
        const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
        const sent = text === undefined ? headers : { 'content-type': 'application/json', ...headers };
        const init: RequestInit = { method, headers: sent, ...(text === undefined ? {} : { body: text }) };
        const peer = from === undefined ? {} : { incoming: { socket: { remoteAddress: from } } };
        const response = await api.app.request(`http://localhost${path}`, init, peer);
        return readAnswer(response);
      },
    });
  } finally {
    await api.close();
  }
}

async function readAnswer(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const text = await response.text();
  const body = (/json/.test(headers.get('content-type') ?? '') ? JSON.parse(text) : text) as AnswerBody;
  return { status, headers, body };
}

describe.each(Object.entries(ATTACKS))('%s', (_, attacks) => {
  test.each(attacks)('$name', ({ attempt }) => withWorld(attempt));
});

test('docs/security.md lists these attacks, in these parts, and what happened', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/security.md'), 'utf8');
  const listed: Record<string, string[]> = {};
  let part = '';
  for (const line of page.split('\n')) {
    part = /^### (.*)$/.exec(line)?.[1] ?? part;
    const [, name, result] = /^\| \d+ +\| (.*?) +\| (.*?) +\|$/.exec(line) ?? [];
    if (name === undefined) continue;
    (listed[part] ??= []).push(name);
    expect(result, name).not.toBe('');
  }
  const tried = Object.entries(ATTACKS).map(([title, attacks]) => [title, attacks.map(({ name }) => name)]);
  expect(listed).toEqual(Object.fromEntries(tried));
  expect(Object.values(listed).flat().length).toBeGreaterThan(30);
});

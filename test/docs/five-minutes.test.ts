/**
 * The first page that a new user follows, followed: every block of shell commands is taken from the page, run in order in
 * its terminal, and what the page shows under it must appear there.
 *
 * The checkout is a folder of links to this one, so that what the reader makes (data, files) is made there. `npm install` is
 * told by its environment to change nothing: it checks what is installed against the lock file, without a network.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freePorts } from '../kit/free-port.js';
import { waitUntil } from '../kit/wait-until.js';
import { ROOT, codeBlocks, readPage } from './pages.js';
import { Terminal } from './terminal.js';

const PAGE = 'docs/five-minutes.md';
const LIMIT_MS = 60_000;
const MADE_BY_READER = ['data', 'receiver.mjs', 'jobs.yaml'];
const [hubPort, servicePort] = await freePorts(2);
/** "If something else has them on your machine, write other numbers, everywhere." */
const withOtherPorts = (text: string): string =>
  text.replaceAll(/\b8089\b/g, String(hubPort)).replaceAll(/\b3000\b/g, String(servicePort));

const folder = mkdtempSync(join(tmpdir(), 'crony-five-minutes-'));
for (const name of readdirSync(ROOT).filter((name) => !MADE_BY_READER.includes(name) && name !== '.git')) {
  symlinkSync(join(ROOT, name), join(folder, name));
}
const terminals = new Map<string, Terminal>();
const terminal = (name: string): Terminal => {
  const env = { npm_config_dry_run: 'true', npm_config_offline: 'true' };
  if (!terminals.has(name)) terminals.set(name, new Terminal(folder, env));
  return terminals.get(name)!;
};
afterAll(async () => {
  for (const one of terminals.values()) one.interrupt();
  await Promise.all([...terminals.values()].map((one) => one.close()));
  rmSync(folder, { recursive: true, force: true });
});

/** Lines that must appear in this order, where `…` stands for anything and spaces for any number of them. */
function appears(expected: string, output: string): boolean {
  let rest = output;
  for (const line of expected.trimEnd().split('\n')) {
    const parts = line.split('…').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll(/ +/g, ' +'));
    const found = new RegExp(`^${parts.join('.*')}$`, 'm').exec(rest);
    if (found === null) return false;
    rest = rest.slice(found.index + found[0].length);
  }
  return true;
}

test('every command of the page does what the page says', async () => {
  const blocks = codeBlocks(withOtherPorts(readPage(PAGE))).filter(({ language }) => ['sh', 'text'].includes(language));
  expect(blocks.filter(({ language }) => language === 'sh').length).toBeGreaterThan(8);
  const last = blocks.findLastIndex(({ language }) => language === 'sh');
  let current = '';
  let from = 0;
  let ended = (): number | undefined => undefined;
  for (const [index, { language, text }] of blocks.entries()) {
    const [head, name, stays] = /^# (first|second|third) terminal(: leave it running)?\n/.exec(text) ?? [];
    const where = `${PAGE}, block ${index + 1}:\n${text}`;
    if (language === 'text') {
      const shown = terminal(name ?? current);
      const output = (): string => shown.output.slice(name === undefined ? from : 0);
      // A block that has ended shows no more.
      const isFinal = (): boolean => name === undefined && ended() !== undefined;
      const seen = (): string | false => {
        const isLast = isFinal();
        return appears(text.slice(head?.length ?? 0), output()) ? 'seen' : isLast && 'never';
      };
      const found = await waitUntil('it is shown', LIMIT_MS, seen).catch(() => 'not in time');
      expect(found, `${where}is not what is shown:\n${output()}`).toBe('seen');
      continue;
    }
    expect(name, `${where}names no terminal`).toBeDefined();
    current = name!;
    if (index === last) await endServers();
    from = terminal(current).output.length;
    ended = terminal(current).paste(text).done;
    if (stays) continue;
    await waitUntil(`the end of ${where}`, LIMIT_MS, () => ended() !== undefined);
    expect(ended(), `${where}\n${terminal(current).output.slice(from)}`).toBe(0);
    if (text.includes('/api/v1/runs')) await signIn();
  }
  for (const name of MADE_BY_READER) expect(existsSync(join(folder, name)), name).toBe(false);
}, 120_000);

/** "Open …, sign in as `admin` with the password of step 1." */
async function signIn(): Promise<void> {
  const [, address] = /Open\s<(http:[^>]+)>/.exec(withOtherPorts(readPage(PAGE)))!;
  const page = await fetch(address!, { headers: { accept: 'text/html' } });
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<title>Crony');
  const [, password] = /sign in as "admin" with the password (\S+)/.exec(terminal('first').output)!;
  const session = await fetch(new URL('/api/v1/session', address), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(address!).origin },
    body: JSON.stringify({ name: 'admin', password }),
  });
  expect(session.status, await session.text()).toBe(200);
}

/** "`Ctrl-C` ends the first two terminals." */
async function endServers(): Promise<void> {
  expect(readPage(PAGE)).toMatch(/`Ctrl-C`\sends\sthe\sfirst\stwo\sterminals/);
  for (const name of ['first', 'second']) terminal(name).interrupt();
  await Promise.all(['first', 'second'].map((name) => terminal(name).close()));
}

test('the Chinese page has the same commands and shows the same', () => {
  expect(codeBlocks(readPage('docs/zh/five-minutes.md'))).toEqual(codeBlocks(readPage(PAGE)));
});

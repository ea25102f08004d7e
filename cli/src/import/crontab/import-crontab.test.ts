import { describe, expect, it } from 'vitest';
import { readCallbackMap } from '../callback-map.js';
import type { ImportedRow } from '../imported-row.js';
import { importCrontab, type CrontabOptions } from './import-crontab.js';

const OPTIONS: CrontabOptions = {
  from: 'the test',
  system: false,
  timeZone: 'UTC',
  timeZoneFrom: 'the test',
  now: Date.parse('2026-01-01T00:00Z'),
};
const rows = (text: string, options: Partial<CrontabOptions> = {}): ImportedRow[] =>
  importCrontab(text, { ...OPTIONS, ...options }).rows;
const last = (text: string, options: Partial<CrontabOptions> = {}): ImportedRow => rows(text, options).at(-1)!;

describe('a line', () => {
  it('becomes a shell job that does what cron does', () => {
    const { job, verdict } = last('# The shop\n# at night\n5 1 * * * cd /srv && pg_dump shop | gzip > x\n');
    expect(verdict).toBe('translated');
    expect(job).toEqual({
      name: expect.stringMatching(/^pg_dump-[0-9a-f]{6}$/) as string,
      schedule: { cron: '5 1 * * *', timeZone: 'UTC' },
      callback: { type: 'shell', command: 'cd /srv && pg_dump shop | gzip > x' },
      concurrency: 'allow',
      misfire: 'skip',
      timeoutMs: 86_400_000,
      onNodeLoss: 'lost',
      description: 'The shop\nat night\n5 1 * * * cd /srv && pg_dump shop | gzip > x',
    });
  });

  it('takes shell, environment, home and input along, in which nothing becomes a template', () => {
    const text =
      'SHELL=/bin/bash\nHOME=/srv\nPATH=/bin\nMAILTO=ops\nA={{x}}\nCRONY_B=1\nLOGNAME=me\n@daily cat%{{y}}\n';
    expect(last(text).job!.callback).toEqual({
      type: 'shell',
      command: '/bin/bash',
      args: ['-c', 'cat'],
      cwd: '/srv',
      env: { SHELL: '/bin/bash', HOME: '/srv', PATH: '/bin', A: '{{{{x}}' },
      stdin: '{{{{y}}\n',
    });
  });

  it('keeps its name wherever it stands, and no two have the same', () => {
    const lines = ['5 1 * * * /bin/a --x', '6 1 * * * /bin/a --x', '@daily /bin/b', '@daily /bin/b', '@reboot /bin/c'];
    const names = (text: string): (string | undefined)[] => rows(text).map(({ job }) => job?.name);
    const forward = names(`${lines.join('\n')}\n`);
    expect(new Set(forward).size).toBe(5);
    expect(
      names(`A=1\n\n# x\n${lines.toReversed().join('\n')}\n`)
        .slice(1)
        .toSorted(),
    ).toEqual(forward.toSorted());
    expect(forward[3]).toBe(`${forward[2]}-2`);
  });

  it('is refused with its reason', () => {
    const reasons = (text: string): string => last(`${text}\n`).notes.join();
    expect(reasons('@reboot /bin/a')).toContain('when the machine starts');
    expect(reasons('@often /bin/a')).toContain('no name of times');
    expect(reasons('5/15 * * * * a')).toContain('write 5-59/15 or 5');
    expect(reasons('0 0 */2 * 1 a')).toContain('day of month "*/2" begins with *');
    expect(reasons('0 0 13 * */5 a')).toContain('day of week "*/5" begins with *');
    expect(reasons('60 * * * * a')).toContain('minute "60" must be 0 to 59');
    expect(reasons('0 0 * * sat-sun a')).toContain('runs backwards');
    expect(reasons('0 0 L * * a')).toContain('another cron');
    expect(reasons('0 0 30 2 * a')).toContain('never fires');
    expect(reasons('*/0 * * * * a')).toContain('step of 0');
    expect(reasons('CRON_TZ=Mars/Olympus\n0 0 * * * a')).toContain('no IANA time zone');
    expect(reasons(`0 0 * * * ${'x'.repeat(8_193)}`)).toContain('callback.command');
    expect(reasons('* * * * a b')).toContain('day of week "a"');
  });

  it('with a random range has one of its values for good', () => {
    const minute = (text: string): number => Number(/^(\d+) 4 /.exec(last(text).job!.schedule.cron!)![1]);
    const first = minute('10~40 4 * * * /bin/a\n');
    expect(first).toBeGreaterThanOrEqual(10);
    expect(first).toBeLessThanOrEqual(40);
    expect(minute('# moved\n\n10~40 4 * * * /bin/a\n')).toBe(first);
    const others = Array.from({ length: 30 }, (_, index) => minute(`~ 4 * * * /bin/${index}\n`));
    expect(new Set(others).size).toBeGreaterThan(10);
    expect(last('10~40 4 * * * /bin/a\n')).toMatchObject({
      verdict: 'changed',
      notes: [expect.stringContaining('random')],
    });
    expect(last('0~30/5 4 * * * a\n').verdict).toBe('refused');
  });

  it('of a system crontab says as whom it ran', () => {
    const { job, notes } = last('17 * * * * www-data /bin/a\n', { system: true });
    expect(job!.tags).toEqual({ 'cron-user': 'www-data' });
    expect(notes).toEqual(['ran as www-data, and runs as the user of its node']);
  });

  it('goes by CRON_TZ, and TZ moves nothing', () => {
    const text = 'TZ=America/New_York\n0 5 * * * a\nCRON_TZ=Asia/Tokyo\n0 5 * * * b\n';
    expect(rows(text).flatMap(({ job }) => job?.schedule.timeZone ?? [])).toEqual(['UTC', 'Asia/Tokyo']);
    expect(rows(text)[0]!.notes[0]).toContain('moves no times');
  });

  it('keeps its steps where clocks never change, and is a list of fixed times where they do', () => {
    const cron = (timeZone: string): string => last('0-40/20 2 * * * a\n', { timeZone }).job!.schedule.cron!;
    expect(cron('Asia/Shanghai')).toBe('0-40/20 2 * * *');
    expect(cron('Europe/Berlin')).toBe('0,20,40 2 * * *');
  });

  it('takes a prefix, labels and a directory', () => {
    const options = { namePrefix: 'web1-', nodeLabels: { host: 'web1' }, cwd: '/home/shop' };
    expect(last('@daily /bin/a\n', options).job).toMatchObject({
      name: expect.stringMatching(/^web1-a-/) as string,
      nodeLabels: { host: 'web1' },
      callback: { cwd: '/home/shop' },
    });
  });
});

describe('with a map', () => {
  const map = (text: string) => readCallbackMap(text);
  const curl = map(String.raw`
rules:
  - match: /srv/bin/settle
    callback: { url: 'http://orders.internal/settle', body: '{"by":"${'$'}{user|json}"}' }
  - pattern: 'curl (?:-\S+ )*(?P<url>https?://\S+)'
    callback: { method: GET, url: '${'$'}{url}' }
    job: { timeoutMs: 60000, retry: { limit: 2 } }
unmatched: refuse
`);

  it('commands become calls', () => {
    expect(last('@daily /srv/bin/settle\n', { map: curl }).job!.callback).toEqual({
      type: 'http',
      url: 'http://orders.internal/settle',
      body: '{"by":""}',
    });
    const row = last('*/5 * * * * curl -fsS -m10 https://shop/ping?a={{b}}\n', { map: curl });
    expect(row.notes).toEqual(['the command is replaced by GET https://shop/ping?a={{{{b}}']);
    expect(row.job).toMatchObject({ timeoutMs: 60_000, retry: { limit: 2 }, misfire: 'skip' });
    expect(row.job).not.toHaveProperty('onNodeLoss');
  });

  it('what no rule matches is refused or stays a command, and what the API would refuse is refused', () => {
    expect(last('@daily /srv/bin/settle --now\n', { map: curl })).toMatchObject({ verdict: 'refused' });
    const loose = map(
      "rules: [{ match: a, callback: { url: 'ftp://x' } }, { match: b, callback: { url: 'http://x/${z}' } }]",
    );
    expect(last('@daily c\n', { map: loose }).job!.callback.type).toBe('shell');
    expect(last('@daily a\n', { map: loose }).notes.join()).toContain('callback.url');
    expect(last('@daily b\n', { map: loose }).notes.join()).toContain('${z} in --map stands for nothing');
  });

  it.each([
    ['rules: [', 'Flow sequence'],
    ['{}', 'rules'],
    ['rules: [{ callback: {} }]', 'either match or pattern'],
    ["rules: [{ pattern: '(', callback: {} }]", 'RE2'],
    ['rules: [{ match: a, callback: {}, url: x }]', 'url'],
  ])('%j is refused', (text, part) => expect(() => map(text)).toThrow(part));
});

describe('remarks', () => {
  const remarks = (text: string, options: Partial<CrontabOptions> = {}): string =>
    importCrontab(text, { ...OPTIONS, ...options }).remarks.join('\n');

  it('name the zone, changes of its clocks, and what nodes need', () => {
    expect(remarks('@daily a\n', { timeZone: 'Europe/Berlin' })).toContain('The clocks of Europe/Berlin change');
    expect(remarks('@daily a\n')).not.toContain('clocks');
    expect(remarks('@daily a\n')).toContain('CRONY_NODE_SHELL=on');
  });

  it('notice a crontab of the other kind', () => {
    const text = '17 * * * * root run-parts /etc/cron.hourly\n25 6 * * * root test -x /usr/sbin/anacron\n';
    expect(remarks(text)).toContain('--system-crontab');
    expect(remarks(text, { system: true })).not.toContain('--system-crontab');
    expect(last('0 5 * * * /usr/bin/php x\n', { system: true }).notes.join()).toContain('--user-crontab');
  });
});

import { describe, expect, it } from 'vitest';
import { CrontabError, readCrontab, splitAtPercent, type CrontabEntry, type CrontabItem } from './read-crontab.js';

const read = (text: string, system = false): CrontabItem[] => readCrontab(text, { system });
const entry = (text: string, system = false): CrontabEntry => {
  const item = read(text, system).at(-1)!;
  if (item.kind !== 'entry') throw new Error(`${text} is a ${item.kind}: ${'rule' in item ? item.rule : ''}`);
  return item;
};
const rule = (text: string, system = false): string => {
  const item = read(text, system).at(-1)!;
  if (item.kind !== 'problem') throw new Error(`${text} is a ${item.kind}`);
  return item.rule;
};

describe('settings', () => {
  it.each([
    ['PATH=/bin', 'PATH', '/bin'],
    ['  A = b c  ', 'A', 'b c'],
    ['A=" b c "', 'A', ' b c '],
    ["A='b'", 'A', 'b'],
    [`A="it's"`, 'A', "it's"],
    ['A=b"', 'A', 'b"'],
    ['A=', 'A', ''],
    ['MAILTO=""', 'MAILTO', ''],
    ['"A B"=c', 'A B', 'c'],
    ['A=b # no comment', 'A', 'b # no comment'],
    ['A=b=c', 'A', 'b=c'],
  ])('%j', (text, name, value) => {
    expect(read(text)).toEqual([expect.objectContaining({ kind: 'setting', line: 1, name, value })]);
  });

  it('hold for the lines below them, the last one of a name', () => {
    const [first, second] = read('A=1\n* * * * * a\nA=2\nB=3\n* * * * * b\n').filter((item) => item.kind === 'entry');
    expect(Object.fromEntries(first!.environment)).toEqual({ A: '1' });
    expect(Object.fromEntries(second!.environment)).toEqual({ A: '2', B: '3' });
  });

  it('are none where a command sets a variable', () => {
    expect(entry('0 5 * * * A=b run\n')).toMatchObject({ command: 'A=b run' });
    expect(entry('@daily A=b run\n')).toMatchObject({ when: { nickname: '@daily' }, command: 'A=b run' });
  });
});

describe('entries', () => {
  it('carry the comment right above them, and the line that they stand in', () => {
    const items = read('# of nobody\n\n# one\n#two\n0 5 * * * a\n0 6 * * * b\n');
    expect(items).toMatchObject([
      { line: 5, comment: ['one', 'two'], text: '0 5 * * * a' },
      { line: 6, comment: [], doubts: [] },
    ]);
  });

  it('have a user in a system crontab', () => {
    expect(entry('17 * * * *\troot    cd / && run-parts /etc/cron.hourly\n', true)).toMatchObject({
      user: 'root',
      command: 'cd / && run-parts /etc/cron.hourly',
    });
    expect(entry('@daily www-data php /srv/x.php\n', true)).toMatchObject({
      user: 'www-data',
      command: 'php /srv/x.php',
    });
  });

  it('are not logged by cronie behind a hyphen', () => {
    expect(entry('-*/5 * * * * root a\n', true)).toMatchObject({ isUnlogged: true, user: 'root', command: 'a' });
  });

  it('are doubted where cron may read them otherwise', () => {
    expect(entry('* * * * * a').doubts).toEqual([expect.stringContaining('no line break')]);
    expect(entry('* * * * * a \\\n').doubts).toEqual([expect.stringContaining('backslash')]);
    expect(entry('* * * * * a\r\n').doubts).toEqual([expect.stringContaining('carriage return')]);
  });

  it.each([
    ['* * * *', false, 'five fields'],
    ['hello world', false, 'five fields'],
    ['A="b', false, 'neither a setting'],
    ['A="b" c', false, 'neither a setting'],
    ['* * * * *', false, 'no command'],
    ['@daily', false, 'no command'],
    ['* * * * * root', true, 'no command after the user'],
    ['* * * * * /usr/bin/php x', true, 'no user name'],
    ['* * * * *', true, 'neither a user nor a command'],
    ['0 * * * * * a', false, 'sixth field'],
    ['0 * * * * -n a', false, 'OpenBSD'],
  ])('%j (system %j) is refused', (text, system, part) => expect(rule(`${text}\n`, system)).toContain(part));

  it('are bounded', () => {
    expect(() => read('\n'.repeat(10_000))).toThrow(CrontabError);
    expect(() => read('#'.repeat(1_048_577))).toThrow(CrontabError);
    expect(() => read('a\0b')).toThrow('NUL');
  });
});

describe('percent', () => {
  it.each([
    ['a b', 'a b', null],
    ['date +\\%F', 'date +%F', null],
    ['a\\b \\\\ c', 'a\\b \\\\ c', null],
    ['cat%one%two', 'cat', 'one\ntwo\n'],
    ['cat%one\\%two', 'cat', 'one%two\n'],
    ['cat%one%', 'cat', 'one\n'],
    ['cat%', 'cat', ''],
    // A backslash protects the one behind it in the command, so the percent is bare; in the input it does not.
    ['a\\\\%b\\\\%c', 'a\\\\', 'b\\%c\n'],
    ['a\\', 'a\\', null],
  ])('%j', (text, command, stdin) => expect(splitAtPercent(text)).toEqual({ command, stdin }));
});

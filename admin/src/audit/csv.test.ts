import { expect, test } from 'vitest';
import { csvRow } from './csv.js';

test.each([
  [['a', 1, null, ''], 'a,1,,\r\n'],
  [['a,b', 'say "x"', 'two\nlines'], '"a,b","say ""x""","two\nlines"\r\n'],
  [['=HYPERLINK("http://x")'], `"'=HYPERLINK(""http://x"")"\r\n`],
  [
    ['+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '|x', '%0A'],
    `"'+1","'-1","'@SUM(A1)","'\t=1","'\r=1","' =1","'|x","'%0A"\r\n`,
  ],
  [['\u200b=1', '\ufeff=1'], `"'\u200b=1","'\ufeff=1"\r\n`],
  [['a=1', '{"a":"=1"}', -1], `a=1,"{""a"":""=1""}",-1\r\n`],
])('%o', (cells, row) => {
  expect(csvRow(cells)).toBe(row);
});

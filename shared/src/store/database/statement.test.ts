import { describe, expect, test } from 'vitest';
import { bind, chunks, compile, insertGuardedBatch, read, updateBatch, type SqlRow } from './statement.js';

const update = updateBatch({
  table: 'runs',
  columns: { id: 'ascii', fence: 'integer', note: 'text' },
  set: { note: 'c.note', taken_at: ':now' },
  where: 'r.fence = c.fence AND r.node_id = :nodeId',
});

describe('compile', () => {
  test('many rows on MySQL are one parameter', () => {
    const { sql, parameters } = compile(update.manyRows, update.columns, 'mysql');
    expect(sql).toBe(
      "UPDATE JSON_TABLE(?, '$[*]' COLUMNS (" +
        "id VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin PATH '$[0]', " +
        "fence BIGINT PATH '$[1]', " +
        "note MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[2]')) AS c " +
        'STRAIGHT_JOIN runs r ON r.id = c.id ' +
        'SET r.note = c.note, r.taken_at = CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED) ' +
        'WHERE r.fence = c.fence AND r.node_id = ?',
    );
    const bound = bind(parameters, { values: { nodeId: 'n' }, now: () => 1, rows: '[["a"]]' });
    expect(bound).toEqual(['[["a"]]', 'n']);
  });

  test('one row is parameters, in the order of the text', () => {
    const { sql, parameters } = compile(update.oneRow, update.columns, 'sqlite');
    expect(sql).toBe('UPDATE runs AS r SET note = ?, taken_at = ? WHERE r.id = ? AND r.fence = ? AND r.node_id = ?');
    const bound = bind(parameters, { values: { nodeId: 'n' }, now: () => 5, row: ['id', 3, 'note'] });
    expect(bound).toEqual(['note', 5, 'id', 3, 'n']);
  });

  test('locks are MySQL’s alone', () => {
    const insert = insertGuardedBatch({
      table: 'runs',
      columns: { id: 'ascii' },
      values: { id: 'c.id' },
      guard: 'jobs',
      where: 'g.id = c.id',
    });
    expect(compile(insert.oneRow, insert.columns, 'mysql').sql).toMatch(/LOCK IN SHARE MODE$/);
    expect(compile(insert.oneRow, insert.columns, 'sqlite').sql).toMatch(/g\.id = \?\s*$/);
  });

  test('refuses what it does not know', () => {
    const { text, columns } = read('SELECT c.nothing FROM {rows}', { id: 'ascii' });
    expect(() => compile(text, columns, 'mysql')).toThrow('c.nothing');
    expect(() => compile('SELECT 1 {for fun}', {}, 'mysql')).toThrow('{for fun}');
    expect(() => bind(compile('SELECT :a', {}, 'mysql').parameters, { values: {}, now: () => 1 })).toThrow(':a');
  });
});

describe('chunks', () => {
  const cut = (rows: SqlRow[]): number[] => [...chunks(rows)].map((part) => part.length);

  test('by number and by size, in order', () => {
    expect(cut([])).toEqual([]);
    expect(cut([['a']])).toEqual([1]);
    expect(cut(Array.from({ length: 1_001 }, () => ['a']))).toEqual([500, 500, 1]);
    const long = 'x'.repeat(600 * 1_024);
    expect(cut([[long], [long], ['a'], ['b']])).toEqual([1, 3]);
    const rows = Array.from({ length: 1_234 }, (_, i): SqlRow => [i]);
    expect([...chunks(rows)].flat()).toEqual(rows);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  canFollow,
  IN_DOUBT_STATES,
  isOpen,
  nextInTable,
  previousInTable,
  RUN_STATES,
  scheduledRunId,
  transition,
  type RunState,
} from './run.js';

const page = readFileSync(new URL('../../../docs/state-machine.md', import.meta.url), 'utf8');

const coded = RUN_STATES.flatMap((from) =>
  RUN_STATES.filter((to) => canFollow(from, to)).map((to) => `${from} -> ${to}`),
).sort();

/** The cells of every row of the table whose first heading is `heading`. */
function tableRows(heading: string): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} |`));
  const rows: string[][] = [];
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith('|')) break;
    rows.push(
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
  }
  return rows;
}

describe('docs/state-machine.md', () => {
  const drawn = [...page.matchAll(/^\s+(\S+) --> (\S+)$/gm)].map(([, from, to]) => ({ from: from!, to: to! }));

  it('draws exactly the transitions of the code', () => {
    const arrows = drawn.filter(({ from, to }) => from !== '[*]' && to !== '[*]');
    expect(arrows.map(({ from, to }) => `${from} -> ${to}`).sort()).toEqual(coded);
  });

  it('explains exactly the transitions of the code, each with a trigger and an actor', () => {
    const rows = tableRows('from');
    expect(rows.map(([from, to]) => `${from} -> ${to}`).sort()).toEqual(coded);
    for (const row of rows)
      expect(
        row.every((cell) => cell !== ''),
        row.join(' | '),
      ).toBe(true);
  });

  it('ends the drawing where nothing follows', () => {
    const ends = drawn.filter(({ to }) => to === '[*]').map(({ from }) => from);
    const final = RUN_STATES.filter((state) => RUN_STATES.every((next) => !canFollow(state, next)));
    expect(ends.sort()).toEqual([...final].sort());
  });

  it('begins the drawing with the states that the page lists as births', () => {
    const births = drawn.filter(({ from }) => from === '[*]').map(({ to }) => to);
    expect(births.sort()).toEqual(
      tableRows('first state')
        .map(([state]) => state)
        .sort(),
    );
  });

  it('says of every state whether it is open', () => {
    const rows = tableRows('state');
    expect(rows.map(([state]) => state)).toEqual([...RUN_STATES]);
    for (const [state, , open] of rows) expect(open, state).toBe(isOpen(state as RunState) ? 'yes' : 'no');
  });
});

describe('transition', () => {
  it('refuses every pair that the table does not name, a state to itself included', () => {
    let refused = 0;
    for (const from of RUN_STATES) {
      for (const to of RUN_STATES) {
        if (canFollow(from, to)) expect(transition(from, to)).toBe(to);
        else {
          refused += 1;
          expect(() => transition(from, to)).toThrow(`from ${from} to ${to}`);
        }
      }
    }
    expect(refused).toBe(RUN_STATES.length ** 2 - coded.length);
    for (const state of RUN_STATES) expect(canFollow(state, state), state).toBe(false);
  });

  it('leads from every open state to a verdict, and to another holder where there is doubt or a hub decides', () => {
    for (const state of RUN_STATES.filter(isOpen)) {
      expect(canFollow(state, 'cancelled'), state).toBe(true);
      expect(canFollow(state, 'pending'), state).toBe(state === 'accepted' || IN_DOUBT_STATES.includes(state));
      if (IN_DOUBT_STATES.includes(state)) expect(canFollow(state, 'lost'), state).toBe(true);
    }
  });

  it('lets no verdict be taken back', () => {
    for (const state of ['succeeded', 'failed', 'timed_out', 'cancelled', 'skipped', 'lost'] as const) {
      expect(nextInTable(state)).toEqual([]);
    }
  });
});

describe('the table of rows', () => {
  it('sees a first attempt step from claimed to whatever follows running', () => {
    for (const to of RUN_STATES) {
      expect(nextInTable('claimed').includes(to), to).toBe(canFollow('claimed', to) || canFollow('running', to));
    }
    expect(new Set(nextInTable('claimed')).size).toBe(nextInTable('claimed').length);
  });

  it('is the same read backwards', () => {
    for (const from of RUN_STATES) {
      for (const to of RUN_STATES) {
        expect(previousInTable(to).includes(from)).toBe(nextInTable(from).includes(to));
      }
    }
  });
});

describe('scheduledRunId', () => {
  const jobId = '01890a5d-ac96-774b-bcce-b302099a8057';

  it('is the same on every machine, for ever', () => {
    // printf '01890a5d-ac96-774b-bcce-b302099a8057/1700000000000' | sha256sum
    expect(scheduledRunId(jobId, 1_700_000_000_000)).toBe('018bcfe5-6800-7381-be33-56ae47f8432d');
  });

  it('is a UUIDv7 of the planned time, whatever the hash', () => {
    for (let n = 0; n < 500; n += 1) {
      const plannedAt = 1_600_000_000_000 + n * 7_919_333;
      const id = scheduledRunId(jobId, plannedAt);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(plannedAt);
    }
  });

  it('differs between jobs, and sorts by planned time within one', () => {
    const times = [0, 1, 999, 1_700_000_000_000, 1_700_000_000_001, 4_102_444_800_000];
    const ids = times.map((time) => scheduledRunId(jobId, time));
    expect([...ids].sort()).toEqual(ids);
    const other = scheduledRunId('01890a5d-ac96-774b-bcce-b302099a8058', 1_700_000_000_000);
    expect(ids).not.toContain(other);
  });
});

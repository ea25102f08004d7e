import { expect, it } from 'vitest';
import { systemClock } from '@crony/shared/runtime/clock';
import { silentLogger } from '@crony/shared/runtime/logger';
import type { ScheduledJob } from '@crony/shared/store/store';
import { Outlooks } from './outlooks.js';

const job = (id: string): ScheduledJob => ({
  id,
  name: id,
  project: 'pay',
  schedule: JSON.stringify({ everyMs: 3_600_000, timeZone: 'UTC' }),
  effectiveFrom: 0,
});

function outlooksOver(schedules: (projects: readonly string[] | undefined) => Promise<ScheduledJob[]>) {
  const stopping = new AbortController().signal;
  const store = { jobs: { schedules } } as unknown as ConstructorParameters<typeof Outlooks>[0]['store'];
  return new Outlooks({ store, clock: systemClock, logger: silentLogger, stopping });
}

it('looks once for all who ask at the same time', async () => {
  let looks = 0;
  const outlooks = outlooksOver(async () => {
    looks += 1;
    return [job('a')];
  });
  const answers = await Promise.all([outlooks.get(['pay']), outlooks.get(['pay'])]);
  expect(looks).toBe(1);
  for (const { jobs, complete } of answers) expect({ jobs, complete }).toEqual({ jobs: 1, complete: true });
});

it('lets sixteen wait for their turn, and tells the next at once that nothing is known yet', async () => {
  const asked: string[] = [];
  let goOn = (): void => {};
  const held = new Promise<void>((resolve) => (goOn = resolve));
  const outlooks = outlooksOver(async (projects) => {
    asked.push(projects!.join());
    await held;
    return [];
  });
  const early = Array.from({ length: 16 }, (_, i) => outlooks.get([`project-${i}`]));
  expect(await outlooks.get(['one-more'])).toMatchObject({ jobs: 0, complete: false });
  goOn();
  await Promise.all(early);
  expect(asked).toHaveLength(16);
  expect(asked).not.toContain('one-more');
});

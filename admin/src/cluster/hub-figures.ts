import { SECOND_MS } from '@crony/shared/domain/durations';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { ProcessWatch } from '@crony/shared/runtime/process-watch';
import { Loop, type Service } from '@crony/shared/runtime/service';
import type { HubFiguresStore } from '@crony/shared/store/store';

const INTERVAL_MS = 10 * SECOND_MS;

/** Tells the others, through the database, how this hub's process gets on: people ask any hub for all of them. */
export function hubFigures(options: {
  hubFigures: HubFiguresStore;
  hubId: string;
  clock: Clock;
  logger: Logger;
}): Service {
  const { hubFigures, hubId, clock, logger } = options;
  const watch = new ProcessWatch(clock);
  const loop = new Loop({
    name: 'hub figures',
    clock,
    logger,
    intervalMs: INTERVAL_MS,
    runOnce: () => hubFigures.save(hubId, watch.read()),
  });
  return {
    start: () => loop.start(),
    async stop() {
      watch.stop();
      await loop.stop();
    },
  };
}

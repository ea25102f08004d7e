import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import { Loop, type Service } from '@crony/shared/runtime/service';
import type { TargetStore } from '@crony/shared/store/store';
import type { TargetGate } from './target-gate.js';

const INTERVAL_MS = 10_000;
const MOST_TARGETS = 10_000;

/** Brings the limits that people set to the gate. While the database is away the known ones stay. */
export function followTargetSettings(options: {
  store: TargetStore;
  gate: TargetGate;
  clock: Clock;
  logger: Logger;
}): Service {
  const { store, gate, clock, logger } = options;
  const runOnce = async (): Promise<void> => gate.configure(await store.list(MOST_TARGETS));
  return new Loop({ name: 'target-settings', clock, logger, intervalMs: INTERVAL_MS, runOnce });
}

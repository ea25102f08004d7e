import type { Coordination } from '@crony/shared/coordination/coordination';
import { hubKey } from '@crony/shared/coordination/keys';
import { LeasedKey } from '@crony/shared/coordination/leased-key';
import type { Clock } from '@crony/shared/runtime/clock';
import { uuidv7 } from '@crony/shared/runtime/identifiers';
import type { Logger } from '@crony/shared/runtime/logger';
import type { HubRegistration } from '../api/dependencies.js';

export interface HubPresenceOptions {
  coordination: Coordination;
  clock: Clock;
  logger: Logger;
  ttlS: number;
  hubId: string;
  registration: () => HubRegistration;
}

/** Keeps this hub in the list of living hubs. Nothing but the list depends on it. */
export function hubPresence(options: HubPresenceOptions): LeasedKey {
  const { registration, hubId, logger, clock } = options;
  const identity = uuidv7(clock);
  return new LeasedKey({
    ...options,
    key: hubKey(hubId),
    identity,
    value: () => JSON.stringify({ ...registration(), incarnation: identity }),
    identityOf: (value) => {
      try {
        const { incarnation } = JSON.parse(value) as { incarnation?: unknown };
        return typeof incarnation === 'string' ? incarnation : null;
      } catch {
        return null;
      }
    },
    onSuperseded: () => logger.error('another hub runs under this id: give each its own'),
  });
}

import type { Clock } from '@crony/shared/runtime/clock';
import type { Answer, ApiFixture, RequestOptions } from '../api-fixture.js';

/** A hub of its own for each attack, with the projects `alpha` and `beta`. */
export interface World {
  api: ApiFixture;
  /** Ahead of the real time by as much as `pass` has added up. */
  clock: Clock;
  pass: (ms: number) => void;
  /** What the hub has logged so far, as it was written. */
  logged: () => string[];
  /** A request without any credentials but those given; `from` is the peer's address. */
  send: (method: string, path: string, options?: RequestOptions & { from?: string }) => Promise<Answer>;
}

export interface Attack {
  /** As docs/security.md lists it. */
  name: string;
  /** Rejects when the attack gets anywhere. */
  attempt: (world: World) => Promise<void>;
}

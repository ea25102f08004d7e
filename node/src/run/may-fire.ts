import type { IsolationPolicy } from '@crony/shared/domain/job';

export interface FiringQuestion {
  /** What the node knows of its claim; `unknown` when the database has not answered, and not when it was not asked. */
  claim: 'won' | 'lost' | 'unknown';
  /** The node has been in touch so lately that nobody can have taken over what it holds (see `Right`). */
  rightCertain: boolean;
  /** Its lease in etcd is still trusted, so that its jobs cannot have moved. */
  leaseCertain: boolean;
  onIsolation: IsolationPolicy;
}

export type FiringAnswer =
  | 'fire'
  /** Write the intent to the spool, then fire with fence 0. */
  | 'fire_and_spool'
  /** Won once, but out of touch since: read the claim back before firing. */
  | 'verify'
  /** Wait for the database or the lease, and ask again. */
  | 'hold'
  | 'never';

/** Whether a run may be fired now: the one place that decides, asked at the planned instant. */
export function mayFire({ claim, rightCertain, leaseCertain, onIsolation }: FiringQuestion): FiringAnswer {
  switch (claim) {
    case 'won':
      return rightCertain ? 'fire' : 'verify';
    case 'lost':
      return 'never';
    case 'unknown':
      return leaseCertain || onIsolation === 'fire' ? 'fire_and_spool' : 'hold';
  }
}

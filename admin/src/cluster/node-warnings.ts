/** What makes a node fire at other instants than people expect. Pure; shown with the node and logged when it begins. */
import type { NodeRegistration } from '@crony/shared/domain/assignment';

/** Lateness and misfires are judged by a node's own clock. */
const SKEW_WARNING_MS = 500;

export interface NodeFacts {
  registration: Pick<NodeRegistration, 'tzVersion'>;
  /** The node's clock minus the database's. */
  clockSkewMs: number | null;
}

/** `ownTzVersion`: of the hub that says so, whose previews people read. */
export function nodeWarnings({ registration, clockSkewMs }: NodeFacts, ownTzVersion: string): string[] {
  const { tzVersion } = registration;
  const warnings: string[] = [];
  if (clockSkewMs !== null && Math.abs(clockSkewMs) > SKEW_WARNING_MS) {
    const direction = clockSkewMs > 0 ? 'ahead of' : 'behind';
    warnings.push(`its clock is ${Math.abs(clockSkewMs)} ms ${direction} the database's`);
  }
  if (tzVersion !== ownTzVersion) {
    warnings.push(`its time zone data is ${tzVersion}, this hub's ${ownTzVersion}: jobs may be planned differently`);
  }
  return warnings;
}

/** Of this process. */
export const OWN_TZ_VERSION = process.versions.tz ?? 'unknown';

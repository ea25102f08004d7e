import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fewestJobs } from './fewest-jobs.js';
import type { PlacementPolicy } from './placement.js';
import { weightedRoundRobin } from './weighted-round-robin.js';

export const BUILT_IN_POLICIES: readonly PlacementPolicy[] = [weightedRoundRobin, fewestJobs];

/** Names the setting's value and the rule it breaks. */
export class PolicyLoadError extends Error {
  override name = 'PolicyLoadError';
}

/**
 * The policy that a setting names: one of the built-in ones, or a path to a module whose default export is either the
 * `choose` function or an object with `choose` and, if its jobs shall be rebalanced, `share`.
 */
export async function loadPolicy(setting: string): Promise<PlacementPolicy> {
  const builtIn = BUILT_IN_POLICIES.find(({ name }) => name === setting);
  if (builtIn) return builtIn;
  const refuse = (rule: string, cause?: unknown): never => {
    const names = BUILT_IN_POLICIES.map(({ name }) => name).join(', ');
    throw new PolicyLoadError(`assignment policy "${setting}": ${rule} (built in: ${names}; else a module path)`, {
      cause,
    });
  };
  if (!isAbsolute(setting) && !/[./\\]/.test(setting)) return refuse('is not a built-in policy');
  const path = resolve(setting);
  const module = (await import(pathToFileURL(path).href).catch((error: unknown) =>
    refuse(`the module ${path} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`, error),
  )) as { default?: unknown };
  const exported = module.default;
  if (typeof exported === 'function') return { name: path, choose: exported as PlacementPolicy['choose'] };
  if (typeof exported !== 'object' || exported === null) {
    return refuse('its default export is neither a function nor an object with a function "choose"');
  }
  const policy = exported as Partial<PlacementPolicy>;
  if (typeof policy.choose !== 'function') return refuse('its default export has no function "choose"');
  if (policy.share !== undefined && typeof policy.share !== 'function') return refuse('its "share" is not a function');
  const { share } = policy;
  return {
    name: path,
    choose: (job, candidates) => policy.choose!(job, candidates),
    ...(share === undefined ? {} : { share: (candidate) => share.call(policy, candidate) }),
  };
}

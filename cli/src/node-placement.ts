import type { Placeable } from '@crony/node/crony-node';
import type { Settings } from '@crony/shared/runtime/settings/settings';

type PlacementSettings = Pick<Settings<'node'>, 'nodeWeight' | 'nodeLabels' | 'nodeProjects'>;

/** Which jobs a node takes, and how many, as its settings say. */
export function nodePlacement({ nodeWeight, nodeLabels, nodeProjects }: PlacementSettings): Placeable {
  return { weight: nodeWeight, labels: nodeLabels ?? {}, projects: nodeProjects ?? [] };
}

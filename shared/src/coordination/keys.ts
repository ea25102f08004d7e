/** Every etcd key of Crony, relative to the prefix. docs/architecture.md lists the same, and a test holds them equal. */

/** Who leads: hub id and term, on the leader's lease. */
export const LEADER_KEY = 'leader';
/** The newest term, kept when nobody leads, so that no term is ever given twice. */
export const TERM_KEY = 'term';
export const NODES_PREFIX = 'nodes/';
export const HUBS_PREFIX = 'hubs/';
export const ASSIGNMENTS_PREFIX = 'assignments/';
export const CHANGES_PREFIX = 'changes/';
export const COMMANDS_PREFIX = 'commands/';
/** The leader's mark: which term writes assignments, and whether it has compared everything since it began. */
export const MARK_KEY = 'mark';
/** Stands in an assignment key for a node where no living one may hold the job. No node may bear this id. */
export const PARKED_NODE = '-';

/** The registration of a living node, on its lease. */
export const nodeKey = (nodeId: string): string => `${NODES_PREFIX}${nodeId}`;
/** The registration of a living hub, on its lease. */
export const hubKey = (hubId: string): string => `${HUBS_PREFIX}${hubId}`;
export const assignmentsPrefix = (nodeId: string): string => `${ASSIGNMENTS_PREFIX}${nodeId}/`;
/** One job of one node; see domain/assignment.ts for its value. */
export const assignmentKey = (nodeId: string, jobId: string): string => `${ASSIGNMENTS_PREFIX}${nodeId}/${jobId}`;
/** Stands for a job's id in a change key when too many have changed to name them: look at every job. */
export const EVERY_JOB = '*';
/** A hint to the leader that the job's row has changed. */
export const changeKey = (jobId: string): string => `${CHANGES_PREFIX}${jobId}`;
export const commandsPrefix = (nodeId: string): string => `${COMMANDS_PREFIX}${nodeId}/`;
/** A nudge to one node. */
export const commandKey = (nodeId: string, id: string): string => `${COMMANDS_PREFIX}${nodeId}/${id}`;

export function parseAssignmentKey(key: string): { nodeId: string; jobId: string } {
  const [nodeId, jobId] = key.slice(ASSIGNMENTS_PREFIX.length).split('/');
  if (!key.startsWith(ASSIGNMENTS_PREFIX) || !nodeId || !jobId) throw new Error(`not an assignment key: ${key}`);
  return { nodeId, jobId };
}

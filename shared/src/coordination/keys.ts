/** Every etcd key of Crony, relative to the prefix. docs/architecture.md lists the same, and a test holds them equal. */

export const LEADER_KEY = 'leader';
export const NODES_PREFIX = 'nodes/';
export const HUBS_PREFIX = 'hubs/';
export const ASSIGNMENTS_PREFIX = 'assignments/';
export const CHANGES_PREFIX = 'changes/';
export const COMMANDS_PREFIX = 'commands/';

/** The registration of a living node, on its lease. */
export const nodeKey = (nodeId: string): string => `${NODES_PREFIX}${nodeId}`;
/** The registration of a living hub, on its lease. */
export const hubKey = (hubId: string): string => `${HUBS_PREFIX}${hubId}`;
export const assignmentsPrefix = (nodeId: string): string => `${ASSIGNMENTS_PREFIX}${nodeId}/`;
/** One job of one node; see domain/assignment.ts for its value. */
export const assignmentKey = (nodeId: string, jobId: string): string => `${ASSIGNMENTS_PREFIX}${nodeId}/${jobId}`;
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

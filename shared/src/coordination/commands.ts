/**
 * A nudge to one node, the value of `commands/<nodeId>/<id>`. The table is the truth and nodes look at it by
 * themselves every second, so a command only saves time: losing one, or obeying it twice, changes nothing.
 */
export type NodeCommand = {
  /** Wall time of the hub in milliseconds; a later reader ignores the command. */
  expiresAt: number;
} & ({ type: 'look_at_pending' } | { type: 'cancel_run'; runId: string });

/** Commands live on a lease this long. */
export const COMMAND_LIFE_MS = 60_000;

/** Null: not a command that this program understands, such as one of a newer hub. */
export function parseNodeCommand(value: string): NodeCommand | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null) return null;
  const { type, runId, expiresAt } = parsed as Record<string, unknown>;
  if (typeof expiresAt !== 'number') return null;
  if (type === 'look_at_pending') return { type, expiresAt };
  if (type === 'cancel_run' && typeof runId === 'string') return { type, runId, expiresAt };
  return null;
}

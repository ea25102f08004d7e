/**
 * The states that the tables' own rules name, as SQL. Tables know nothing of the code that uses them; a test of the
 * store holds these equal to the state machine of a run.
 */
export const FINAL_STATES = ['succeeded', 'failed', 'timed_out', 'cancelled', 'skipped', 'missed', 'lost'] as const;
/** States of a run that one incarnation of a node is answerable for. */
export const HELD_STATES = ['claimed', 'running', 'retrying', 'accepted'] as const;

const quoted = (states: readonly string[]): string => states.map((state) => `'${state}'`).join(', ');

export const FINAL_STATES_SQL = quoted(FINAL_STATES);
export const HELD_STATES_SQL = quoted(HELD_STATES);

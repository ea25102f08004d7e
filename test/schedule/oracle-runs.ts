/** How long the property tests of this folder run, and from which seed; both are printed. */
const env = process.env;

/** SCHEDULE_ORACLE_RUNS=20 runs each of them 20 times as long. */
export const ORACLE_RUNS = Number(env['SCHEDULE_ORACLE_RUNS'] ?? 1);
export const ORACLE_SEED = Number(env['SCHEDULE_ORACLE_SEED'] ?? 20_260_329);

export function tell(text: string): void {
  process.stdout.write(`${text} (SCHEDULE_ORACLE_SEED=${ORACLE_SEED} SCHEDULE_ORACLE_RUNS=${ORACLE_RUNS})\n`);
}

/**
 * For each migration, the oldest migration that a program must know to run on a database that has had it. Migrations
 * expand first and contract later, so that release N runs on the tables of N and of N + 1: one that only adds says the
 * number before its own, one that takes away what older programs use says its own number. A test holds the list equal
 * to the generated files.
 */
export const MIGRATION_REACH: readonly { tag: string; oldestProgram: number }[] = [
  { tag: '0000_foundation', oldestProgram: 0 },
  { tag: '0001_signs_of_life', oldestProgram: 0 },
  { tag: '0002_job_hours', oldestProgram: 1 },
  { tag: '0003_callbacks', oldestProgram: 2 },
  { tag: '0004_governance', oldestProgram: 3 },
  { tag: '0005_figures', oldestProgram: 4 },
  { tag: '0006_given_passwords', oldestProgram: 5 },
  { tag: '0007_managed_by', oldestProgram: 6 },
];

import { fileURLToPath } from 'node:url';

export type Dialect = 'mysql' | 'sqlite';

/** Where the generated migrations lie: beside `src` and, once built, beside `dist`. */
export function migrationsFolder(dialect: Dialect): string {
  return fileURLToPath(new URL(`../migrations/${dialect}`, import.meta.url));
}

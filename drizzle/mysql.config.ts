import { defineConfig } from 'drizzle-kit';

/** `npm run generate` writes what changed in the tables as the next migration. Paths are from the top of the repository. */
export default defineConfig({
  dialect: 'mysql',
  schema: './drizzle/src/mysql.ts',
  out: './drizzle/migrations/mysql',
  breakpoints: true,
});

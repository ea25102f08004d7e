/** Only MariaDB stands for MySQL here: Debian has no MySQL. What is sent to it is what both take. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { MariadbServer } from '../kit/mariadb.js';
import { storeConformance } from './conformance.js';

let mariadb: MariadbServer;
let folder: string;
let files = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crony-store-'));
  mariadb = await MariadbServer.start();
});

afterAll(async () => {
  await mariadb?.stop();
  rmSync(folder, { recursive: true, force: true });
});

storeConformance({ name: 'MariaDB', freshDatabase: () => mariadb.createDatabase() });
storeConformance({
  name: 'SQLite in a file',
  freshDatabase: () => Promise.resolve(`sqlite:${join(folder, `store-${(files += 1)}.db`)}`),
});
storeConformance({ name: 'SQLite in memory', freshDatabase: () => Promise.resolve('sqlite::memory:') });

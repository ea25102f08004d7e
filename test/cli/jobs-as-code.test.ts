/** Jobs in files, applied by real processes to real hubs: two at once, and a hub that is killed in the middle. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../kit/api-client.js';
import { startCrony, type CronyProcess } from '../kit/crony-process.js';
import { EtcdServer } from '../kit/etcd.js';
import { freePort } from '../kit/free-port.js';
import { MariadbServer } from '../kit/mariadb.js';
import { waitUntil } from '../kit/wait-until.js';
import { runProgram, type Finished } from './program.js';

const TOKEN = 'jobs-as-code-test-token';
const MANY = 500;
/** The server's table of transactions is made anew only where nobody has read it for a tenth of a second. */
const TRX_POLL_MS = 200;
const CONFLICT = 4;

interface JobRow {
  name: string;
  version: number;
  owner: string;
  priority: number;
  managedBy: string | null;
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'crony-jobs-as-code-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const jobLine = (name: string, more = ''): string =>
  `  - { name: ${name}, schedule: { cron: "@yearly" }, callback: { type: http, url: "http://127.0.0.1:9/" }${more} }`;
function jobsFile(name: string, jobs: readonly string[]): string {
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, ['managedBy: billing', 'project: default', 'jobs:', ...jobs, ''].join('\n'));
  return path;
}
const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `job-${i}`);

const crony = (url: string, ...args: string[]): Promise<Finished> =>
  runProgram(args, { CRONY_URL: url, CRONY_API_TOKEN: TOKEN });
const jobsOf = (url: string): Promise<JobRow[]> => new ApiClient(() => url, TOKEN).list<JobRow>('/jobs');

/** Between programs and hub: holds requests to apply until so many have come, so that they are made for the same versions. */
class Gate {
  readonly #server: Server;
  #waiting: (() => void)[] = [];

  constructor(hub: string, together: number) {
    this.#server = createServer((request, response) => {
      void (async () => {
        const body = await bodyOf(request);
        if (request.method === 'POST' && request.url === '/api/v1/jobs/apply') {
          await new Promise<void>((open) => {
            this.#waiting.push(open);
            if (this.#waiting.length >= together) for (const one of this.#waiting.splice(0)) one();
          });
        }
        const { authorization, 'content-type': type } = request.headers;
        const answer = await fetch(hub + request.url, {
          method: request.method!,
          headers: { authorization: authorization!, ...(type === undefined ? {} : { 'content-type': type }) },
          ...(body.length === 0 ? {} : { body }),
        });
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
        response.end(Buffer.from(await answer.arrayBuffer()));
      })().catch(() => response.destroy());
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Two versions of the same files, each changing every job, adding one and taking another away. */
async function twoAtOnce(hub: string): Promise<void> {
  const items = names(40).map((name) => ({
    name,
    managedBy: 'billing',
    schedule: { cron: '@yearly' },
    callback: { type: 'http', url: 'http://127.0.0.1:9/' },
  }));
  await new ApiClient(() => hub, TOKEN).post('/jobs/bulk', { items });
  const version = (owner: string, gone: string, added: string): string =>
    jobsFile(owner, [
      ...names(40).filter((name) => name !== gone).map((name) => jobLine(name, `, owner: ${owner}`)), // prettier-ignore
      jobLine(added, `, owner: ${owner}`),
    ]);
  const ann = version('ann', 'job-1', 'new-of-ann');
  const bob = version('bob', 'job-2', 'new-of-bob');
  const gate = new Gate(hub, 2);
  const url = await gate.open();
  const [first, second] = await Promise.all([ann, bob].map((file) => crony(url, 'jobs', 'apply', '-f', file, '--yes')));
  gate.close();
  expect([first!.code, second!.code].sort()).toEqual([0, CONFLICT]);
  const [winner, gone, loser] = first!.code === 0 ? ['ann', 'job-1', second!] : ['bob', 'job-2', first!];
  expect(loser.stderr).toContain('nothing was changed, because somebody else was faster');
  expect(loser.stderr).toMatch(/default\/job-3 was changed meanwhile \(version 1 was planned for, it is version 2 now, managed by billing\)/); // prettier-ignore
  const jobs = await jobsOf(hub);
  const wanted = [...names(40).filter((name) => name !== gone), `new-of-${winner}`];
  expect(jobs.map(({ name }) => name).sort()).toEqual(wanted.sort());
  expect(jobs.filter(({ owner, managedBy }) => owner !== winner || managedBy !== 'billing')).toEqual([]);
  expect(jobs.filter(({ name, version: v }) => v !== (name.startsWith('new') ? 1 : 2))).toEqual([]);
}

describe('standalone, on SQLite', () => {
  let hub: CronyProcess;
  let url: string;
  beforeAll(async () => {
    url = `http://127.0.0.1:${await freePort()}`;
    const env = { CRONY_PORT: new URL(url).port, CRONY_DATA_DIR: join(folder, 'data'), CRONY_API_TOKEN: TOKEN };
    hub = await startCrony('standalone', url, env, { folder });
  });
  afterAll(async () => expect(await hub.stop()).toBe(0));

  it('of two applies at once of different versions one wins, and the other says so', () => twoAtOnce(url), 60_000);

  it('of two at once of the same version both are content', async () => {
    const file = jobsFile('same', names(30).map((name) => jobLine(name, ', priority: 3'))); // prettier-ignore
    const gate = new Gate(url, 2);
    const through = await gate.open();
    const both = await Promise.all([1, 2].map(() => crony(through, 'jobs', 'apply', '-f', file, '--yes')));
    gate.close();
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.filter(({ stderr }) => stderr.includes('somebody else has applied the same'))).toHaveLength(1);
    expect((await jobsOf(url)).map(({ priority }) => priority)).toEqual(Array(30).fill(3));
  }, 60_000);

  it('what is exported differs from nothing; errors and exit codes are those of the page', async () => {
    mkdirSync(join(folder, 'set'));
    const exported = join(folder, 'set', 'all.yaml');
    expect(await crony(url, 'jobs', 'export', '-o', exported)).toMatchObject({ code: 0 });
    writeFileSync(exported, readFileSync(exported, 'utf8').replace('priority: 3', 'priority: 4'));
    // A folder, in which one line of one job is not what was exported.
    const changed = await crony(url, 'jobs', 'diff', '-f', join(folder, 'set'));
    expect(changed.code).toBe(3);
    expect(changed.stdout).toContain('0 to create, 1 to change, 0 to delete, 29 unchanged');
    expect(changed.stdout).toMatch(/^~ default\/job-\d+: will be changed {2}\[.*:\d+\]\n {4}priority: 3 → 4\n/);
    // Without a terminal nobody can be asked.
    expect(await crony(url, 'jobs', 'apply', '-f', exported)).toMatchObject({ code: 2 });
    expect(await crony(url, 'jobs', 'apply', '-y', '-f', jobsFile('one', [jobLine('job-1')]))).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('97 % of the jobs managed by billing would be deleted') as string,
    });
    const unknown = jobsFile('unknown', [jobLine('a'), '', jobLine('b', ', alerts: { channels: [nobody] }')]);
    const refused = await crony(url, 'jobs', 'apply', '-y', '--no-delete', '-f', unknown);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/unknown\.yaml:6:\d+: b: alerts\.channels\.0 must be the name of a channel/);
    expect((await jobsOf(url)).filter(({ name }) => name === 'a')).toEqual([]);
  }, 60_000);
});

describe('a hub on MariaDB', () => {
  let etcd: EtcdServer;
  let mariadb: MariadbServer;
  let databaseUrl: string;
  let url: string;
  const start = (): Promise<CronyProcess> =>
    startCrony(
      'admin',
      url,
      {
        CRONY_ETCD: etcd.endpoint,
        CRONY_DATABASE_URL: databaseUrl,
        CRONY_SECRET: 'the-secret-of-this-test',
        CRONY_HOST: '127.0.0.1',
        CRONY_PORT: new URL(url).port,
        CRONY_API_TOKEN: TOKEN,
      },
      { folder },
    );
  let hub: CronyProcess;
  beforeAll(async () => {
    [etcd, mariadb] = await Promise.all([EtcdServer.start(), MariadbServer.start()]);
    databaseUrl = await mariadb.createDatabase();
    url = `http://127.0.0.1:${await freePort()}`;
    hub = await start();
  });
  afterAll(async () => {
    await hub.stop();
    await Promise.all([etcd.dispose(), mariadb.stop()]);
  });

  it('of two applies at once of different versions one wins, and the other says so', () => twoAtOnce(url), 60_000);

  it('killed in the middle of an apply, it has done nothing of it', async () => {
    const before = await jobsOf(url);
    const file = jobsFile('many', names(MANY).map((name) => jobLine(name, ', owner: carol'))); // prettier-ignore
    // What is noted in the audit is written last: held there, the transaction stands with all of its jobs written.
    const [holder, watch] = await Promise.all([createConnection(databaseUrl), createConnection(databaseUrl)]);
    await holder.query('LOCK TABLES audit WRITE');
    const applying = crony(url, 'jobs', 'apply', '-f', file, '--yes', '--max-delete-percent', '100');
    await waitUntil(
      'the transaction has written the jobs',
      20_000,
      async () => {
        const [found] = await watch.query('SELECT MAX(trx_rows_modified) AS n FROM information_schema.innodb_trx');
        return Number((found as { n: number | null }[])[0]?.n ?? 0) >= MANY;
      },
      TRX_POLL_MS,
    );
    hub.kill('SIGKILL');
    await hub.exited;
    const { code, stderr } = await applying;
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('cannot be reached') as string });
    await Promise.all([holder.end(), watch.end()]);
    hub = await start();
    expect(await jobsOf(url)).toEqual(before);
    expect(await crony(url, 'jobs', 'apply', '-f', file, '--yes')).toMatchObject({ code: 0 });
    const after = await jobsOf(url);
    expect(after.filter(({ owner }) => owner === 'carol')).toHaveLength(MANY);
    expect(after).toHaveLength(MANY);
  }, 90_000);
});

/** `crony import xxl-job` and `crony import crony-go`, on tables as those systems make them, by a user who may only read. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileSchedule, nextTimes } from '@crony/shared/domain/schedule/compile-schedule';
import type { ImportedJob, ImportedRow, Verdict } from '../../cli/src/import/imported-row.js';
import { MariadbServer } from '../kit/mariadb.js';
import { runCommand, type Said } from './run-command.js';

const XXL_COMMON = `
  id int NOT NULL AUTO_INCREMENT, job_group int NOT NULL, job_desc varchar(255) NOT NULL, author varchar(64),
  alarm_email varchar(255), executor_route_strategy varchar(50), executor_handler varchar(255),
  executor_param varchar(512), executor_block_strategy varchar(50), executor_timeout int NOT NULL DEFAULT 0,
  executor_fail_retry_count int NOT NULL DEFAULT 0, glue_type varchar(50) NOT NULL, glue_source mediumtext,
  glue_updatetime datetime, child_jobid varchar(255), trigger_status tinyint NOT NULL DEFAULT 0,
  trigger_last_time bigint NOT NULL DEFAULT 0, PRIMARY KEY (id)`;
const XXL_GROUP = `CREATE TABLE xxl_job_group (id int NOT NULL AUTO_INCREMENT, app_name varchar(64) NOT NULL,
  title varchar(64) NOT NULL, address_type tinyint NOT NULL DEFAULT 0, PRIMARY KEY (id)) DEFAULT CHARSET=utf8mb4`;
const XXL_3 = [
  `CREATE TABLE xxl_job_info (${XXL_COMMON}, schedule_type varchar(50) NOT NULL DEFAULT 'NONE',
    schedule_conf varchar(128), misfire_strategy varchar(50) NOT NULL DEFAULT 'DO_NOTHING') DEFAULT CHARSET=utf8mb4`,
  XXL_GROUP,
  `INSERT INTO xxl_job_group (id, app_name, title) VALUES (1, 'orders-executor', '订单'), (2, 'tools', 'Tools')`,
  `INSERT INTO xxl_job_info (id, job_group, job_desc, author, alarm_email, executor_route_strategy, executor_handler,
    executor_param, executor_block_strategy, executor_timeout, executor_fail_retry_count, glue_type, glue_source,
    child_jobid, trigger_status, schedule_type, schedule_conf, misfire_strategy) VALUES
    (1, 1, '结算订单', 'li', 'li@example.com', 'FIRST', 'settleHandler', '{"shard":"a&b"}', 'SERIAL_EXECUTION', 30, 3,
      'BEAN', NULL, '', 1, 'CRON', '0 0/5 * * * ?', 'DO_NOTHING'),
    (2, 1, 'Weekday report', 'wang', '', 'ROUND', 'reportHandler', '', 'DISCARD_LATER', 0, 0,
      'BEAN', NULL, '3', 1, 'CRON', '0 30 9 ? * 2-6', 'FIRE_ONCE_NOW'),
    (3, 1, 'After the report', 'wang', NULL, 'ROUND', 'mailHandler', '', 'COVER_EARLY', 0, 0,
      'BEAN', NULL, NULL, 0, 'NONE', '', 'DO_NOTHING'),
    (7, 1, 'Every 40 s', 'li', NULL, 'SHARDING_BROADCAST', 'shardHandler', '', 'COVER_EARLY', 10, 0,
      'BEAN', NULL, NULL, 0, 'FIX_RATE', '40', 'DO_NOTHING'),
    (8, 2, 'Clean up', 'zhao', NULL, 'FIRST', '', '7', 'SERIAL_EXECUTION', 60, 0,
      'GLUE_SHELL', '#!/bin/bash\\r\\nfind /var/tmp -mtime +$1 -delete\\r\\n', NULL, 1, 'CRON', '0 15 3 * * ? *', 'DO_NOTHING'),
    (9, 2, 'Groovy', 'zhao', NULL, 'FIRST', '', '', 'SERIAL_EXECUTION', 0, 0,
      'GLUE_GROOVY', 'class X {}', NULL, 1, 'CRON', '0 0 1 * * ?', 'DO_NOTHING'),
    (10, 9, 'Unmapped', 'zhao', NULL, 'FIRST', 'otherHandler', '', 'SERIAL_EXECUTION', 0, 0,
      'BEAN', NULL, NULL, 1, 'CRON', '0 0 1 * * ?', 'DO_NOTHING')`,
];
const XXL_2 = [
  `CREATE TABLE xxl_job_info (${XXL_COMMON}, job_cron varchar(128) NOT NULL) DEFAULT CHARSET=utf8mb4`,
  XXL_GROUP,
  `INSERT INTO xxl_job_group (id, app_name, title) VALUES (1, 'orders-executor', 'Orders')`,
  // More than a page of rows.
  `INSERT INTO xxl_job_info (job_group, job_desc, executor_handler, glue_type, trigger_status, job_cron)
    SELECT 1, CONCAT('job ', seq), 'settleHandler', 'BEAN', 1, '0 0 12 ? * 1' FROM seq_1_to_1203`,
];
const CRONY_GO = [
  `CREATE TABLE job (id bigint NOT NULL AUTO_INCREMENT, name varchar(64) NOT NULL, command text NOT NULL,
    script_id varbinary(256) DEFAULT NULL, timeout bigint DEFAULT 0, retry_times bigint DEFAULT 0,
    retry_interval bigint DEFAULT 0, type bigint NOT NULL, http_method bigint, notify_type bigint NOT NULL,
    status bigint NOT NULL DEFAULT 0, notify_to varbinary(256) DEFAULT NULL, spec varchar(64) NOT NULL,
    run_on varchar(128), note varchar(512) DEFAULT '', created bigint NOT NULL, updated bigint DEFAULT 0,
    PRIMARY KEY (id)) DEFAULT CHARSET=utf8mb4`,
  `CREATE TABLE script (id bigint NOT NULL AUTO_INCREMENT, name varchar(256) NOT NULL, command text NOT NULL,
    created bigint NOT NULL, updated bigint DEFAULT 0, PRIMARY KEY (id)) DEFAULT CHARSET=utf8mb4`,
  `INSERT INTO script (id, name, command, created) VALUES (4, 'dir', 'mkdir -p /srv/dumps', 1)`,
  `INSERT INTO job (name, command, script_id, timeout, retry_times, retry_interval, type, http_method, notify_type,
    notify_to, spec, run_on, note, created) VALUES
    ('dump', 'pg_dump --file "/srv/dumps/a b.sql" shop', '[4]', 600, 2, 30, 1, 0, 1, '[1,2]', '0 0 3 * * *', 'n1', 'nightly', 1),
    ('ping', 'http://shop.internal/ping?deep=1', NULL, 0, 1, 0, 2, 1, 2, '[]', '@every 1m30s', 'n1', '', 1),
    ('settle', 'http://shop.internal/settle?{"shard":1}', NULL, 900, 0, 5, 2, 2, 2, 'null', '0 30 9 * * 1-5', '', '', 1),
    ('seconds', 'echo hi', NULL, 0, 0, 1, 1, 0, 1, NULL, '*/5 * * * *', '', '', 1),
    ('saturday', 'echo hi', NULL, 0, 0, 1, 1, 0, 1, NULL, '0 0 0 ? * 7', '', '', 1)`,
];

let server: MariadbServer;
let folder: string;
const urls: Record<string, string> = {};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crony-import-'));
  server = await MariadbServer.start();
  for (const [name, statements] of Object.entries({ xxl3: XXL_3, xxl2: XXL_2, go: CRONY_GO, empty: [] })) {
    const url = await server.createDatabase();
    const connection = await createConnection(url);
    for (const statement of statements) await connection.query(statement);
    const database = url.split('/').at(-1)!;
    await connection.query(`CREATE USER IF NOT EXISTS reader@'127.0.0.1' IDENTIFIED BY 'se:cret'`);
    await connection.query(`GRANT SELECT ON ${database}.* TO reader@'127.0.0.1'`);
    await connection.end();
    urls[name] = url.replace('root@', 'reader:se%3Acret@');
  }
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const run = (...argv: string[]): Promise<Said> => runCommand(['import', ...argv]);

interface Report {
  totals: Record<Verdict, number>;
  remarks: string[];
  rows: ImportedRow[];
}

async function report(...argv: string[]): Promise<{ code: number; report: Report; byId: Map<number, ImportedRow> }> {
  const { code, stdout, stderr } = await run(...argv, '--json', '--time-zone', 'Asia/Shanghai');
  expect(stderr).toBe('');
  const report = JSON.parse(stdout) as Report;
  return { code, report, byId: new Map(report.rows.map((row) => [Number(row.where.split(' ').at(-1)), row])) };
}

function mapFile(): string {
  const path = join(folder, 'map.yaml');
  writeFileSync(
    path,
    String.raw`
rules:
  - pattern: '(?P<name>settle|report|mail|shard)Handler'
    callback:
      url: 'http://orders.internal/jobs/${'$'}{name}'
      headers: { x-app: '${'$'}{app}' }
      body: '{"param":"${'$'}{param|json}"}'
`,
  );
  return path;
}

describe('XXL-JOB', () => {
  it('3.x: each row is carried over or refused, with its reason', async () => {
    const { code, report: read, byId } = await report('xxl-job', '--database-url', urls['xxl3']!, '--map', mapFile());
    expect(code).toBe(5);
    expect(read.totals).toEqual({ translated: 0, changed: 4, refused: 3, setting: 0 });
    expect(byId.get(1)!.job).toEqual({
      name: 'settlehandler-1',
      enabled: true,
      schedule: { cron: '0 0/5 * * * ?', timeZone: 'Asia/Shanghai' },
      callback: {
        type: 'http',
        url: 'http://orders.internal/jobs/settle',
        headers: { 'x-app': 'orders-executor' },
        body: String.raw`{"param":"{\"shard\":\"a&b\"}"}`,
      },
      timeoutMs: 30_000,
      concurrency: 'queue',
      misfire: 'skip',
      retry: { limit: 3 },
      tags: { 'xxl-job-group': 'orders-executor' },
      owner: 'li',
      description: expect.stringContaining('结算订单') as string,
    });
    expect(byId.get(1)!.notes).toEqual(['alarm_email li@example.com: alerts go to channels (alerts.channels)']);

    const weekdays = byId.get(2)!;
    expect(weekdays.job).toMatchObject({ concurrency: 'forbid', misfire: 'fire_once', timeoutMs: 86_400_000 });
    expect(weekdays.notes.join()).toContain('child jobs 3');
    // Monday to Friday at half past nine in Shanghai, not Sunday to Thursday.
    const schedule = compileSchedule(weekdays.job!.schedule as { cron: string; timeZone: string });
    expect(nextTimes(schedule, Date.parse('2026-06-05T00:00Z'), 3).map((time) => new Date(time).toISOString())).toEqual(
      ['2026-06-05T01:30:00.000Z', '2026-06-08T01:30:00.000Z', '2026-06-09T01:30:00.000Z'],
    );

    expect(byId.get(7)!.job).toMatchObject({
      enabled: false,
      schedule: { everyMs: 40_000 },
      concurrency: 'replace',
      callback: { url: 'http://orders.internal/jobs/shard' },
    });
    expect(byId.get(7)!.notes.join()).toContain('SHARDING_BROADCAST');
    expect(byId.get(8)!.job!.callback).toEqual({
      type: 'shell',
      command: '/bin/bash',
      args: ['-c', '#!/bin/bash\nfind /var/tmp -mtime +$1 -delete\n', 'glue', '7', '0', '1'],
    });
    expect(byId.get(3)!.notes.join()).toContain('NONE has no times');
    expect(byId.get(9)!.notes.join()).toContain('GLUE_GROOVY');
    expect(byId.get(10)!.notes.join()).toContain('BEAN handler "otherHandler"');
    expect(read.remarks.join()).toContain('BEAN handlers without a rule in --map: 1');
  });

  it('2.x: job_cron, more rows than a page, and no map', async () => {
    const mapped = await report('xxl-job', '--database-url', urls['xxl2']!, '--map', mapFile());
    expect(mapped.report.totals).toMatchObject({ changed: 1_203, refused: 0 });
    expect(mapped.code).toBe(0);
    expect(mapped.byId.get(1_203)!.job!.schedule).toEqual({ cron: '0 0 12 ? * SUN', timeZone: 'Asia/Shanghai' });
    const unmapped = await report('xxl-job', '--database-url', urls['xxl2']!, '--allow-refused');
    expect(unmapped.report.totals).toMatchObject({ refused: 1_203 });
    expect(unmapped.code).toBe(0);
  });
});

describe('Crony-Go', () => {
  it('carries over what its engine fired', async () => {
    const out = join(folder, 'go.yaml');
    const { code, report: read, byId } = await report('crony-go', '--database-url', urls['go']!, '--out', out);
    expect(code).toBe(5);
    expect(read.totals).toEqual({ translated: 0, changed: 4, refused: 1, setting: 0 });
    expect(byId.get(1)!.job).toMatchObject({
      name: 'dump-1',
      schedule: { cron: '0 0 3 * * *' },
      callback: {
        type: 'shell',
        command: 'pg_dump',
        args: ['--file', '/srv/dumps/a b.sql', 'shop'],
        setup: { command: 'set -e\nmkdir -p /srv/dumps' },
      },
      timeoutMs: 600_000,
      retry: { limit: 2, delayMs: 30_000, factor: 1 },
    });
    expect(byId.get(2)!.job).toMatchObject({
      schedule: { everyMs: 90_000 },
      callback: { method: 'GET', url: 'http://shop.internal/ping?deep=1' },
      timeoutMs: 300_000,
      retry: { limit: 1, delayMs: 60_000 },
    });
    expect(byId.get(3)!.job).toMatchObject({
      schedule: { cron: '0 30 9 * * 1-5' },
      callback: { method: 'POST', url: 'http://shop.internal/settle', body: '{"shard":1}' },
      timeoutMs: 300_000,
    });
    expect(byId.get(4)!.notes.join()).toContain('takes the first as the second');
    expect(byId.get(5)!.notes.join()).toContain('7 for Saturday');
    const written = parse(readFileSync(out, 'utf8')) as { managedBy: string; jobs: ImportedJob[] };
    expect(written).toMatchObject({ managedBy: 'import-crony-go', project: 'default' });
    expect(written.jobs.map(({ name }) => name)).toEqual(['dump-1', 'ping-2', 'settle-3', 'seconds-4']);
  });
});

describe('a database that is none', () => {
  it.each([
    ['a wrong password', () => urls['go']!.replace('se%3Acret', 'wrong'), 'refuses the user or the password'],
    ['no table', () => urls['empty']!, 'has no table xxl_job_info'],
    ['no server', () => 'mysql://reader:se%3Acret@127.0.0.1:1/x', 'does not answer'],
    ['no URL', () => 'postgres://x', 'must begin with mysql://'],
    ['SQLite', () => 'sqlite:/tmp/x.db', 'must be a mysql:// URL'],
  ])('%s is told in a sentence', async (_, url, part) => {
    const { code, stdout, stderr } = await run('xxl-job', '--database-url', url());
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(part);
    expect(stderr).not.toContain('se%3Acret');
  });
});

describe('flags', () => {
  it.each([
    [['crontab'], 'needs FILE'],
    [['xxl-job'], '--database-url'],
    [['crontab', 'x', '--time-zon', 'UTC'], 'did you mean --time-zone?'],
    [['crontab', 'x', '--time-zone', 'Mars'], '--time-zone=Mars must be an IANA time zone'],
    [['crontab', 'x', '--node-label', 'host'], 'name=value'],
    [['crontab', 'x', '--cwd', 'srv'], 'an absolute path'],
    [['crontab', 'x', '--system-crontab', '--user-crontab'], 'exclude each other'],
    [['crontab', 'x', '--database-url', 'y'], '--database-url is not an option of crony import crontab'],
  ])('%j is refused with exit code 2', async (argv, part) => {
    const { code, stderr } = await run(...argv);
    expect(code).toBe(2);
    expect(stderr).toContain(part);
  });

  it('a file that is there is not written over unasked', async () => {
    const [crontab, out] = [join(folder, 'crontab'), join(folder, 'edited.yaml')];
    writeFileSync(crontab, '@daily a\n');
    writeFileSync(out, 'by hand');
    const refused = await run('crontab', crontab, '--out', out);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('--force writes over it') as string });
    expect(readFileSync(out, 'utf8')).toBe('by hand');
    expect(await run('crontab', crontab, '--out', out, '--force')).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(out, 'utf8')).toContain('@daily');
  });

  it('a file that is not there is told in a sentence', async () => {
    expect(await run('crontab', join(folder, 'none'))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('cannot be read') as string,
    });
  });
});

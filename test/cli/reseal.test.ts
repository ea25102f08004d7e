/** A change of `CRONY_SECRET`: what was sealed under the old one is sealed anew. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '@crony/shared/runtime/clock';
import { silentLogger } from '@crony/shared/runtime/logger';
import { createSecretBox } from '@crony/shared/runtime/secret-box';
import { migrateStore } from '@crony/shared/store/migrate-store';
import { openStore } from '@crony/shared/store/open-store';
import { runProgram } from './program.js';

const CHANNEL_ID = '0197e0a0-0000-7000-8000-000000000001';
const OLD = 'the old secret of the cluster';
const NEW = 'the new secret of the cluster';
const options = { clock: systemClock, logger: silentLogger };

let folder: string;
let url: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crony-reseal-'));
  url = `sqlite:${join(folder, 'crony.db')}`;
  await migrateStore(url, options);
  const store = await openStore(url, options);
  const old = createSecretBox(OLD);
  await store.projects.create({
    name: 'default',
    signingSecretCurrent: old.seal('whsec_one'),
    signingSecretNext: old.seal('whsec_two'),
    createdAt: 1,
  });
  const secret = { project: 'default', createdAt: 1, updatedAt: 1 };
  await store.secrets.save({ ...secret, name: 'A', sealed: old.seal('alpha') });
  await store.secrets.save({ ...secret, name: 'B', sealed: createSecretBox(NEW).seal('beta') });
  await store.channels.create({
    ...{ id: CHANNEL_ID, project: '', name: 'ops', type: 'wecom', language: 'en', settings: {} },
    ...{ sealed: old.seal('{"url":"gamma"}'), enabled: true, version: 1, createdAt: 1, updatedAt: 1 },
  });
  await store.close();
});
afterAll(() => rm(folder, { recursive: true }));

const reseal = (secret: string, previous: string) =>
  runProgram(['reseal'], { CRONY_DATABASE_URL: url, CRONY_SECRET: secret, CRONY_SECRET_PREVIOUS: previous });

test('under a secret that opens nothing nothing is changed, and it is said what could not be opened', async () => {
  const { code, stderr } = await reseal(NEW, 'not the old secret at all');
  expect(code).toBe(1);
  expect(stderr).toContain('the signing secret of project default cannot be opened');
  expect(stderr).not.toContain(NEW);
});

test('everything is sealed under the new one, once', async () => {
  const first = await reseal(NEW, OLD);
  expect(first.stderr).toBe('');
  expect(first.stdout).toContain('4 secrets encrypted anew, 1 were so already');
  expect((await reseal(NEW, OLD)).stdout).toContain('0 secrets encrypted anew, 5 were so already');
  const store = await openStore(url, options);
  const box = createSecretBox(NEW);
  const project = (await store.projects.get('default'))!;
  expect([box.open(project.signingSecretCurrent), box.open(project.signingSecretNext!)]).toEqual([
    'whsec_one',
    'whsec_two',
  ]);
  const secrets = await store.secrets.ofProject('default');
  expect(secrets.map(({ sealed }) => box.open(sealed))).toEqual(['alpha', 'beta']);
  expect(box.open((await store.channels.get(CHANNEL_ID))!.sealed)).toBe('{"url":"gamma"}');
  await store.close();
});

test('both secrets must be given', async () => {
  const { code, stderr } = await runProgram(['reseal'], { CRONY_DATABASE_URL: url, CRONY_SECRET: NEW });
  expect(code).toBe(2);
  expect(stderr).toContain('CRONY_SECRET_PREVIOUS');
});

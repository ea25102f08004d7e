/** A run watched while it goes on. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { attempt, claimOf, FACTORY_TIME_MS as T, holder, newJob, resultOf } from '../kit/factories.js';
import { API_TOKEN, startApi, type ApiFixture } from './api-fixture.js';

const stopping = new AbortController();
let api: ApiFixture;
beforeEach(async () => {
  api = await startApi({ stopping: stopping.signal });
});
afterEach(() => api.close());

interface Event {
  event: string;
  data: string;
  id?: string;
}

async function* events(id: string, headers: Record<string, string> = {}): AsyncGenerator<Event> {
  const response = await api.app.request(`http://localhost/api/v1/runs/${id}/events`, {
    headers: { authorization: `Bearer ${API_TOKEN}`, ...headers },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const end = text.indexOf('\n\n');
    if (end >= 0) {
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const id = field('id');
      yield { event: field('event') ?? '', data: field('data') ?? '', ...(id === undefined ? {} : { id }) };
      continue;
    }
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
  }
}

async function claimed() {
  const owner = holder();
  const [created] = await api.store.jobs.createMany([newJob()], T);
  const claim = claimOf((created as { created: { id: string; name: string; project: string } }).created);
  await api.store.claims.claim(owner, [claim]);
  return { owner, claim };
}

const line = (runId: string, n: number) => ({
  runId,
  attempt: 1,
  stream: 'stdout' as const,
  at: T,
  chunkId: String(n),
  text: `line ${n}\n`,
});

test('its state, what it says as it says it, and the end', async () => {
  const { owner, claim } = await claimed();
  const watched = events(claim.runId);
  const next = async (): Promise<Event> => (await watched.next()).value as Event;
  const first = await next();
  expect([first.event, (JSON.parse(first.data) as { status: string }).status]).toEqual(['run', 'claimed']);
  await api.store.output.append([line(claim.runId, 1)]);
  const appendedAt = Date.now();
  const said = await next();
  expect(said.event).toBe('output');
  expect(JSON.parse(said.data)).toMatchObject({ attempt: 1, stream: 'stdout', text: 'line 1\n' });
  expect(Date.now() - appendedAt).toBeLessThan(2_000);
  await api.store.claims.writeResults(owner, [resultOf(claim, { attempt: attempt() })]);
  await api.store.output.append([line(claim.runId, 2)]);
  const rest: Event[] = [];
  for await (const event of watched) rest.push(event);
  expect(rest.map(({ event }) => event)).toEqual(['run', 'output', 'end']);
  expect((JSON.parse(rest[0]!.data) as { status: string }).status).toBe('succeeded');
});

test('after a break it goes on behind what was seen', async () => {
  const { owner, claim } = await claimed();
  await api.store.output.append([line(claim.runId, 1), line(claim.runId, 2), line(claim.runId, 3)]);
  await api.store.claims.writeResults(owner, [resultOf(claim)]);
  const all: Event[] = [];
  for await (const event of events(claim.runId)) all.push(event);
  const outputs = all.filter(({ event }) => event === 'output');
  expect(outputs).toHaveLength(3);
  const again: Event[] = [];
  for await (const event of events(claim.runId, { 'last-event-id': outputs[1]!.id! })) again.push(event);
  expect(again.filter(({ event }) => event === 'output')).toEqual([outputs[2]]);
});

test('there must be such a run', async () => {
  const { status, body } = await api.request('GET', '/api/v1/runs/nobody/events');
  expect([status, body.code]).toEqual([404, 'run_not_found']);
});

test('it ends when the hub stops', async () => {
  const { claim } = await claimed();
  const seen: string[] = [];
  for await (const { event } of events(claim.runId)) {
    seen.push(event);
    stopping.abort();
  }
  expect(seen).toEqual(['run']);
});

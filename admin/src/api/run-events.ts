/**
 * A run as it goes on, for whoever watches: its state and what it says, as server-sent events. The table is read twice a
 * second for each watcher, and only while there is one.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { isOpen } from '@crony/shared/domain/run';
import { runParams } from '@crony/shared/wire/run';
import { toRunAnswer } from '@crony/shared/wire/run-answer';
import { judge } from '../auth/permissions.js';
import { ApiError } from './api-error.js';
import { access, API_PREFIX, noQuery, problems, type ApiApp } from './api-route.js';
import type { ApiDependencies } from './dependencies.js';
import { demand } from './demand.js';
import { withRunning } from './under-way.js';

const POLL_MS = 400;
/** Says that the connection lives: proxies close silent ones. */
const KEEP_ALIVE_MS = 15_000;
/** How soon a watcher who may watch no longer is told nothing more. */
const ASK_AGAIN_MS = 10_000;
const MOST_WATCHERS = 200;
const CHUNKS_AT_ONCE = 200;

const events = createRoute({
  ...access('runs:read'),
  method: 'get',
  path: `${API_PREFIX}/runs/{id}/events`,
  operationId: 'watchRun',
  tags: ['runs'],
  summary: 'Watch a run: its state and its output',
  description:
    'Server-sent events: `run` (the run, whenever it has changed), `output` (`{seq, attempt, stream, at, text}`, with `seq` as the event’s id) and, when all has been said, `end`. After a break `Last-Event-ID` goes on behind that output.',
  request: {
    params: runParams,
    query: noQuery,
    headers: z.object({
      'Last-Event-ID': z
        .string()
        .regex(/^\d{1,15}$/, 'must be the id of an earlier event')
        .optional(),
    }),
  },
  responses: {
    200: { description: 'The events.', content: { 'text/event-stream': { schema: z.string() } } },
    ...problems('runs:read', 'invalid_input', 'run_not_found', 'too_many_watchers'),
  },
});

export function registerRunEvents(app: ApiApp): void {
  let watchers = 0;
  app.openapi(events, async (c) => {
    const { api } = c.var;
    const { id } = c.req.valid('param');
    const notFound = (): ApiError => new ApiError('run_not_found', `There is no run ${id}.`);
    const found = await api.store.runs.get(id);
    if (!found) throw notFound();
    const { project } = found.run;
    demand(c, 'runs:read', project, notFound);
    // Watching goes on for hours; a session that has ended, or a role that was taken away, ends it.
    const mayGoOn = async (): Promise<boolean> => {
      const caller = await c.var.authenticateAgain();
      return caller !== null && judge(caller, 'runs:read', project) === 'allowed';
    };
    if (watchers >= MOST_WATCHERS) {
      throw new ApiError('too_many_watchers', `More than ${MOST_WATCHERS} are watching.`, {
        headers: { 'retry-after': '5' },
      });
    }
    watchers += 1;
    const seen = Number(c.req.valid('header')['Last-Event-ID'] ?? 0);
    c.header('x-accel-buffering', 'no');
    return streamSSE(c, async (stream) => {
      const gone = new AbortController();
      stream.onAbort(() => gone.abort());
      const signal = AbortSignal.any([gone.signal, api.stopping]);
      try {
        await watch(id, seen, mayGoOn, api, signal, (event, data, eventId) =>
          stream.writeSSE({ event, data, ...(eventId === undefined ? {} : { id: eventId }) }),
        );
      } catch (error) {
        api.logger.debug({ err: error, runId: id }, 'a watcher of a run was left');
      } finally {
        watchers -= 1;
      }
    });
  });
}

type Send = (event: string, data: string, id?: string) => Promise<void>;

async function watch(
  id: string,
  seen: number,
  mayGoOn: () => Promise<boolean>,
  api: ApiDependencies,
  signal: AbortSignal,
  send: Send,
): Promise<void> {
  const { store, clock } = api;
  let after = seen;
  let shown = '';
  let sentAt = clock.monotonic();
  let askedAt = clock.monotonic();
  for (let isLast = false; !signal.aborted;) {
    if (clock.monotonic() - askedAt > ASK_AGAIN_MS) {
      askedAt = clock.monotonic();
      if (!(await mayGoOn())) return send('end', '{}');
    }
    const found = await store.runs.get(id);
    if (!found) return send('end', '{}'); // retention has taken it
    const [run] = await withRunning(store.nodes, [found.run]);
    const answer = JSON.stringify(toRunAnswer(run!));
    if (answer !== shown) {
      shown = answer;
      sentAt = clock.monotonic();
      await send('run', answer);
    }
    for (let chunks = CHUNKS_AT_ONCE; chunks === CHUNKS_AT_ONCE && !signal.aborted;) {
      const read = await store.output.read(id, after, CHUNKS_AT_ONCE);
      for (const { seq, attempt, stream, at, text } of read) {
        await send(
          'output',
          JSON.stringify({ seq, attempt, stream, at: new Date(at).toISOString(), text }),
          String(seq),
        );
        after = seq;
        sentAt = clock.monotonic();
      }
      chunks = read.length;
    }
    // The last output may be written a moment after the verdict.
    if (isLast) return send('end', '{}');
    isLast = !isOpen(run!.state);
    if (clock.monotonic() - sentAt > KEEP_ALIVE_MS) {
      sentAt = clock.monotonic();
      await send('keep-alive', '');
    }
    await clock.sleep(POLL_MS, signal);
  }
}

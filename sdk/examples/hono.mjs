// Two jobs behind one route of Hono. The same handler serves Next, Workers and Deno: it takes a Request.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { CallbackError, createReceiver } from '@crony/sdk';
import { fetchHandler } from '@crony/sdk/fetch';

const receiver = createReceiver({
  secrets: process.env.CRONY_SIGNING_SECRET,
  handlers: {
    '/crony/settle': (run) => ({ settled: run.payload.shard }),
    '/crony/refuse': () => {
      throw new CallbackError('closed on Sundays', { status: 409 });
    },
  },
});

const app = new Hono();
const callbacks = fetchHandler(receiver);
app.all('/crony/*', (c) => callbacks(c.req.raw));

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) });

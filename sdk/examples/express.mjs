// Express: before the body parsers, because the signature covers the bytes as they came in.
import express from 'express';
import { createReceiver } from '@crony/sdk';
import { expressHandler } from '@crony/sdk/express';

const receiver = createReceiver({
  secrets: process.env.CRONY_SIGNING_SECRET,
  handler: (run) => ({ settled: run.payload.shard }),
});

const app = express();
app.use('/crony', expressHandler(receiver));
app.use(express.json());
app.post('/orders', (request, response) => response.json({ ordered: request.body.item }));

app.listen(Number(process.env.PORT ?? 3000));

/**
 * A receiver written from docs/protocol.md, with nothing but Node: what somebody without the SDK would write. As a program
 * it serves on `PORT`; `work` in the body says what its handler does.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, request as httpRequest } from 'node:http';
import { pathToFileURL } from 'node:url';

const OVER = ['succeeded', 'failed', 'timed_out', 'cancelled', 'skipped', 'missed', 'lost'];

/** `ok`, or why not. Header names in lower case, `secrets` as the hub shows them. */
export function verify(headers, body, secrets, nowS) {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const list = headers['webhook-signature'];
  if (id === undefined || timestamp === undefined || list === undefined) return 'missing_header';
  if (id === '' || !/^[0-9]{1,12}$/.test(timestamp)) return 'malformed_header';
  if (Math.abs(nowS - Number(timestamp)) > 300) return 'timestamp_too_far';
  for (const secret of secrets) {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const digest = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
    for (const part of list.split(' ')) {
      if (!part.startsWith('v1,')) continue;
      const given = Buffer.from(part.slice(3), 'base64');
      if (given.length === digest.length && timingSafeEqual(given, digest)) return 'ok';
    }
  }
  return 'no_match';
}

/** What an answer to a report asks for: `done`, `give_up` or `retry`. */
export function judge({ status, headers, body }) {
  const isJson = /json/.test(headers['content-type'] ?? '');
  if (status === 200 && isJson && typeof JSON.parse(body).applied === 'boolean') return 'done';
  if (isJson && status >= 400 && status < 500 && ![408, 425, 429].includes(status)) return 'give_up';
  return 'retry';
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function post(run, report) {
  return new Promise((resolve) => {
    const failed = () => resolve({ status: 0, headers: {}, body: '' });
    const outgoing = httpRequest(
      run.url,
      {
        method: 'POST',
        timeout: 15_000,
        headers: { authorization: `Bearer ${run.token}`, 'content-type': 'application/json' },
      },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8');
        answer.on('data', (text) => (body += text));
        answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
        answer.on('error', failed);
      },
    );
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', failed);
    outgoing.end(JSON.stringify({ attempt: run.attempt, ...report }));
  });
}

async function deliver(run) {
  const until = Date.now() + 86_400_000;
  let report = run.outcome;
  for (let pause = 500; Date.now() < until; pause = Math.min(30_000, pause * 2)) {
    const answer = await post(run, report);
    const then = judge(answer);
    if (then === 'done') return;
    if (then === 'give_up') {
      if (answer.status === 401 || answer.status === 404 || report !== run.outcome) return;
      report = { ...run.outcome, output: undefined, log: undefined };
      continue;
    }
    const asked = Number(answer.headers['retry-after'] ?? 0) * 1_000;
    await sleep(Math.max(pause / 2 + (Math.random() * pause) / 2, asked || 0));
  }
}

/** In memory: a real service keeps it in its database. */
const runs = new Map();

/** `{ "work": "succeed" | "fail" | "refuse" | "wait", "ms": 100 }` */
async function work(run, payload) {
  for (let waited = 0; payload.work === 'wait' || waited < (payload.ms ?? 0); waited += 20) {
    if (run.stop) return { status: 'failed', message: 'stopped', retryable: false };
    await sleep(20);
  }
  if (payload.work === 'fail') return { status: 'failed', message: 'as it was told' };
  if (payload.work === 'refuse') return { status: 'failed', message: 'as it was told', retryable: false };
  return { status: 'succeeded', output: `worked for ${payload.ms ?? 0} ms` };
}

async function carryOut(run, payload, heartbeatMs) {
  let over = false;
  const beat = async () => {
    for (let n = 1; !over; n += 1) {
      await sleep(heartbeatMs / 3);
      if (over) return;
      const line = { at: new Date().toISOString(), line: `heartbeat ${n}` };
      const answer = await post(run, { status: 'running', reportId: `beat-${run.id}-${n}`, log: [line] });
      if (judge(answer) !== 'done') continue;
      const { cancelRequested, status } = JSON.parse(answer.body);
      if (cancelRequested || OVER.includes(status)) run.stop = true;
    }
  };
  void beat();
  run.outcome = await work(run, payload);
  over = true;
  run.working = false;
  await deliver(run);
}

function accept(headers, id, payload) {
  const attempt = Number(headers['crony-attempt']);
  const address = { url: headers['crony-report-url'], token: headers['crony-report-token'] };
  const known = runs.get(id);
  if (known?.working) {
    if (attempt > known.attempt) Object.assign(known, { attempt, ...address });
    return;
  }
  const { outcome } = known ?? {};
  if (outcome && (outcome.status === 'succeeded' || outcome.retryable === false || attempt <= known.attempt)) {
    Object.assign(known, { attempt: Math.max(attempt, known.attempt), ...address });
    void deliver(known);
    return;
  }
  const run = { id, attempt, ...address, working: true, stop: false, outcome: null };
  runs.set(id, run);
  void carryOut(run, payload, Number(headers['crony-heartbeat-ms'] ?? 90_000));
}

async function answer(headers, body, secrets) {
  const result = verify(headers, body, secrets, Date.now() / 1_000);
  if (result !== 'ok') return [401, result];
  const id = headers['webhook-id'];
  if (headers['crony-run'] !== id) return [400, 'another run'];
  if (body.toString() === '{"event":"cancel"}') {
    if (runs.has(id)) runs.get(id).stop = true;
    return [200, ''];
  }
  const payload = JSON.parse(body.toString() || '{}');
  if (headers['crony-report-url'] === undefined) {
    const { status, output, message } = await work({ stop: false }, payload);
    return status === 'succeeded' ? [200, output] : [500, message];
  }
  accept(headers, id, payload);
  return [202, ''];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const secrets = process.env.CRONY_SIGNING_SECRET.split(' ');
  createServer((request, response) => {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', async () => {
      const [status, text] = await answer(request.headers, Buffer.concat(pieces), secrets);
      response.writeHead(status).end(text);
    });
  }).listen(Number(process.env.PORT ?? 3000));
}

/** Nodes for people: what there is, and taking one out of service without a run being lost. */
import type { components, CronyClient } from '@crony/sdk/client';
import { CommandError, EXIT, usageError, type Command, type Given, type Terminal } from '../terminal/command.js';
import { connect, CONNECTION, JSON_OUTPUT } from '../terminal/connect.js';
import { dataOf } from '../terminal/data-of.js';
import { print, printList, say } from '../terminal/output.js';

type Node = components['schemas']['Node'];

const PAGE = 500;
const EVERY_MS = 1_000;
const SECOND_MS = 1_000;
const DEFAULT_TIMEOUT_S = 600;
const LONGEST_TIMEOUT_S = 86_400;

async function* everyNode({ api }: CronyClient): AsyncGenerator<Node, void> {
  for (let cursor: string | undefined; ;) {
    const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
    const { items, nextCursor } = await dataOf(api.GET('/api/v1/nodes', { params: { query } }));
    yield* items;
    if (nextCursor === null) return;
    cursor = nextCursor;
  }
}

export const nodesList: Command = {
  name: 'nodes list',
  operands: [],
  summary: 'the nodes that live or are on record',
  options: { ...JSON_OUTPUT, ...CONNECTION },
  async run(given, terminal) {
    await printList(terminal, everyNode(connect(given, terminal)), {
      json: given.has('json'),
      head: ['NODE', 'STATE', 'WEIGHT', 'JOBS', 'IN FLIGHT', 'VERSION', 'HEARTBEAT', 'LABELS'],
      whole: ['NODE'],
      row: (node) => [
        node.id,
        node.state === 'live' && node.draining ? 'live, draining' : node.state,
        String(node.weight),
        String(node.jobs ?? '-'),
        String(node.inFlight ?? '-'),
        node.version,
        node.heartbeatAt ?? '-',
        Object.entries(node.labels).map(([name, value]) => `${name}=${value}`).join(' ') || '-', // prettier-ignore
      ],
      none: 'there are no nodes',
    });
    return EXIT.done;
  },
};

export const nodesDrain: Command = {
  name: 'nodes drain',
  operands: ['NODE'],
  summary: 'have a node give its jobs away and take none',
  details: ['With --wait it ends once the node has neither jobs nor attempts in flight, and can be stopped.'],
  options: {
    wait: { help: 'Wait until it has no jobs and nothing in flight.' },
    timeout: { value: 'seconds', help: `Wait no longer. Default: ${DEFAULT_TIMEOUT_S}.` },
    ...JSON_OUTPUT,
    ...CONNECTION,
  },
  async run(given, terminal) {
    const timeoutS = given.integer('timeout', { min: 1, max: LONGEST_TIMEOUT_S }) ?? DEFAULT_TIMEOUT_S;
    if (given.has('timeout') && !given.has('wait')) throw usageError('--timeout needs --wait');
    const client = connect(given, terminal);
    const node = await setDraining(client, given, true);
    if (!given.has('wait')) return tell(node, 'gives its jobs away and takes none', given, terminal);
    return tell(
      await drained(client, node, timeoutS * SECOND_MS, terminal),
      'has no jobs and nothing in flight',
      given,
      terminal,
    );
  },
};

export const nodesUndrain: Command = {
  name: 'nodes undrain',
  operands: ['NODE'],
  summary: 'have a node take jobs again',
  options: { ...JSON_OUTPUT, ...CONNECTION },
  async run(given, terminal) {
    return tell(await setDraining(connect(given, terminal), given, null), 'takes jobs again', given, terminal);
  },
};

/** Null: what the node says itself counts again. */
function setDraining({ api }: CronyClient, { operands }: Given, draining: boolean | null): Promise<Node> {
  return dataOf(api.PATCH('/api/v1/nodes/{id}', { params: { path: { id: operands[0]! } }, body: { draining } }));
}

/**
 * Progress is told when it changes: a line each in a log, one line over another on a terminal. What a node has is as of its heartbeat: one that came before it was told to drain proves nothing.
 */
async function drained(
  client: CronyClient,
  { id, heartbeatAt }: Node,
  timeoutMs: number,
  terminal: Terminal,
): Promise<Node> {
  const { clock, interrupted, stderr } = terminal;
  const until = clock.monotonic() + timeoutMs;
  let told = '';
  const rewrite = stderr.isTTY === true;
  for (;;) {
    const node = await nodeById(client, id);
    const progress = `jobs ${node.jobs ?? '?'}, in flight ${node.inFlight ?? '?'}`;
    if (progress !== told) stderr.write(rewrite ? `\r\u001b[K${id}: ${progress}` : `${id}: ${progress}\n`);
    told = progress;
    if (node.state !== 'live' || (node.heartbeatAt !== heartbeatAt && node.jobs === 0 && node.inFlight === 0)) {
      if (rewrite) stderr.write('\n');
      return node;
    }
    if (clock.monotonic() >= until) {
      if (rewrite) stderr.write('\n');
      throw new CommandError(`${id} still has ${progress} after ${timeoutMs / SECOND_MS} s; it goes on draining`);
    }
    await clock.sleep(EVERY_MS, interrupted);
    interrupted.throwIfAborted();
  }
}

async function nodeById(client: CronyClient, id: string): Promise<Node> {
  for await (const node of everyNode(client)) if (node.id === id) return node;
  throw new CommandError(`node ${id} is not on record any more`);
}

async function tell(node: Node, what: string, given: Given, terminal: Terminal): Promise<number> {
  await print(terminal, given.has('json') ? JSON.stringify(node) : `${node.id} ${what}`);
  if (node.state !== 'live') say(terminal, `note: ${node.id} is ${node.state}, not live`);
  return EXIT.done;
}

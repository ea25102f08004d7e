/**
 * Whether a node had reason to leave the service alone for a moment. Its circuit breaker opens when four fifths of at least
 * twenty attempts in half a minute were not answered, and what is due then waits; how long is bounded for each run.
 */
import type { Delivery, JobVersion } from './story.js';

const LEAST_ATTEMPTS = 20;
const LEAST_UNANSWERED = 16;
/** Attempts are counted when they end, and seen here when they begin. */
const WINDOW_MS = 45_000;
/** The longest pause between two that are sent to find out, and the window before it opened. */
const REMEMBERED_MS = 90_000;
const LONGEST_WAIT_MS = 30_000;

export class LeftAlone {
  /** Instants at which a node may have found the service silent, in order. */
  readonly #silentAt = new Map<string, number[]>();

  constructor(deliveries: readonly Delivery[]) {
    const byNode = new Map<string, Delivery[]>();
    for (const delivery of [...deliveries].sort((a, b) => a.at - b.at)) {
      const node = delivery.nodeId ?? '';
      const sent = byNode.get(node) ?? [];
      sent.push(delivery);
      byNode.set(node, sent);
    }
    for (const [node, sent] of byNode) this.#silentAt.set(node, silentInstants(sent));
  }

  /** This delivery may have come so much later than it was due. */
  explains({ at, nodeId }: Delivery, { timeoutMs }: JobVersion, lateMs: number, toleratedMs: number): boolean {
    if (lateMs > Math.min(timeoutMs, LONGEST_WAIT_MS) + toleratedMs) return false;
    const dueAt = at - lateMs;
    return (this.#silentAt.get(nodeId ?? '') ?? []).some((silent) => silent <= at && silent >= dueAt - REMEMBERED_MS);
  }
}

function silentInstants(sent: readonly Delivery[]): number[] {
  const instants: number[] = [];
  let unanswered = 0;
  for (const [i, { at, answer }] of sent.entries()) {
    if (answer === 'none') unanswered += 1;
    const first = sent[i - LEAST_ATTEMPTS + 1];
    if (!first) continue;
    if (unanswered >= LEAST_UNANSWERED && at - first.at <= WINDOW_MS) instants.push(at);
    if (first.answer === 'none') unanswered -= 1;
  }
  return instants;
}

// The callback that every peer makes: the same client, connections and headers as Crony's own floor.
import { Agent } from 'undici';

const agent = new Agent({ connections: 64, headersTimeout: 30_000, bodyTimeout: 30_000 });

/** @param {string} url @param {string} id @param {number} plannedAt in milliseconds */
export async function call(url, id, plannedAt) {
  const { body, statusCode } = await agent.request({
    origin: new URL(url).origin,
    path: '/ok',
    method: 'POST',
    headers: { 'idempotency-key': id, 'crony-planned-at': new Date(plannedAt).toISOString() },
  });
  await body.text();
  if (statusCode !== 200) throw new Error(`answered ${statusCode}`);
}

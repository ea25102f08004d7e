/** The callbacks of Crony, with the same headers, by bare undici. */
import { randomUUID } from 'node:crypto';
import { Agent } from 'undici';

const jobId = randomUUID();
const traceparent = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;

export class FloorCalls {
  readonly #agent = new Agent({ connections: 50, headersTimeout: 30_000, bodyTimeout: 30_000 });
  readonly #origin: string;

  constructor(targetUrl: string) {
    this.#origin = new URL(targetUrl).origin;
  }

  async call(id: string, plannedAt: number): Promise<void> {
    const { body } = await this.#agent.request({
      origin: this.#origin,
      path: '/ok',
      method: 'POST',
      headers: {
        'user-agent': 'Crony',
        'Idempotency-Key': id,
        'Crony-Job': jobId,
        'Crony-Run': id,
        'Crony-Attempt': '1',
        'Crony-Planned-At': new Date(plannedAt).toISOString(),
        'Crony-Timeout-Ms': '30000',
        'Crony-Retry-Limit': '0',
        traceparent,
        'webhook-id': id,
        'webhook-timestamp': '1700000000',
        'webhook-signature': 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
      },
    });
    await body.text();
  }

  close(): Promise<void> {
    return this.#agent.close();
  }
}

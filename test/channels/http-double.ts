/** The other side of channels over HTTP: a server that reads each message as its vendor documents it. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Language } from '@crony/shared/domain/alert';
import type { OpenChannel } from '@crony/admin/alerts/channels/channel';
import type { Arrived, OtherSide, Refusal } from './channel-kind.js';

export interface Delivery {
  url: URL;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Vendor {
  channel(address: string, language: Language): OpenChannel;
  /** Throws where the message is none that the vendor takes. */
  read(delivery: Delivery): Arrived;
  /** Status, body and `Retry-After`. */
  accept: Answer;
  refusals: Record<Refusal, Answer>;
  pauseMs: number | null;
}

export interface Answer {
  status: number;
  body: string;
  retryAfter?: string;
}

export interface HttpDouble extends OtherSide {
  readonly address: string;
  readonly deliveries: readonly Delivery[];
}

export async function startHttpDouble(vendor: Vendor): Promise<HttpDouble> {
  const arrived: Arrived[] = [];
  const complaints: string[] = [];
  const deliveries: Delivery[] = [];
  let refusal: Refusal | null = null;
  let onStalled: (() => void) | null = null;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (onStalled !== null) return onStalled();
      const body = Buffer.concat(chunks).toString('utf8');
      const delivery = { url: new URL(request.url!, 'http://double'), headers: request.headers, body };
      deliveries.push(delivery);
      if (refusal !== null) return answer(response, vendor.refusals[refusal]);
      try {
        arrived.push(vendor.read(delivery));
        answer(response, vendor.accept);
      } catch (error) {
        complaints.push(String(error));
        answer(response, vendor.refusals.lasting);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address,
    arrived,
    complaints,
    deliveries,
    pauseMs: vendor.pauseMs,
    channel: (language) => vendor.channel(address, language),
    refuse: (how) => {
      refusal = how;
    },
    stall: () => new Promise((resolve) => (onStalled = resolve)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, { status, body, retryAfter }: Answer): void {
  const headers = { 'content-type': 'application/json', ...(retryAfter ? { 'retry-after': retryAfter } : {}) };
  response.writeHead(status, headers).end(body);
}

/** Every value of a member of this name, however deep. */
export function membersNamed(value: unknown, name: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, inner]): unknown[] => [
    ...(key === name ? [inner] : []),
    ...membersNamed(inner, name),
  ]);
}

export function demand(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

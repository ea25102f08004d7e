/** A delivery over `node:http`, and over the frameworks that are built on it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from '../receiver/answer.js';
import type { Receiver } from '../receiver/create-receiver.js';

export async function serve(
  receiver: Receiver,
  request: IncomingMessage,
  response: ServerResponse,
  delivery: { path: string; body: Uint8Array },
): Promise<void> {
  const gone = new AbortController();
  const closed = (): void => {
    if (!response.writableFinished) gone.abort();
  };
  response.on('close', closed);
  const answer = await receiver.receive({
    // Node joins what came several times with a comma, which no header of Crony's has in it.
    header: (name) => request.headers[name]?.toString(),
    path: delivery.path,
    body: delivery.body,
    signal: gone.signal,
  });
  response.off('close', closed);
  writeAnswer(response, answer);
}

export function writeAnswer(response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** Without query and fragment. */
export function pathOf(url: string | undefined): string {
  return (url ?? '/').replace(/[?#].*$/s, '');
}

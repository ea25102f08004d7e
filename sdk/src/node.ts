import type { IncomingMessage, ServerResponse } from 'node:http';
import { BodyTooLarge, readRequest } from './http/read-request.js';
import { pathOf, serve, writeAnswer } from './http/serve.js';
import type { Receiver } from './receiver/create-receiver.js';
import { refusal } from './receiver/answer.js';

/** For `http.createServer` and everything that takes its listeners. The body must not have been read before. */
export function nodeHandler(receiver: Receiver): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    void answer(receiver, request, response);
  };
}

async function answer(receiver: Receiver, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body: Uint8Array;
  try {
    body = await readRequest(request, receiver.maxBodyBytes);
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) return void response.destroy();
    // The rest of the body is still on its way: this connection can serve no other request.
    response.setHeader('connection', 'close');
    return writeAnswer(response, refusal(413, 'body_too_large', error.message));
  }
  await serve(receiver, request, response, { path: pathOf(request.url), body });
}

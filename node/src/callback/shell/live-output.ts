/** Passes on what a command says while it runs, up to a limit: what is beyond is for nobody to read as it comes. */
import type { CallbackRequest } from '../callback.js';

const MOST_LIVE_BYTES = 1_024 * 1_024;
const MORE_TO_COME = '[what follows is not shown here; the end of it all is kept with the attempt]\n';

export class LiveOutput {
  readonly #onOutput: CallbackRequest['onOutput'];
  #room = MOST_LIVE_BYTES;

  constructor(onOutput: CallbackRequest['onOutput']) {
    this.#onOutput = onOutput;
  }

  add(stream: 'stdout' | 'stderr', piece: Buffer): void {
    if (this.#room <= 0 || this.#onOutput === undefined) return;
    // A piece is passed on whole or not at all: a line cut in two might hold half a secret.
    const isShown = piece.length <= this.#room;
    this.#room = isShown ? this.#room - piece.length : 0;
    if (isShown) {
      const text = piece.toString('utf8').replaceAll('\0', '');
      if (text !== '') this.#onOutput(stream, text);
    }
    if (this.#room === 0) this.#onOutput('log', MORE_TO_COME);
  }
}

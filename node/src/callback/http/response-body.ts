import { StringDecoder } from 'node:string_decoder';
import { RESPONSE_CAP_BYTES } from '../callback.js';

/**
 * So much more is read and thrown away to save the connection for the next request. A longer or endless body is not
 * worth that: the connection is closed.
 */
export const MOST_DISCARDED_BYTES = 1_024 * 1_024;

/** Keeps the beginning of a body and counts the rest. */
export class ResponseBody {
  #chunks: Buffer[] = [];
  #keptBytes = 0;
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  /** False when more has come than is worth reading. */
  add(chunk: Buffer): boolean {
    this.#bytes += chunk.length;
    const room = RESPONSE_CAP_BYTES - this.#keptBytes;
    if (room > 0) {
      const kept = chunk.length <= room ? chunk : chunk.subarray(0, room);
      // A copy: the client's chunks are views of what came off the socket, and would keep all of that alive.
      this.#chunks.push(Buffer.from(kept));
      this.#keptBytes += kept.length;
    }
    return this.#bytes <= RESPONSE_CAP_BYTES + MOST_DISCARDED_BYTES;
  }

  /**
   * As UTF-8 that any database takes: what is not UTF-8 becomes U+FFFD, NUL is left out, no character is cut in two,
   * and the text is at most the cap long even where replacements made it longer.
   */
  text(): string {
    if (this.#bytes === 0) return '';
    const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks, this.#keptBytes);
    const cut = this.#bytes > this.#keptBytes;
    const text = (cut ? decodeWhole(bytes) : bytes.toString('utf8')).replaceAll('\0', '');
    // A UTF-16 unit takes at most three bytes of UTF-8.
    if (text.length * 3 <= RESPONSE_CAP_BYTES || Buffer.byteLength(text) <= RESPONSE_CAP_BYTES) return text;
    return decodeWhole(Buffer.from(text).subarray(0, RESPONSE_CAP_BYTES));
  }
}

/** Leaves out a character that is cut at the end. */
function decodeWhole(bytes: Buffer): string {
  return new StringDecoder('utf8').write(bytes);
}

/**
 * What is kept of a command's output, however long it is: its beginning, which says what was begun, and its end, which
 * says how it went. Where something is left out between the two, lines stay whole as far as they are short: half a line
 * tells little, and a secret that is cut in two would no longer be recognised and masked.
 */
import { RESPONSE_CAP_BYTES } from '../callback.js';

/** For the line that stands where something is left out. */
const ROOM_FOR_NOTE = 128;
/** So much more is left out at most to end at the end of a line. */
const LONGEST_LINE_TRIMMED = 4_096;
const LINE_FEED = 0x0a;

export interface KeptShare {
  headBytes: number;
  tailBytes: number;
}

/** Half and half of what an attempt may keep. */
const WHOLE_RESPONSE: KeptShare = {
  headBytes: RESPONSE_CAP_BYTES / 2,
  tailBytes: RESPONSE_CAP_BYTES / 2 - ROOM_FOR_NOTE,
};

export class KeptOutput {
  readonly #share: KeptShare;
  #head: Buffer[] = [];
  #headLength = 0;
  /** What came after the head, the oldest overwritten: flooding costs a copy, and never an allocation. */
  #ring: Buffer | null = null;
  #tailLength = 0;
  #bytes = 0;

  constructor(share: KeptShare = WHOLE_RESPONSE) {
    this.#share = share;
  }

  /** All that has been said so far, kept or not. */
  get bytes(): number {
    return this.#bytes;
  }

  add(piece: Buffer): void {
    this.#bytes += piece.length;
    const room = this.#share.headBytes - this.#headLength;
    if (room > 0) {
      // A copy: a piece is often a small view of a large buffer, and would keep all of that alive.
      const begin = Buffer.from(piece.subarray(0, room));
      this.#head.push(begin);
      this.#headLength += begin.length;
      // Many tiny pieces would cost more than what they hold.
      if (this.#head.length >= 64) this.#head = [Buffer.concat(this.#head)];
    }
    if (piece.length > room) this.#addToTail(piece.subarray(Math.max(room, 0)));
  }

  #addToTail(piece: Buffer): void {
    const size = this.#share.tailBytes;
    this.#ring ??= Buffer.alloc(size);
    const from = Math.max(0, piece.length - size);
    const start = (this.#tailLength + from) % size;
    const beforeWrap = piece.copy(this.#ring, start, from);
    piece.copy(this.#ring, 0, from + beforeWrap);
    this.#tailLength += piece.length;
  }

  /** As UTF-8 that any database takes: what is not UTF-8 becomes U+FFFD, NUL is left out; never longer than the cap. */
  text(): string {
    const { headBytes, tailBytes } = this.#share;
    const head = Buffer.concat(this.#head, this.#headLength);
    const tail = this.#tail();
    if (this.#tailLength > tailBytes) return joined(head, tail, this.#tailLength - tailBytes, this.#share);
    const whole = clean(Buffer.concat([head, tail]));
    // A UTF-16 unit takes at most three bytes of UTF-8.
    const most = headBytes + tailBytes;
    if (whole.length * 3 <= most || Buffer.byteLength(whole) <= most) return whole;
    const bytes = Buffer.from(whole); // replacements made it longer
    const end = bytes.subarray(bytes.length - tailBytes);
    return joined(bytes.subarray(0, headBytes), end, bytes.length - most, this.#share);
  }

  #tail(): Buffer {
    if (this.#ring === null) return Buffer.alloc(0);
    if (this.#tailLength <= this.#ring.length) return this.#ring.subarray(0, this.#tailLength);
    const oldest = this.#tailLength % this.#ring.length;
    return Buffer.concat([this.#ring.subarray(oldest), this.#ring.subarray(0, oldest)]);
  }
}

function joined(head: Buffer, tail: Buffer, cutBytes: number, { headBytes, tailBytes }: KeptShare): string {
  const headEnd = head.lastIndexOf(LINE_FEED) + 1;
  const shortHead = head.length - headEnd <= LONGEST_LINE_TRIMMED ? head.subarray(0, headEnd) : head;
  const tailStart = tail.indexOf(LINE_FEED) + 1;
  const shortTail = tailStart <= LONGEST_LINE_TRIMMED ? tail.subarray(tailStart) : tail;
  const left = cutBytes + head.length - shortHead.length + tail.length - shortTail.length;
  const begin = clipEnd(clean(withoutCutEnd(shortHead)), headBytes);
  const end = clipStart(clean(withoutCutStart(shortTail)), tailBytes);
  const newLine = begin === '' || begin.endsWith('\n') ? '' : '\n';
  return `${begin}${newLine}[${left} bytes are left out here]\n${end}`;
}

function clean(bytes: Buffer): string {
  return bytes.toString('utf8').replaceAll('\0', '');
}

function clipEnd(text: string, most: number): string {
  const bytes = Buffer.from(text);
  return bytes.length <= most ? text : withoutCutEnd(bytes.subarray(0, most)).toString('utf8');
}

function clipStart(text: string, most: number): string {
  const bytes = Buffer.from(text);
  return bytes.length <= most ? text : withoutCutStart(bytes.subarray(bytes.length - most)).toString('utf8');
}

function withoutCutEnd(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.length - cutCharacterBytes(bytes));
}

/** A character is at most four bytes long, so at most three of its bytes are left at the start. */
function withoutCutStart(bytes: Buffer): Buffer {
  let start = 0;
  while (start < 3 && start < bytes.length && isContinuation(bytes[start]!)) start += 1;
  return bytes.subarray(start);
}

/** How many bytes at the end begin a character whose rest has not come; 0 where there is none, or no valid one. */
export function cutCharacterBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (isContinuation(byte)) continue;
    const announced = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return announced > back ? back : 0;
  }
  return 0;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

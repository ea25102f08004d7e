/** Text of others (names, errors, answers) on its way into a message. */

/** Direction marks let a text be read in another order than it is written in: `gpj.exe` as `exe.jpg`. */
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Lone halves of a surrogate pair are no text. */
const LONE_SURROGATE = /\p{Cs}/gu;
const LINE_BREAKS = /\r\n?|[\u0085\u2028\u2029]/g;
const CONTROLS_IN_LINES = /[^\P{Cc}\n\t]/gu;

/** Line breaks and tabs stay. */
export function plainText(text: string): string {
  return text
    .replace(LINE_BREAKS, '\n')
    .replace(CONTROLS_IN_LINES, '')
    .replace(DIRECTION_MARKS, '')
    .replace(LONE_SURROGATE, '\ufffd')
    .trim();
}

/** One line, whatever it was. */
export function plainLine(text: string): string {
  return plainText(text).replace(/\s+/g, ' ');
}

/** At most `most` characters, and then what `tell` says of the rest. No character is cut in two. */
export function cutText(text: string, most: number, tell: (left: number) => string): string {
  // Units are at least as many as characters, and cheaper to count.
  if (text.length <= most) return text;
  const characters = [...text];
  return characters.length <= most ? text : characters.slice(0, most).join('') + tell(characters.length - most);
}

const encoder = new TextEncoder();

export function utf8Length(text: string): number {
  return encoder.encode(text).length;
}

/** Reports that the hub would refuse for their text are lost work, so texts are made to fit before they go out. */

export const MOST_MESSAGE_CHARACTERS = 4_096;
export const MOST_LINE_CHARACTERS = 4_096;
export const MOST_OUTPUT_CHARACTERS = 65_536;
const CUT = '… (cut)';

// A lone surrogate half cannot be sent as UTF-8; control characters but tab and line breaks break what shows them.
// eslint-disable-next-line no-control-regex
const UNFIT = /\p{Cs}|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu;

export function fitText(text: string, most: number): string {
  const clean = text.replaceAll(UNFIT, '\ufffd');
  if (clean.length <= most) return clean;
  // A character outside the basic plane is two units: its first half alone must not be left at the end.
  return clean.slice(0, most - CUT.length).replace(/\p{Cs}$/u, '') + CUT;
}

/** Log lines are single lines: a text with breaks becomes several. */
export function fitLines(text: string): string[] {
  return text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => fitText(line, MOST_LINE_CHARACTERS));
}

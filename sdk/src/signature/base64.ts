const ALPHABET = /^[A-Za-z0-9+/]*={0,2}$/;

/** Null for what is not base64, or whose last character holds bits that mean nothing. Padding may be left out. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (!ALPHABET.test(text)) return null;
  const bare = text.replace(/=+$/, '');
  if (bare.length % 4 === 1) return null;
  const padded = bare.padEnd(Math.ceil(bare.length / 4) * 4, '=');
  if (text !== bare && text !== padded) return null;
  const binary = atob(padded);
  return btoa(binary) === padded ? Uint8Array.from(binary, (character) => character.charCodeAt(0)) : null;
}

/** A piece at a time: a call takes only so many arguments. */
const PIECE = 8_192;

export function encodeBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += PIECE) {
    binary += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  }
  return btoa(binary);
}

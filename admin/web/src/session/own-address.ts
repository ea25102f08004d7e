/** A link must not lead a person who has just signed in to somewhere else. */
export function isOwnAddress(next: string | undefined): next is string {
  return next !== undefined && /^\/(?![/\\])/.test(next);
}

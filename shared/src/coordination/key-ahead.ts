/** Digits of a key that are reckoned with: so many of seven bits fit a double exactly. */
const DIGITS = 7;
const BASE = 128;

/**
 * A key about as far behind `begin` as `last` is behind `first`, times `reach`: where to end a query so that it covers
 * little more than its page. Null where that cannot be said: keys that are not ASCII, or none so far behind. It is a
 * guess at how dense keys lie; whoever uses it must go on from there.
 */
export function keyAhead(first: string, last: string, begin: string, reach: number): string | null {
  let common = 0;
  while (common < first.length && first.charCodeAt(common) === last.charCodeAt(common)) common += 1;
  // One place before the first difference, to carry into.
  const place = Math.max(0, common - 1);
  if (begin.slice(0, place) !== first.slice(0, place)) return null;
  const [from, to, at] = [numberAt(first, place), numberAt(last, place), numberAt(begin, place)];
  if (from === null || to === null || at === null || to <= from) return null;
  const ahead = at + reach * (to - from);
  return ahead < BASE ** DIGITS ? first.slice(0, place) + digitsOf(ahead) : null;
}

function numberAt(key: string, place: number): number | null {
  let number = 0;
  for (let i = place; i < place + DIGITS; i += 1) {
    const digit = i < key.length ? key.charCodeAt(i) : 0;
    if (digit >= BASE) return null;
    number = number * BASE + digit;
  }
  return number;
}

function digitsOf(number: number): string {
  const codes: number[] = [];
  for (let left = Math.floor(number), i = 0; i < DIGITS; i += 1, left = Math.floor(left / BASE))
    codes.unshift(left % BASE);
  return String.fromCharCode(...codes);
}

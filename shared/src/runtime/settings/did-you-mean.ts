/** The candidate that a slip of the fingers most likely stood for, or null when none is near. */
export function didYouMean(typed: string, candidates: Iterable<string>): string | null {
  let best: string | null = null;
  // A third of the letters may differ: more would suggest words that have nothing to do with each other.
  let bestDistance = Math.floor(typed.length / 3) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(typed.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
function editDistance(from: string, to: string): number {
  const width = to.length + 1;
  const cost = new Uint16Array((from.length + 1) * width);
  for (let i = 0; i <= from.length; i += 1) cost[i * width] = i;
  for (let j = 0; j <= to.length; j += 1) cost[j] = j;
  for (let i = 1; i <= from.length; i += 1) {
    for (let j = 1; j <= to.length; j += 1) {
      const at = (row: number, column: number): number => cost[row * width + column]!;
      const replaced = at(i - 1, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1);
      let least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced);
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (swapped) least = Math.min(least, at(i - 2, j - 2) + 1);
      cost[i * width + j] = least;
    }
  }
  return cost.at(-1)!;
}

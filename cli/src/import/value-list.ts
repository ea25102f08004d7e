/** A set of numbers as the list of a cron field, without `*` and `/`: `0-4,10,20`. */
export function valueList(values: Iterable<number>): string {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let at = 0; at < sorted.length;) {
    const first = sorted[at]!;
    let end = at;
    while (sorted[end + 1] === sorted[end]! + 1) end += 1;
    const last = sorted[end]!;
    // Two in a row are shorter to read as a list.
    if (last - first >= 2) parts.push(`${first}-${last}`);
    else for (let value = first; value <= last; value += 1) parts.push(String(value));
    at = end + 1;
  }
  return parts.join(',');
}

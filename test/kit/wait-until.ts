/** Polls until `probe` answers something other than undefined, null or false; fails with `what` after `limitMs`. */
export async function waitUntil<T>(
  what: string,
  limitMs: number,
  probe: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  everyMs = 25,
): Promise<T> {
  const deadline = performance.now() + limitMs;
  let lastError: unknown;
  for (;;) {
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== null && answer !== false) return answer;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`waited ${limitMs} ms in vain: ${what}`, { cause: lastError });
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

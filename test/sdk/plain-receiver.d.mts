export function verify(
  headers: Record<string, string | undefined>,
  body: Uint8Array,
  secrets: readonly string[],
  nowS: number,
): string;
export function judge(answer: { status: number; headers: Record<string, string>; body: string }): string;

import { encodeJson } from '@crony/shared/domain/template';

const MASK = '***';
/** A shorter one would blot out half of any text, and is no secret. */
const SHORTEST = 4;

/** A text without the secrets, in whichever spelling a service may have sent them back. */
export function redact<T extends string | null>(text: T, secrets: readonly string[]): T {
  if (text === null || text === '' || secrets.length === 0) return text;
  const spellings = secrets
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap((secret) => [secret, encodeJson(secret), encodeURIComponent(secret), toBase64(secret)]);
  let redacted: string = text;
  // The longest first, or a part of one would leave its rest behind.
  for (const spelling of new Set(spellings.sort((a, b) => b.length - a.length))) {
    redacted = redacted.replaceAll(spelling, MASK);
  }
  return redacted as T;
}

function toBase64(secret: string): string {
  return Buffer.from(secret).toString('base64');
}

import { REDACTED } from '@crony/shared/wire/quoted-value';

/** Shorter ones would take ordinary words out of a sentence. */
const SHORTEST_SECRET = 4;
/** Parts of an address that are as long as a token; shorter ones are words such as `hook`. */
const SHORTEST_PART = 8;

/** A text without the secrets of a channel, in whichever dress: as they are, encoded, or as parts of an address. */
export function redactSecrets(text: string, secrets: object): string {
  const hidden = valuesOf(secrets)
    .flatMap(facesOf)
    .filter((face) => face.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  let redacted = text;
  for (const face of hidden) redacted = redacted.replaceAll(face, REDACTED);
  return redacted;
}

function valuesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesOf) : [];
}

function facesOf(secret: string): string[] {
  const encoded = [encodeURIComponent(secret), Buffer.from(secret).toString('base64'), JSON.stringify(secret)];
  return [secret, ...encoded, ...(URL.canParse(secret) ? partsOf(new URL(secret)) : [])];
}

function partsOf({ pathname, searchParams }: URL): string[] {
  const parts = [...pathname.split('/'), ...searchParams.values()];
  return parts.filter((part) => part.length >= SHORTEST_PART).flatMap((part) => [part, decode(part)]);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

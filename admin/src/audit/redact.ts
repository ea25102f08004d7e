/**
 * What the record keeps of a value: all of it but secrets. Jobs name secrets and do not hold them, but a header or a key
 * may have been written out, so what is called like a secret is hidden whatever it holds. That it changed is seen by the
 * row itself.
 */
import { REDACTED } from '@crony/shared/wire/quoted-value';

/** Names of fields, headers and variables whose values are nobody's business. */
const SECRET_NAME =
  /authorization|cookie|token|secret|passw(or)?d|passphrase|credential|signature|api[-_]?key|private[-_]?key|sealed|hash$/i;
/** So called without being one: names of secrets, and addresses. */
const NO_SECRET = /^(secrets|tokenUrl|clientId)$/;
/** A template that names a secret tells nothing of its value. */
const ONLY_TEMPLATES = /^(Bearer |Basic )?(\{\{[^{}]*\}\})+$/;
/** Deeper than anything that a route takes. */
const DEEPEST = 32;

export function redact(value: unknown): unknown {
  return hide(value, DEEPEST);
}

function hide(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return withoutCredentials(value);
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (depth === 0) return '[…]';
  if (Array.isArray(value)) return value.map((item) => hide(item, depth - 1));
  const shown: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    if (field === undefined) continue;
    const kept = isSecret(name, field) ? REDACTED : hide(field, depth - 1);
    if (name === '__proto__') Object.defineProperty(shown, name, { value: kept, enumerable: true });
    else shown[name] = kept;
  }
  return shown;
}

function isSecret(name: string, field: unknown): boolean {
  if (field === null || typeof field === 'boolean') return false;
  // The key of a client certificate (PEM): `tls.key`.
  if (name === 'key' && typeof field === 'string') return !ONLY_TEMPLATES.test(field);
  if (!isSecretName(name)) return false;
  return typeof field !== 'string' || !ONLY_TEMPLATES.test(field);
}

/** The names of fields are few, and come with every job of a bulk. */
const known = new Map<string, boolean>();
const MOST_KNOWN = 1_000;

function isSecretName(name: string): boolean {
  let isOne = known.get(name);
  if (isOne === undefined) {
    isOne = !NO_SECRET.test(name) && SECRET_NAME.test(name);
    if (known.size < MOST_KNOWN) known.set(name, isOne);
  }
  return isOne;
}

/** `http://user:password@host/?token=…` tells neither. */
function withoutCredentials(text: string): string {
  if (!text.includes('//')) return text; // most are no addresses, and there are many
  return text
    .replace(/\/\/[^/?#\s@]*@/g, `//${REDACTED}@`)
    .replace(/([?&][\w-]*(?:token|secret|passw|signature|api[-_]?key)[\w-]*=)(?!\{\{)[^&#\s]+/gi, `$1${REDACTED}`);
}

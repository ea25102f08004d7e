/**
 * Templates in callbacks: `{{job.name}}`, `{{run.id}}`, `{{secrets.NAME}}`. Strict: a variable that is not known is an
 * error when the job is saved, never an empty text in a request. `{{{{` is a literal `{{`.
 */

export const TEMPLATE_VARIABLES = [
  'job.id',
  'job.name',
  'job.project',
  'run.id',
  'run.plannedAt',
  'run.plannedAtS',
  'run.attempt',
] as const;
export type TemplateVariable = (typeof TEMPLATE_VARIABLES)[number];

export const SECRET_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

export type TemplateValues = Record<TemplateVariable, string>;

type Part = string | { variable: TemplateVariable } | { secret: string };

export class TemplateError extends Error {
  override name = 'TemplateError';
}

const OPEN = '{{';
const CLOSE = '}}';
const ESCAPED_OPEN = '{{{{';
const SECRETS = 'secrets.';

/**
 * A text in its parts: literal ones, and what `readVariable` makes of the names between braces. Throws `TemplateError`,
 * whose message is a rule for people.
 */
export function splitTemplate<V>(text: string, readVariable: (name: string) => V): (string | V)[] {
  const parts: (string | V)[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf(OPEN, at);
    if (open < 0) break;
    if (open > at) parts.push(text.slice(at, open));
    if (text.startsWith(ESCAPED_OPEN, open)) {
      parts.push(OPEN);
      at = open + ESCAPED_OPEN.length;
      continue;
    }
    const close = text.indexOf(CLOSE, open);
    if (close < 0) throw new TemplateError(`must close each {{ with }}; write {{{{ for a literal {{`);
    parts.push(readVariable(text.slice(open + OPEN.length, close).trim()));
    at = close + CLOSE.length;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}

/** Throws `TemplateError`, whose message is a rule for people. */
export function parseTemplate(text: string): readonly Part[] {
  return splitTemplate<Exclude<Part, string>>(text, parseVariable);
}

function parseVariable(name: string): Exclude<Part, string> {
  if ((TEMPLATE_VARIABLES as readonly string[]).includes(name)) return { variable: name as TemplateVariable };
  if (name.startsWith(SECRETS) && SECRET_NAME.test(name.slice(SECRETS.length))) {
    return { secret: name.slice(SECRETS.length) };
  }
  throw unknownVariable(name, `${TEMPLATE_VARIABLES.join(', ')} and secrets.NAME`);
}

export function unknownVariable(name: string, known: string): TemplateError {
  const shown = name.length <= 60 ? name : `${name.slice(0, 60)}…`;
  return new TemplateError(`must not use the unknown variable {{${shown}}}: there are ${known}`);
}

/** Names of the secrets that a text asks for. */
export function secretsOf(text: string): string[] {
  return parseTemplate(text).flatMap((part) => (typeof part === 'object' && 'secret' in part ? [part.secret] : []));
}

/** True when the text is one secret and nothing else. */
export function isOneSecret(text: string): boolean {
  const [part, ...more] = parseTemplate(text);
  return more.length === 0 && typeof part === 'object' && 'secret' in part;
}

/** What becomes of a value on its way into the text: percent-encoding in a URL, escapes in JSON. */
export type Encode = (value: string) => string;

/** Throws `TemplateError` for a secret that is not there. */
export function renderTemplate(
  text: string,
  values: TemplateValues,
  secrets: ReadonlyMap<string, string>,
  encode: Encode = (value) => value,
): string {
  if (!text.includes(OPEN)) return text;
  return parseTemplate(text)
    .map((part) => {
      if (typeof part === 'string') return part;
      if ('variable' in part) return encode(values[part.variable]);
      const secret = secrets.get(part.secret);
      if (secret === undefined)
        throw new TemplateError(`there is no secret ${part.secret} in the project that this node can open`);
      return encode(secret);
    })
    .join('');
}

/** For a place between the quotes of a JSON text. */
export function encodeJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

/**
 * The file of `--map`: which commands or handlers become which callbacks.
 *
 * ```yaml
 * rules:
 *   - match: /usr/local/bin/settle                  # the whole command or handler, literally
 *     callback: { url: 'http://orders.internal/settle' }
 *   - pattern: 'curl (?:-\S+ )*(?P<url>https?://\S+)'   # RE2, the whole command
 *     callback: { method: GET, url: '${url}' }
 *     job: { timeoutMs: 60000 }
 * unmatched: refuse                                 # or shell
 * ```
 *
 * The first rule that matches counts. Every text in `callback` and `job` takes `${name}`: groups of the pattern by name
 * or number, and what the source says (`${command}`, `${param}`); `${name|json}` and `${name|url}` escape it for a JSON
 * string or a URL, and `$${` is a literal `${`.
 */
import { RE2JS } from 're2js';
import { parseDocument } from 'yaml';
import { z } from '@hono/zod-openapi';
import type { ImportedJob } from './imported-row.js';

export class CallbackMapError extends Error {
  override name = 'CallbackMapError';
}

const LARGEST_MAP = 1_048_576;
const MOST_RULES = 1_000;
const LONGEST_PATTERN = 1_000;

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);
const fields = z.record(z.string(), json);

const ruleSchema = z
  .strictObject({
    match: z.string().min(1).optional(),
    pattern: z.string().min(1).max(LONGEST_PATTERN).optional(),
    callback: fields,
    job: fields.optional(),
  })
  .refine((rule) => (rule.match === undefined) !== (rule.pattern === undefined), 'must have either match or pattern');

const mapSchema = z.strictObject({
  rules: z.array(ruleSchema).min(1).max(MOST_RULES),
  unmatched: z.enum(['shell', 'refuse']).optional(),
});

interface Rule {
  matches: (text: string) => Record<string, string> | null;
  callback: Record<string, Json>;
  job: Record<string, Json>;
}

/** What a rule makes of a command: the callback, and fields of the job that it sets besides. */
export interface MappedCallback {
  callback: ImportedJob['callback'];
  job: Partial<ImportedJob>;
}

export class CallbackMap {
  readonly #rules: readonly Rule[];

  constructor(
    rules: readonly Rule[],
    readonly unmatched: 'shell' | 'refuse' | undefined,
  ) {
    this.#rules = rules;
  }

  /** Null when no rule matches. Throws `CallbackMapError` for a placeholder that stands for nothing. */
  find(text: string, given: Readonly<Record<string, string>>): MappedCallback | null {
    for (const rule of this.#rules) {
      const groups = rule.matches(text);
      if (groups === null) continue;
      const values = { ...given, ...groups };
      const callback = { type: 'http', ...(filled(rule.callback, values) as object) };
      // Whatever is wrong in it, the schema of jobs will say, with its path.
      return { callback: callback as ImportedJob['callback'], job: filled(rule.job, values) as Partial<ImportedJob> };
    }
    return null;
  }
}

/** Throws `CallbackMapError`. */
export function readCallbackMap(text: string): CallbackMap {
  if (text.length > LARGEST_MAP) throw new CallbackMapError(`must have at most ${LARGEST_MAP} characters`);
  const document = parseDocument(text);
  const [broken] = document.errors;
  if (broken) throw new CallbackMapError(broken.message);
  const read = mapSchema.safeParse(document.toJS({ maxAliasCount: 100 }));
  if (!read.success) {
    const problems = read.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
    throw new CallbackMapError(problems.join('; '));
  }
  const rules = read.data.rules.map(({ match, pattern, callback, job = {} }, index) => ({
    matches: match === undefined ? byPattern(pattern!, `rules.${index}.pattern`) : literally(match),
    callback,
    job,
  }));
  return new CallbackMap(rules, read.data.unmatched);
}

function literally(match: string): Rule['matches'] {
  return (text) => (text.trim() === match.trim() ? {} : null);
}

function byPattern(pattern: string, path: string): Rule['matches'] {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern, RE2JS.DOTALL);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CallbackMapError(`${path}: must be a regular expression in RE2 syntax (${why})`);
  }
  return (text) => {
    const matcher = compiled.matcher(text.trim());
    if (!matcher.matches()) return null;
    const groups: Record<string, string> = {};
    for (let index = 0; index <= matcher.groupCount(); index += 1) groups[index] = matcher.group(index) ?? '';
    for (const name of Object.keys(compiled.namedGroups())) groups[name] = matcher.group(name) ?? '';
    return groups;
  };
}

function filled(value: Json, values: Readonly<Record<string, string>>): Json {
  if (typeof value === 'string') return fill(value, values);
  if (Array.isArray(value)) return value.map((item) => filled(item, values));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, filled(item, values)]));
}

const PLACEHOLDER = /\$\$\{|\$\{([A-Za-z0-9_]+)(?:\|([a-z]+))?\}/g;

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(PLACEHOLDER, (found, name: string | undefined, filter: string | undefined) => {
    if (name === undefined) return '${';
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      throw new CallbackMapError(
        `\${${name}} in --map stands for nothing here: there are ${Object.keys(values).join(', ')}`,
      );
    }
    return withoutTemplates(filtered(value, filter, found));
  });
}

function filtered(value: string, filter: string | undefined, found: string): string {
  if (filter === undefined) return value;
  if (filter === 'json') return JSON.stringify(value).slice(1, -1);
  if (filter === 'url') return encodeURIComponent(value);
  throw new CallbackMapError(`${found} in --map asks for an unknown filter: there are json and url`);
}

/** What comes from the source is text, and never one of Crony's own templates. */
export function withoutTemplates(text: string): string {
  return text.replaceAll('{{', '{{{{');
}

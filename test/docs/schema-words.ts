/** JSON Schema, as the OpenAPI document has it, in words and table rows for people. */

export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  description?: string;
  default?: unknown;
  format?: string;
  pattern?: string;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  maxProperties?: number;
}

export interface FieldRow {
  name: string;
  isRequired: boolean;
  rule: string;
  description: string;
}

const MOST_CHOICES = 60;

const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);
export const linkTo = (ref: string): string => `[${nameOf(ref)}](#${nameOf(ref).toLowerCase()})`;
/** Text for a cell of a table. */
export const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
const code = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
const count = (value: number): string => value.toLocaleString('en');

/** What a value must be: "whole number, 1 to 100". */
export function wordsOf(schema: Schema): string {
  if (schema.$ref !== undefined) return linkTo(schema.$ref);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return [...new Set(choices.map(wordsOf))].join(', or ');
  // Beside a reference stands what only describes its use.
  if (schema.allOf) return schema.allOf.filter(isRule).map(wordsOf).join(', and ');
  const types = [schema.type ?? []].flat();
  const orNull = types.includes('null') ? ', or null' : '';
  if (schema.enum) {
    const values = schema.enum.filter((value) => value !== null);
    const shown = values.slice(0, MOST_CHOICES).map(code).join(', ');
    return `${shown}${values.length > MOST_CHOICES ? ', …' : ''}${orNull}`;
  }
  const [type] = types.filter((one) => one !== 'null');
  return `${ofType(type, schema)}${orNull}`;
}

const isRule = ({ description: _, ...rest }: Schema): boolean => Object.keys(rest).length > 0;

function ofType(type: string | undefined, schema: Schema): string {
  switch (type) {
    case 'string':
      return text(schema);
    case 'integer':
      return `whole number${range(schema)}`;
    case 'number':
      return `number${range(schema)}`;
    case 'boolean':
      return 'true or false';
    case 'array':
      return `list of ${schema.items ? wordsOf(schema.items) : 'anything'}${size(schema.minItems, schema.maxItems)}`;
    case 'object':
      return map(schema);
    default:
      return 'anything';
  }
}

function text({ format, pattern, minLength, maxLength }: Schema): string {
  if (format === 'date-time') return 'instant';
  const kind = format === 'uri' ? 'URL' : format === 'uuid' ? 'UUID' : 'text';
  const length = size(minLength === 0 ? undefined : minLength, maxLength);
  const matching = pattern !== undefined && format !== 'uuid' ? `, matches \`${pattern}\`` : '';
  return `${kind}${length && `${length} characters`}${matching}`;
}

function map({ properties, additionalProperties, maxProperties }: Schema): string {
  const { kind, type, ...others } = properties ?? {};
  const [tag] = (kind ?? type)?.enum ?? [];
  if (tag !== undefined) return code(`{ ${[kind ? 'kind' : 'type', ...Object.keys(others)].join(', ')} }`.replace(/kind|type/, (name) => `${name}: ${tag as string}`)); // prettier-ignore
  if (properties || typeof additionalProperties !== 'object') return 'object';
  return `map from text to ${wordsOf(additionalProperties)}${size(undefined, maxProperties)}${maxProperties === undefined ? '' : ' entries'}`;
}

function range({ minimum, exclusiveMinimum, maximum }: Schema): string {
  const isUnbounded = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER;
  if (exclusiveMinimum !== undefined)
    return `, above ${count(exclusiveMinimum)}${isUnbounded ? '' : ` to ${count(maximum)}`}`;
  return size(
    minimum !== undefined && minimum <= Number.MIN_SAFE_INTEGER ? undefined : minimum,
    isUnbounded ? undefined : maximum,
  );
}

function size(least: number | undefined, most: number | undefined): string {
  if (least !== undefined && most !== undefined)
    return least === most ? `, ${count(least)}` : `, ${count(least)} to ${count(most)}`;
  if (least !== undefined) return `, at least ${count(least)}`;
  return most === undefined ? '' : `, at most ${count(most)}`;
}

/** A row for each field, those of objects within it behind it: `retry.limit`. */
export function fieldRows(schema: Schema, prefix = ''): FieldRow[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const inner = field.type === 'array' || [field.type].flat().includes('array') ? field.items : field;
    const path = `${prefix}${name}`;
    const row = {
      name: path,
      isRequired: schema.required?.includes(name) ?? false,
      rule: wordsOf(field),
      description: descriptionOf(field),
    };
    const below = inner === field ? `${path}.` : `${path}[].`;
    return [row, ...(inner?.properties ? fieldRows(inner, below) : [])];
  });
}

export function descriptionOf({ description = '', default: fallback }: Schema): string {
  const isPlain =
    fallback !== undefined && (typeof fallback !== 'object' || fallback === null || Array.isArray(fallback));
  const told = fallback === '' ? 'empty' : code(fallback);
  return [description, isPlain ? `Default: ${told}.` : ''].filter(Boolean).join(' ');
}

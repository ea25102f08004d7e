/** Messages of `google.protobuf` that have a notation of their own in JSON. */
import type protobuf from 'protobufjs';
import { scalarFromJson, scalarToJson } from './json-scalar.js';
import { broken } from './payload-error.js';

type Json = unknown;
export type JsonObject = Record<string, Json>;

/** Where a value stands. */
export interface Place {
  type: protobuf.Type;
  path: string;
  depth: number;
}

export interface WellKnown {
  read(json: Json, place: Place): JsonObject;
  write(object: JsonObject, place: Place): Json;
}

const NANO_DIGITS = 9;
const INSTANT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;
const SECONDS = /^(-?)(\d{1,12})(?:\.(\d{1,9}))?s$/;
/** Ten thousand years, as the type has it. */
const LONGEST_S = 315_576_000_000;

const TIMESTAMP: WellKnown = {
  read(json, { path }) {
    const [, whole = '', digits = '', zone = ''] = (typeof json === 'string' ? INSTANT.exec(json) : null) ?? [];
    const ms = Date.parse(whole + zone);
    if (Number.isNaN(ms)) throw broken(path, 'must be an instant in ISO 8601 such as "2026-01-31T09:00:00Z"');
    return { seconds: String(ms / 1_000), nanos: nanosOf(digits) };
  },
  write({ seconds = '0', nanos = 0 }) {
    const instant = new Date(Number(seconds) * 1_000);
    // Another program may have sent what is no instant at all.
    if (Number.isNaN(instant.getTime())) return { seconds, nanos };
    return `${instant.toISOString().slice(0, -'.000Z'.length)}${fraction(nanos)}Z`;
  },
};

const DURATION: WellKnown = {
  read(json, { path }) {
    const match = typeof json === 'string' ? SECONDS.exec(json) : null;
    if (!match || Number(match[2]) > LONGEST_S) throw broken(path, 'must be seconds such as "3.5s"');
    const [, sign = '', seconds = '0', digits = ''] = match;
    return { seconds: sign + seconds, nanos: sign === '' ? nanosOf(digits) : -nanosOf(digits) };
  },
  write({ seconds = '0', nanos = 0 }) {
    const sign = Number(nanos) < 0 && Number(seconds) === 0 ? '-' : '';
    return `${sign}${String(seconds)}${fraction(nanos)}s`;
  },
};

function nanosOf(digits: string): number {
  return Number(digits.padEnd(NANO_DIGITS, '0'));
}

/** Three, six or nine digits, or none. */
function fraction(nanos: Json): string {
  const digits = String(Math.abs(Number(nanos))).padStart(NANO_DIGITS, '0');
  const kept = digits.replace(/(?:000){1,3}$/, '');
  return kept === '' ? '' : `.${kept}`;
}

const FIELD_MASK: WellKnown = {
  read(json, { path }) {
    if (typeof json !== 'string' || json.includes('_')) throw broken(path, 'must be paths such as "user.displayName"');
    const paths = json === '' ? [] : json.split(',');
    return { paths: paths.map((one) => one.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)) };
  },
  write: ({ paths = [] }) =>
    (paths as string[]).map((one) => one.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())).join(','),
};

const WRAPPER: WellKnown = {
  read: (json, { type, path }) => ({ value: scalarFromJson(type.fields['value']!.resolve(), json, path) }),
  // What is absent from a wrapper is its default.
  write: ({ value }, { type }) => scalarToJson(value ?? defaultOf(type.fields['value']!)),
};
const WRAPPERS = ['Double', 'Float', 'Int64', 'UInt64', 'Int32', 'UInt32', 'Bool', 'String', 'Bytes'];

function defaultOf({ type }: protobuf.Field): Json {
  if (type === 'bool') return false;
  if (type === 'string' || type === 'bytes') return '';
  return type.endsWith('64') ? '0' : 0;
}

/** Deep enough for any message that a person writes. */
export const DEEPEST = 64;

function toStruct(json: Json, path: string, depth: number): JsonObject {
  if (!isObject(json)) throw broken(path, 'must be an object');
  const fields = Object.entries(json).map(([key, value]) => [key, toValue(value, path, depth + 1)] as const);
  return { fields: Object.fromEntries(fields) };
}

function toList(json: Json, path: string, depth: number): JsonObject {
  if (!Array.isArray(json)) throw broken(path, 'must be a list');
  return { values: json.map((item) => toValue(item, path, depth + 1)) };
}

function toValue(json: Json, path: string, depth: number): JsonObject {
  if (depth > DEEPEST) throw broken(path, `is nested deeper than ${DEEPEST}`);
  if (json === null || json === undefined) return { nullValue: 0 };
  switch (typeof json) {
    case 'number':
      return { numberValue: json };
    case 'string':
      return { stringValue: json };
    case 'boolean':
      return { boolValue: json };
    default:
      if (Array.isArray(json)) return { listValue: toList(json, path, depth) };
      return { structValue: toStruct(json, path, depth) };
  }
}

function fromStruct({ fields = {} }: JsonObject): Json {
  const entries = Object.entries(fields as JsonObject);
  return Object.fromEntries(entries.map(([key, value]) => [key, fromValue(value as JsonObject)]));
}

function fromList({ values = [] }: JsonObject): Json {
  return (values as JsonObject[]).map(fromValue);
}

function fromValue(value: JsonObject): Json {
  if ('numberValue' in value) return scalarToJson(value['numberValue']);
  if ('stringValue' in value) return value['stringValue'];
  if ('boolValue' in value) return value['boolValue'];
  if ('structValue' in value) return fromStruct(value['structValue'] as JsonObject);
  return 'listValue' in value ? fromList(value['listValue'] as JsonObject) : null;
}

export function isObject(json: Json): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** By full name. `Any` is not among them, because it takes the conversion of all others. */
export const WELL_KNOWN: ReadonlyMap<string, WellKnown> = new Map<string, WellKnown>([
  ['.google.protobuf.Timestamp', TIMESTAMP],
  ['.google.protobuf.Duration', DURATION],
  ['.google.protobuf.FieldMask', FIELD_MASK],
  ['.google.protobuf.Struct', { read: (json, { path, depth }) => toStruct(json, path, depth), write: fromStruct }],
  ['.google.protobuf.Value', { read: (json, { path, depth }) => toValue(json, path, depth), write: fromValue }],
  ['.google.protobuf.ListValue', { read: (json, { path, depth }) => toList(json, path, depth), write: fromList }],
  ...WRAPPERS.map((name): [string, WellKnown] => [`.google.protobuf.${name}Value`, WRAPPER]),
]);

/**
 * JSON to messages and back, by the mapping of proto3 as far as a job's payload needs it: names in lowerCamelCase or as in
 * the file, enums by name, 64-bit numbers as text, bytes as base64, and the well-known types in their own notation. A
 * field that the message does not have is an error: a misspelt one must not be dropped in silence.
 */
import protobuf from 'protobufjs';

export class PayloadError extends Error {
  override name = 'PayloadError';
}

type Json = unknown;
type JsonObject = Record<string, Json>;

/** Deep enough for any message that a person writes. */
const DEEPEST = 64;

export function messageFromJson(type: protobuf.Type, json: Json): Uint8Array {
  const object = toObject(type, json, '', 0) as JsonObject;
  return type.encode(type.fromObject(object)).finish();
}

export function messageToJson(type: protobuf.Type, bytes: Uint8Array): Json {
  const object = type.toObject(type.decode(bytes), { longs: String, enums: String, bytes: String, oneofs: false });
  return fromObject(type, object, 0);
}

interface WellKnown {
  read(json: Json, path: string): Json;
  write(object: JsonObject): Json;
}

const WRAPPER: WellKnown = { read: (value) => ({ value }), write: ({ value = null }) => value };
const WRAPPERS = ['Double', 'Float', 'Int64', 'UInt64', 'Int32', 'UInt32', 'Bool', 'String', 'Bytes'];
const NANOS_OF_MS = 1_000_000;

const WELL_KNOWN: Record<string, WellKnown> = {
  '.google.protobuf.Timestamp': {
    read(json, path) {
      const ms = typeof json === 'string' ? Date.parse(json) : Number.NaN;
      if (Number.isNaN(ms)) throw broken(path, 'must be an instant in ISO 8601');
      const seconds = Math.floor(ms / 1_000);
      return { seconds: String(seconds), nanos: (ms - seconds * 1_000) * NANOS_OF_MS };
    },
    write: ({ seconds = '0', nanos = 0 }) =>
      new Date(Number(seconds) * 1_000 + Math.floor(Number(nanos) / NANOS_OF_MS)).toISOString(),
  },
  '.google.protobuf.Duration': {
    read(json, path) {
      const match = typeof json === 'string' ? /^(-?)(\d{1,12})(?:\.(\d{1,9}))?s$/.exec(json) : null;
      if (!match) throw broken(path, 'must be seconds such as "3.5s"');
      const [, sign = '', seconds = '0', fraction = ''] = match;
      return { seconds: sign + seconds, nanos: Number(`${sign}${fraction.padEnd(9, '0') || '0'}`) };
    },
    write({ seconds = '0', nanos = 0 }) {
      const fraction = String(Math.abs(Number(nanos)))
        .padStart(9, '0')
        .replace(/0+$/, '');
      const sign = Number(nanos) < 0 && Number(seconds) === 0 ? '-' : '';
      return `${sign}${String(seconds)}${fraction === '' ? '' : `.${fraction}`}s`;
    },
  },
  '.google.protobuf.Struct': { read: (json, path) => toStruct(json, path, 0), write: (object) => fromStruct(object) },
  '.google.protobuf.Value': { read: (json, path) => toValue(json, path, 0), write: (object) => fromValue(object) },
  '.google.protobuf.ListValue': {
    read: (json, path) => ({ values: listOf(json, path).map((item) => toValue(item, path, 0)) }),
    write: ({ values = [] }) => (values as JsonObject[]).map(fromValue),
  },
  '.google.protobuf.FieldMask': {
    read: (json) => ({ paths: typeof json === 'string' && json !== '' ? json.split(',') : [] }),
    write: ({ paths = [] }) => (paths as string[]).join(','),
  },
  '.google.protobuf.Any': {
    read(_, path) {
      throw broken(path, 'is of type Any, which a payload cannot say: send its bytes in a message of your own');
    },
    write: (object) => object,
  },
  ...Object.fromEntries(WRAPPERS.map((name) => [`.google.protobuf.${name}Value`, WRAPPER])),
};

function toObject(type: protobuf.Type, json: Json, path: string, depth: number): Json {
  const known = WELL_KNOWN[type.fullName];
  if (known) return known.read(json, path);
  if (depth > DEEPEST) throw broken(path, `is nested deeper than ${DEEPEST}`);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw broken(path, 'must be an object');
  const object: JsonObject = {};
  for (const [name, value] of Object.entries(json)) {
    const field = fieldNamed(type, name);
    const at = path === '' ? name : `${path}.${name}`;
    if (!field) throw broken(at, `is no field of ${type.fullName.slice(1)}`);
    if (value !== null || resolved(field)?.fullName === '.google.protobuf.Value') {
      object[field.name] = fieldToObject(field, value, at, depth);
    }
  }
  return object;
}

function fieldToObject(field: protobuf.Field, value: Json, path: string, depth: number): Json {
  const type = resolved(field);
  const one = (item: Json, at: string): Json =>
    type ? toObject(type, item, at, depth + 1) : toScalar(field, item, at);
  if (field.map) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw broken(path, 'must be an object');
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, one(item, `${path}.${key}`)]));
  }
  return field.repeated ? listOf(value, path).map((item, i) => one(item, `${path}.${i}`)) : one(value, path);
}

/** The library would make something of anything. */
function toScalar(field: protobuf.Field, item: Json, path: string): Json {
  const { resolvedType } = field;
  if (resolvedType instanceof protobuf.Enum) {
    const { values, valuesById } = resolvedType;
    if (typeof item === 'string' && item in values) return values[item];
    if (typeof item === 'number' && valuesById[item] !== undefined) return item;
    throw broken(path, `must be one of ${Object.keys(values).slice(0, 20).join(', ')}`);
  }
  switch (field.type) {
    case 'string':
      if (typeof item === 'string') return item;
      throw broken(path, 'must be text');
    case 'bool':
      if (typeof item === 'boolean') return item;
      throw broken(path, 'must be true or false');
    case 'bytes':
      if (typeof item === 'string' && /^[A-Za-z0-9+/_-]*={0,2}$/.test(item)) return Buffer.from(item, 'base64');
      throw broken(path, 'must be base64');
    case 'double':
    case 'float':
      if (typeof item === 'number') return item;
      throw broken(path, 'must be a number');
    default:
      if (typeof item === 'number' ? Number.isInteger(item) : typeof item === 'string' && /^-?\d{1,20}$/.test(item)) {
        return item;
      }
      throw broken(path, 'must be a whole number');
  }
}

function fromObject(type: protobuf.Type, object: JsonObject, depth: number): Json {
  const known = WELL_KNOWN[type.fullName];
  if (known) return known.write(object);
  if (depth > DEEPEST) return '…';
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => {
      const field = type.fields[name];
      const inner = field && resolved(field);
      if (!field || !inner) return [name, value];
      const one = (item: Json): Json => fromObject(inner, item as JsonObject, depth + 1);
      if (field.map) {
        return [name, Object.fromEntries(Object.entries(value as JsonObject).map(([key, item]) => [key, one(item)]))];
      }
      return [name, field.repeated ? (value as Json[]).map(one) : one(value)];
    }),
  );
}

function fieldNamed(type: protobuf.Type, name: string): protobuf.Field | undefined {
  return type.fields[name] ?? type.fields[protobuf.util.camelCase(name)];
}

function resolved(field: protobuf.Field): protobuf.Type | null {
  const { resolvedType } = field.resolve();
  return resolvedType instanceof protobuf.Type ? resolvedType : null;
}

function listOf(json: Json, path: string): Json[] {
  if (!Array.isArray(json)) throw broken(path, 'must be a list');
  return json;
}

function toStruct(json: Json, path: string, depth: number): JsonObject {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw broken(path, 'must be an object');
  return {
    fields: Object.fromEntries(Object.entries(json).map(([key, value]) => [key, toValue(value, path, depth + 1)])),
  };
}

function toValue(json: Json, path: string, depth: number): JsonObject {
  if (depth > DEEPEST) throw broken(path, `is nested deeper than ${DEEPEST}`);
  switch (typeof json) {
    case 'number':
      return { numberValue: json };
    case 'string':
      return { stringValue: json };
    case 'boolean':
      return { boolValue: json };
    default:
      if (json === null || json === undefined) return { nullValue: 0 };
      if (Array.isArray(json)) return { listValue: { values: json.map((item) => toValue(item, path, depth + 1)) } };
      return { structValue: toStruct(json, path, depth + 1) };
  }
}

function fromStruct({ fields = {} }: JsonObject): Json {
  return Object.fromEntries(
    Object.entries(fields as JsonObject).map(([key, value]) => [key, fromValue(value as JsonObject)]),
  );
}

function fromValue(value: JsonObject): Json {
  if ('numberValue' in value) return value['numberValue'];
  if ('stringValue' in value) return value['stringValue'];
  if ('boolValue' in value) return value['boolValue'];
  if ('structValue' in value) return fromStruct(value['structValue'] as JsonObject);
  if (!('listValue' in value)) return null;
  const { values = [] } = value['listValue'] as { values?: JsonObject[] };
  return values.map(fromValue);
}

function broken(path: string, rule: string): PayloadError {
  return new PayloadError(`callback.payload${path === '' ? '' : `.${path}`} ${rule}`);
}

/**
 * JSON to messages and back, by the mapping of proto3 (protobuf.dev/programming-guides/json): names in lowerCamelCase or
 * as in the file, enums by name, 64-bit numbers as text, bytes as base64, and the well-known types in their own notation.
 * A field that the message does not have is an error: a misspelt one must not be dropped in silence.
 */
import protobuf from 'protobufjs';
import { fieldNamed } from './descriptor-root.js';
import { keyFromJson, keyToJson, scalarFromJson, scalarToJson } from './json-scalar.js';
import { DEEPEST, isObject, WELL_KNOWN, type JsonObject, type Place, type WellKnown } from './json-well-known.js';
import { broken } from './payload-error.js';

type Json = unknown;

export function messageFromJson(type: protobuf.Type, json: Json): Uint8Array {
  return encode(type, toObject(json, { type, path: '', depth: 0 }));
}

export function messageToJson(type: protobuf.Type, bytes: Uint8Array): Json {
  return fromObject(decode(type, bytes), { type, path: '', depth: 0 });
}

function encode(type: protobuf.Type, object: JsonObject): Uint8Array {
  return type.encode(type.fromObject(object)).finish();
}

function decode(type: protobuf.Type, bytes: Uint8Array): JsonObject {
  return type.toObject(type.decode(bytes), { longs: String, enums: String, bytes: String });
}

const ANY_NAME = '.google.protobuf.Any';

/** Its message says by a URL what it is; only types that the description of the method holds can be read. */
const ANY: WellKnown = {
  read(json, { type, path, depth }) {
    const typeUrl = isObject(json) ? json['@type'] : null;
    if (!isObject(json) || typeof typeUrl !== 'string') throw broken(path, 'must be an object with "@type"');
    const inner = typeOfUrl(type, typeUrl);
    if (!inner) throw broken(`${path}.@type`, 'is no type that the description of the method holds');
    const { '@type': _, ...rest } = json;
    const content = wellKnown(inner) ? rest['value'] : rest;
    return { typeUrl, value: encode(inner, toObject(content, { type: inner, path, depth: depth + 1 })) };
  },
  write(object, { type, path, depth }) {
    const { typeUrl = '', value = '' } = object as { typeUrl?: string; value?: string };
    const inner = typeOfUrl(type, typeUrl);
    if (!inner) return typeUrl === '' ? {} : { '@type': typeUrl, value };
    const bytes = Buffer.from(value, 'base64');
    const content = fromObject(decode(inner, bytes), { type: inner, path, depth: depth + 1 });
    return wellKnown(inner) ? { '@type': typeUrl, value: content } : { '@type': typeUrl, ...(content as JsonObject) };
  },
};

function typeOfUrl({ root }: protobuf.Type, url: string): protobuf.Type | null {
  const name = url.slice(url.lastIndexOf('/') + 1);
  return /^\w+(\.\w+)*$/.test(name) ? (root.lookup(`.${name}`, [protobuf.Type]) as protobuf.Type | null) : null;
}

function wellKnown({ fullName }: protobuf.Type): WellKnown | undefined {
  return fullName === ANY_NAME ? ANY : WELL_KNOWN.get(fullName);
}

function toObject(json: Json, place: Place): JsonObject {
  const { type, path, depth } = place;
  if (depth > DEEPEST) throw broken(path, `is nested deeper than ${DEEPEST}`);
  const known = wellKnown(type);
  if (known) return known.read(json, place);
  if (!isObject(json)) throw broken(path, 'must be an object');
  const object: JsonObject = {};
  const chosen = new Map<protobuf.OneOf, string>();
  for (const [name, value] of Object.entries(json)) {
    const field = fieldNamed(type, name);
    const at = path === '' ? name : `${path}.${name}`;
    if (!field) throw broken(at, `is no field of ${type.fullName.slice(1)}`);
    // Null is as good as absent, but for the type that has a null of its own.
    if (value === null && messageOf(field)?.fullName !== '.google.protobuf.Value') continue;
    if (Object.hasOwn(object, field.name)) throw broken(at, 'is given twice, by both its names');
    const other = field.partOf && chosen.get(field.partOf);
    if (other) throw broken(at, `must not be given beside ${other}: only one of them can be`);
    if (field.partOf) chosen.set(field.partOf, name);
    object[field.name] = fieldFromJson(field, value, at, depth);
  }
  const missing = type.fieldsArray.find((field) => field.required && !Object.hasOwn(object, field.name));
  if (missing) throw broken(path === '' ? missing.name : `${path}.${missing.name}`, 'is required');
  return object;
}

function fieldFromJson(field: protobuf.Field, value: Json, path: string, depth: number): Json {
  const type = messageOf(field);
  const one = (item: Json, at: string): Json =>
    type ? toObject(item, { type, path: at, depth: depth + 1 }) : scalarFromJson(field, item, at);
  if (field instanceof protobuf.MapField) {
    if (!isObject(value)) throw broken(path, 'must be an object');
    const entries = Object.entries(value).map(([key, item]) => {
      const at = `${path}.${key}`;
      return [keyFromJson(field.keyType, key, at), one(item, at)] as const;
    });
    return Object.fromEntries(entries);
  }
  if (!field.repeated) return one(value, path);
  if (!Array.isArray(value)) throw broken(path, 'must be a list');
  return value.map((item, i) => one(item, `${path}.${i}`));
}

function fromObject(object: JsonObject, place: Place): Json {
  const { type, depth } = place;
  if (depth > DEEPEST) return '…';
  const known = wellKnown(type);
  if (known) return known.write(object, place);
  const entries = Object.entries(object).map(([name, value]) => {
    const field = type.fields[name];
    return [name, field ? fieldToJson(field, value, place) : value] as const;
  });
  return Object.fromEntries(entries);
}

function fieldToJson(field: protobuf.Field, value: Json, { path, depth }: Place): Json {
  const type = messageOf(field);
  const one = (item: Json): Json =>
    type ? fromObject(item as JsonObject, { type, path, depth: depth + 1 }) : scalarToJson(item);
  if (field instanceof protobuf.MapField) {
    const entries = Object.entries(value as JsonObject);
    return Object.fromEntries(entries.map(([key, item]) => [keyToJson(field.keyType, key), one(item)]));
  }
  return field.repeated ? (value as Json[]).map(one) : one(value);
}

function messageOf(field: protobuf.Field): protobuf.Type | null {
  const { resolvedType } = field.resolve();
  return resolvedType instanceof protobuf.Type ? resolvedType : null;
}

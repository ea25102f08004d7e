/**
 * Numbers, texts, bytes and enums between JSON and a message. The library would make something of anything: it wraps
 * numbers that are too large and takes words for zero, so each value is checked before it gets there.
 */
import protobuf from 'protobufjs';
import { broken } from './payload-error.js';

const LARGEST_FLOAT = 2 ** 128 - 2 ** 103;
const NOT_FINITE = ['NaN', 'Infinity', '-Infinity'];
const WHOLE = /^-?\d{1,20}$/;

interface Range {
  bits: 32 | 64;
  signed: boolean;
}

const INTEGERS: Readonly<Record<string, Range>> = {
  int32: { bits: 32, signed: true },
  sint32: { bits: 32, signed: true },
  sfixed32: { bits: 32, signed: true },
  uint32: { bits: 32, signed: false },
  fixed32: { bits: 32, signed: false },
  int64: { bits: 64, signed: true },
  sint64: { bits: 64, signed: true },
  sfixed64: { bits: 64, signed: true },
  uint64: { bits: 64, signed: false },
  fixed64: { bits: 64, signed: false },
};

/** Of a field, or of a map's key, which has a type by name only. */
export interface ScalarType {
  type: string;
  resolvedType?: protobuf.ReflectionObject | null;
}

export function scalarFromJson({ type, resolvedType }: ScalarType, item: unknown, path: string): unknown {
  if (resolvedType instanceof protobuf.Enum) return enumFromJson(resolvedType, item, path);
  const range = INTEGERS[type];
  if (range) return integerFromJson(range, item, path);
  switch (type) {
    case 'string':
      if (typeof item === 'string') return item;
      throw broken(path, 'must be text');
    case 'bool':
      if (typeof item === 'boolean') return item;
      throw broken(path, 'must be true or false');
    case 'bytes':
      // In either alphabet of base64.
      if (typeof item === 'string' && /^[A-Za-z0-9+/_-]*={0,2}$/.test(item)) return Buffer.from(item, 'base64');
      throw broken(path, 'must be base64');
    default:
      return fractionFromJson(type, item, path);
  }
}

export function scalarToJson(value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/** JSON has its keys as text. */
export function keyFromJson(keyType: string, key: string, path: string): string {
  if (keyType === 'string') return key;
  const isTruth = keyType === 'bool' && (key === 'true' || key === 'false');
  return String(scalarFromJson({ type: keyType }, isTruth ? key === 'true' : key, path));
}

/** The library keeps keys of 64 bits as their bytes. */
export function keyToJson(keyType: string, key: string): string {
  const range = INTEGERS[keyType];
  if (range?.bits !== 64) return key;
  const bytes = Buffer.from(key, 'latin1');
  return String(range.signed ? bytes.readBigInt64LE() : bytes.readBigUInt64LE());
}

function enumFromJson({ values, valuesById }: protobuf.Enum, item: unknown, path: string): number {
  if (typeof item === 'string' && Object.hasOwn(values, item)) return values[item]!;
  if (typeof item === 'number' && valuesById[item] !== undefined) return item;
  throw broken(path, `must be one of ${Object.keys(values).slice(0, 20).join(', ')}`);
}

function integerFromJson({ bits, signed }: Range, item: unknown, path: string): number | string {
  const isWhole = typeof item === 'number' ? Number.isInteger(item) : typeof item === 'string' && WHOLE.test(item);
  if (!isWhole) throw broken(path, 'must be a whole number');
  if (bits === 64 && typeof item === 'number' && !Number.isSafeInteger(item)) {
    throw broken(path, 'must be written as text: a number in JSON is not exact beyond 53 bits');
  }
  const value = BigInt(item as number | string);
  const fits = (signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value)) === value;
  if (!fits) throw broken(path, `must fit into ${bits} bits${signed ? '' : ' and not be negative'}`);
  return bits === 64 ? String(value) : Number(value);
}

function fractionFromJson(type: string, item: unknown, path: string): number {
  const value = typeof item === 'string' && item.trim() !== '' ? Number(item) : item;
  if (typeof item === 'string' && NOT_FINITE.includes(item)) return value as number;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw broken(path, 'must be a number');
  if (type === 'float' && Math.abs(value) > LARGEST_FLOAT) throw broken(path, 'must fit into 32 bits');
  return value;
}

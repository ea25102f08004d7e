/**
 * Descriptions of services and messages as compilers write them (`google/protobuf/descriptor.proto`), made into what the
 * library works with. It takes them as they are: fields under the names of the file, maps as lists of entries. Here
 * fields have the names that JSON has for them, and maps are maps.
 */
import protobuf from 'protobufjs';
import descriptor from 'protobufjs/ext/descriptor/index.js';

declare module 'protobufjs' {
  // The extension adds it; its own types are not those of this package.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Root {
    function fromDescriptor(descriptor: object): Root;
  }
}

/** What is used of a FileDescriptorProto. */
export interface FileDescriptor {
  name?: string;
  package?: string;
  dependency?: string[];
  messageType?: MessageDescriptor[];
}

interface MessageDescriptor {
  name?: string;
  field?: { name: string; jsonName?: string }[];
  nestedType?: MessageDescriptor[];
  options?: { mapEntry?: boolean } | null;
}

const NAMESPACE = descriptor as unknown as protobuf.Namespace;
const FILE_SET = NAMESPACE.lookupType('FileDescriptorSet');
const FILE = NAMESPACE.lookupType('FileDescriptorProto');

export function filesOfSet(bytes: Uint8Array): FileDescriptor[] {
  return (FILE_SET.decode(bytes) as unknown as { file: FileDescriptor[] }).file;
}

export function fileOf(bytes: Uint8Array): FileDescriptor {
  return FILE.decode(bytes) as FileDescriptor;
}

/** To JSON's names, of fields that have another one in the file. */
type Names = ReadonlyMap<string, string>;
const namesOf = new WeakMap<protobuf.Type, Names>();

/** By JSON's name for it, or the file's. */
export function fieldNamed(type: protobuf.Type, name: string): protobuf.Field | undefined {
  const own = namesOf.get(type)?.get(name) ?? name;
  return Object.hasOwn(type.fields, own) ? type.fields[own] : undefined;
}

/** Throws where something is missing, or is no description. The files are used up by it. */
export function rootOf(files: readonly FileDescriptor[]): protobuf.Root {
  const renamed = new Map<string, Names>();
  const mapEntries: string[] = [];
  for (const { package: name, messageType = [] } of files) {
    const scope = name ? `.${name}` : '';
    for (const message of messageType) prepare(message, scope, renamed, mapEntries);
  }
  const root = protobuf.Root.fromDescriptor(FILE_SET.create({ file: [...files] }));
  for (const name of mapEntries) restoreMap(root, name);
  root.resolveAll();
  for (const [name, names] of renamed) namesOf.set(root.lookupType(name), names);
  return root;
}

function prepare(message: MessageDescriptor, scope: string, renamed: Map<string, Names>, mapEntries: string[]): void {
  const fullName = `${scope}.${message.name ?? ''}`;
  if (message.options?.mapEntry) mapEntries.push(fullName);
  const names = new Map<string, string>();
  for (const field of message.field ?? []) {
    const jsonName = field.jsonName || jsonNameOf(field.name);
    if (jsonName === field.name) continue;
    names.set(field.name, jsonName);
    field.name = jsonName;
  }
  if (names.size > 0) renamed.set(fullName, names);
  for (const nested of message.nestedType ?? []) prepare(nested, fullName, renamed, mapEntries);
}

/** As compilers make it: underscores go, and what follows one is a capital. */
function jsonNameOf(name: string): string {
  return name.replace(/_+(.?)/g, (_, next: string) => next.toUpperCase());
}

/** An entry is nested in the one message that has the map. */
function restoreMap(root: protobuf.Root, entryName: string): void {
  const entry = root.lookupType(entryName);
  const { key, value } = entry.fields;
  const owner = entry.parent;
  if (!key || !value || !(owner instanceof protobuf.Type)) return;
  // Its type is written in full, or as seen from the message.
  const isOfEntry = ({ repeated, type }: protobuf.Field): boolean =>
    repeated && type.endsWith(entry.name) && owner.lookup(type, [protobuf.Type]) === entry;
  const field = owner.fieldsArray.find(isOfEntry);
  if (!field) return;
  owner.remove(field);
  owner.add(new protobuf.MapField(field.name, field.id, key.type, value.type));
}

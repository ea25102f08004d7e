/** Reads what nodes and hubs register in etcd; null for what this program does not understand. */
import { PARKED_NODE } from '@crony/shared/coordination/keys';
import type { NodeRegistration } from '@crony/shared/domain/assignment';
import type { HubRegistration } from '../api/dependencies.js';

export function parseNodeRegistration(value: string): NodeRegistration | null {
  const read = readObject(value);
  if (!read || typeof read.incarnation !== 'string') return null;
  const { incarnation } = read;
  return {
    incarnation,
    address: text(read.address),
    weight: count(read.weight, 1),
    labels: textMap(read.labels),
    projects: Array.isArray(read.projects) ? read.projects.filter((name) => typeof name === 'string') : [],
    capacity: count(read.capacity, 0),
    version: text(read.version),
    tzVersion: text(read.tzVersion),
    draining: read.draining === true,
    startedAt: count(read.startedAt, 0),
  };
}

export function parseHubRegistration(value: string): HubRegistration | null {
  const read = readObject(value);
  return read && { address: text(read.address), version: text(read.version), startedAt: count(read.startedAt, 0) };
}

/** Whether a node may go by this id: it becomes a part of keys. */
export function isNodeId(id: string): boolean {
  return id !== '' && id !== PARKED_NODE && !id.includes('/');
}

function readObject(value: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const count = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : otherwise;

function textMap(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

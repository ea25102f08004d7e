import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** A name for a hub or node that nobody has named: the machine's, so that people know it, and a random part. */
export function generateMemberName(machine = hostname()): string {
  const known = machine.replace(/[^A-Za-z0-9.-]+/g, '-').replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  return `${(known || 'crony').slice(0, 48)}-${randomBytes(4).toString('hex')}`;
}

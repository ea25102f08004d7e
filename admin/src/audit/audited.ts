/**
 * How a mutation gets its row: what it writes and what is noted of it are one transaction, so neither is there without
 * the other. A route says so with `...audits('<action>')` in its declaration; a test calls every route that changes
 * something and fails where no row of that action comes of it.
 */
import type { AuditAction, AuditActorKind } from '@crony/shared/domain/audit';
import type { Store } from '@crony/shared/store/store';
import type { Clock } from '@crony/shared/runtime/clock';
import { redact } from './redact.js';

/** Who does it, and from where. */
export interface Actor {
  kind: AuditActorKind;
  id: string | null;
  name: string;
  /** Empty for what the hub does by itself. */
  address: string;
}

export const SYSTEM_ACTOR: Actor = { kind: 'system', id: null, name: 'crony', address: '' };

export interface AuditNote {
  action: AuditAction;
  /** Null: the cluster's. */
  project: string | null;
  subject: { type: string; id: string; name: string };
  /** What it was and is. Secrets are taken out here, so a caller may hand over what it has. */
  before?: unknown;
  after?: unknown;
}

export interface Acting {
  store: Pick<Store, 'atomically'>;
  clock: Pick<Clock, 'now'>;
  actor: Actor;
}

/**
 * The work writes through the store that it is given, and through no other; it may run again after a deadlock. What
 * others must hear of (the leader, a node) is for after.
 */
export function audited<T>(
  by: Acting,
  work: (store: Store, note: (note: AuditNote) => void) => Promise<T>,
): Promise<T> {
  return by.store.atomically(async (store) => {
    const notes: AuditNote[] = [];
    const answer = await work(store, (note) => void notes.push(note));
    if (notes.length > 0) await store.audit.add(notes.map((note) => toEntry(note, by)));
    return answer;
  });
}

function toEntry({ action, project, subject, before, after }: AuditNote, { actor, clock }: Acting) {
  return {
    at: clock.now(),
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    address: actor.address,
    action,
    project,
    subjectType: subject.type,
    subjectId: subject.id,
    subjectName: subject.name,
    before: redact(before),
    after: redact(after),
  };
}

/** The part of a route's declaration that says what it puts on record; shown in the OpenAPI document. */
export function audits(...actions: AuditAction[]): { 'x-audit': AuditAction[] } {
  return { 'x-audit': actions };
}

import type { Change, Comparison, PrefixView } from '@crony/shared/coordination/coordination';

/** A view that remembers what it was told and holds the rules of telling. */
export class RecordingView implements PrefixView {
  readonly held = new Map<string, { value: string; modRevision: number }>();
  readonly changes: Change[] = [];
  readonly revisions: number[] = [];
  histories = 1;
  /** Where an older state came after a newer one. */
  readonly violations: string[] = [];

  apply(changes: readonly Change[]): void {
    for (const change of changes) {
      this.changes.push(change);
      if (change.type === 'delete') {
        this.#expectForward(change.key, change.modRevision);
        this.held.delete(change.key);
      } else {
        const { key, value, modRevision } = change.kv;
        this.#expectForward(key, modRevision);
        this.held.set(key, { value, modRevision });
      }
    }
  }

  keys(): Iterable<string> {
    return this.held.keys();
  }

  synced(revision: number): void {
    if (revision < (this.revisions.at(-1) ?? 0)) this.violations.push(`synced back to ${revision}`);
    this.revisions.push(revision);
  }

  historyReplaced(): void {
    this.histories += 1;
    this.revisions.length = 0;
    for (const entry of this.held.values()) entry.modRevision = 0;
  }

  values(): Record<string, string> {
    return Object.fromEntries([...this.held].map(([key, { value }]) => [key, value]));
  }

  #expectForward(key: string, modRevision: number): void {
    const before = this.held.get(key)?.modRevision ?? 0;
    if (modRevision < before) this.violations.push(`${key} went from revision ${before} back to ${modRevision}`);
  }
}

/** One that is compared by revisions. */
export class ComparedView extends RecordingView {
  readonly #seen = new Set<string>();

  override apply(changes: readonly Change[]): void {
    super.apply(changes);
    for (const change of changes) if (change.type === 'put') this.#seen.add(change.kv.key);
  }

  readonly comparison: Comparison = {
    begin: () => {
      this.#seen.clear();
      return this.held.size;
    },
    see: (key) => {
      const entry = this.held.get(key);
      if (entry) this.#seen.add(key);
      return entry?.modRevision;
    },
    unseen: () => [...this.held.keys()].filter((key) => !this.#seen.has(key)),
  };
}

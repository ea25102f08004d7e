import type { Change, PrefixView } from '@crony/shared/coordination/coordination';

/** A small prefix held as parsed values by the rest of the key; what cannot be read is as if it were not there. */
export class RegistryView<T> implements PrefixView {
  readonly #prefix: string;
  readonly #parse: (value: string) => T | null;
  readonly #onChange: () => void;
  readonly #values = new Map<string, T>();

  constructor(options: { prefix: string; parse: (value: string) => T | null; onChange?: () => void }) {
    this.#prefix = options.prefix;
    this.#parse = options.parse;
    this.#onChange = options.onChange ?? (() => {});
  }

  values(): ReadonlyMap<string, T> {
    return this.#values;
  }

  apply(changes: readonly Change[]): void {
    for (const change of changes) {
      const key = change.type === 'put' ? change.kv.key : change.key;
      const value = change.type === 'put' ? this.#parse(change.kv.value) : null;
      if (value === null) this.#values.delete(key.slice(this.#prefix.length));
      else this.#values.set(key.slice(this.#prefix.length), value);
    }
    this.#onChange();
  }

  *keys(): IterableIterator<string> {
    for (const id of this.#values.keys()) yield this.#prefix + id;
  }

  synced(): void {}
}

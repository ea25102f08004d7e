/**
 * What is made of a text, one for all who name the same text: the parts of very many expressions are few. The oldest
 * is forgotten when there are too many, and lives on where it is used. What `make` throws is thrown, and not kept.
 */
export class SharedByText<T> {
  readonly #most: number;
  readonly #made = new Map<string, T>();

  constructor(most: number) {
    this.#most = most;
  }

  get(text: string, make: () => T): T {
    const known = this.#made.get(text);
    if (known !== undefined) return known;
    const made = make();
    if (this.#made.size >= this.#most) this.#made.delete(this.#made.keys().next().value!);
    this.#made.set(text, made);
    return made;
  }
}

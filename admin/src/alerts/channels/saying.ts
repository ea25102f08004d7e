import { cutText, plainLine, plainText } from './plain-text.js';
import { formatDuration } from './texts/duration.js';
import type { Texts } from './texts/texts.js';

/** How much of each part is said; what is cut says so. */
export interface Brevity {
  valueCharacters: number;
  errorCharacters: number;
  items: number;
}

const NAME_CHARACTERS = 100;

/** How values are written in a message: in its language, plain, and no longer than there is room for. */
export class Saying {
  constructor(
    readonly texts: Texts,
    private readonly brevity: Brevity,
  ) {}

  number(value: number): string {
    return new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 }).format(value);
  }

  duration(ms: number): string {
    return formatDuration(ms, this.texts.units);
  }

  value(text: string): string {
    return this.#cut(plainLine(text), this.brevity.valueCharacters);
  }

  /** Within a sentence, whose end must still be read: in a subject, in the first line of a notification. */
  name(text: string): string {
    return this.#cut(plainLine(text), Math.min(this.brevity.valueCharacters, NAME_CHARACTERS));
  }

  error(text: string): string {
    return this.#cut(plainText(text), this.brevity.errorCharacters);
  }

  #cut(text: string, most: number): string {
    return cutText(text, most, (left) => this.texts.cut(this.number(left)));
  }
}

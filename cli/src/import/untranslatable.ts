/** Why something cannot be carried over, in words for people. */
export class Untranslatable extends Error {
  override name = 'Untranslatable';
}

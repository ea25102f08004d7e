/**
 * Whether it is worth asking whose session this is. The hub says in the page whether a cookie came with the request, so that
 * a stranger is not first refused and then asked to sign in.
 */
let mayBeSignedIn = document.querySelector<HTMLMetaElement>('meta[name="crony-session"]')?.content !== 'none';

export function hasSessionHint(): boolean {
  return mayBeSignedIn;
}

export function setSessionHint(value: boolean): void {
  mayBeSignedIn = value;
}

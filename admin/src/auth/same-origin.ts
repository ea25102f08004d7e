/**
 * Browsers send the session cookie with whatever page asks; what a page cannot forge is its `Origin`. A write that
 * rests on the cookie must come from this hub's own origin: the public URL, or the address the request itself names.
 */
export function isSameOrigin(origin: string | undefined, requestUrl: string, publicUrl: string): boolean {
  if (origin === undefined || origin === 'null' || !URL.canParse(origin)) return false;
  const asked = new URL(origin);
  // Behind a proxy that ends TLS, the request's own scheme is not the one that the browser saw.
  return asked.origin === new URL(publicUrl).origin || asked.host === new URL(requestUrl).host;
}

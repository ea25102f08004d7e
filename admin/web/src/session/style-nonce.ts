import { setNonce } from 'get-nonce';

const nonce = document.querySelector<HTMLMetaElement>('meta[name="crony-nonce"]')?.content ?? '';

/** Lets the library's few style elements pass the policy of the page (admin/src/web/serve-dashboard.ts). */
export function styleNonce(): string {
  return nonce;
}

/** Dialogs stop the page behind them from scrolling with a style element of their own. */
export function shareStyleNonce(): void {
  setNonce(nonce);
}

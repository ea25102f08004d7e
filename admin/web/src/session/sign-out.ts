import type { QueryClient } from '@tanstack/react-query';
import { api, dataOf } from '../api/client';
import { setSessionHint } from './session-hint';

/** Nothing of what the session has shown stays in memory. */
export async function signOut(queryClient: QueryClient): Promise<void> {
  await dataOf(api.DELETE('/api/v1/session'));
  setSessionHint(false);
  queryClient.clear();
}

import type { QueryClient } from '@tanstack/react-query';
import { api, dataOf } from '../api/client';
import { setSessionHint } from './session-hint';

/**
 * Ends the session, and forgets all that it has shown. The page is left first: what is on it would go on asking, and be
 * refused.
 */
export async function signOut(queryClient: QueryClient, leavePage: () => Promise<void>): Promise<void> {
  setSessionHint(false);
  await leavePage();
  await queryClient.cancelQueries();
  queryClient.clear();
  await dataOf(api.DELETE('/api/v1/session'));
}

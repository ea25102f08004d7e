import { QueryCache, QueryClient, MutationCache } from '@tanstack/react-query';
import { ApiProblem, isSignedOut } from './client';

const MOST_TRIES = 2;

/** `onSignedOut`: a session has come to its end while the page was open. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown): void => {
    if (isSignedOut(error)) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        // A refusal stays one; what did not come through may do so the next time.
        retry: (failures, error) => failures < MOST_TRIES && !(error instanceof ApiProblem && error.status < 500),
        refetchOnWindowFocus: true,
      },
    },
  });
}

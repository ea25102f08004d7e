import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../api/client';

const byId = (id: string) => ({ params: { path: { id } } });

export const userCalls = {
  create: (body: Schemas['UserInput']) => dataOf(api.POST('/api/v1/users', { body })),
  edit: ({ id, patch }: { id: string; patch: Schemas['UserPatch'] }) =>
    dataOf(api.PATCH('/api/v1/users/{id}', { ...byId(id), body: patch })),
  resetPassword: ({ id, password }: { id: string; password: string | undefined }) =>
    dataOf(
      api.POST('/api/v1/users/{id}/reset-password', {
        ...byId(id),
        body: password === undefined ? {} : { password },
      }),
    ),
  endSessions: (id: string) => dataOf(api.POST('/api/v1/users/{id}/end-sessions', byId(id))),
  remove: (id: string) => dataOf(api.DELETE('/api/v1/users/{id}', byId(id))),
};

/** A call after which every list of people looks again. */
export function useUserCall<Input, Output>(
  call: (input: Input) => Promise<Output>,
  then: (output: Output, input: Input) => unknown = () => {},
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: call,
    // Passwords are not kept with the call.
    gcTime: 0,
    onSuccess: async (output, input) => {
      await then(output, input);
      void queryClient.invalidateQueries({ queryKey: ['users'] });
      void queryClient.invalidateQueries({ queryKey: ['projects'] });
    },
  });
}

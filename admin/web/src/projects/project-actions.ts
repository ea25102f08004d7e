/** What people do to a project; afterwards every list of it looks again. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../api/client';
import type { ProjectRole } from '../api/people-queries';

export const projectCalls = {
  create: (name: string) => dataOf(api.POST('/api/v1/projects', { body: { name } })),
  edit: ({ name, patch }: { name: string; patch: Schemas['ProjectPatch'] }) =>
    dataOf(api.PATCH('/api/v1/projects/{name}', { params: { path: { name } }, body: patch })),
  putMember: ({ name, user, role }: { name: string; user: string; role: ProjectRole }) =>
    dataOf(api.PUT('/api/v1/projects/{name}/members', { params: { path: { name } }, body: { user, role } })),
  removeMember: ({ name, userId }: { name: string; userId: string }) =>
    dataOf(api.DELETE('/api/v1/projects/{name}/members/{userId}', { params: { path: { name, userId } } })),
  putSecret: ({ name, secret, value }: { name: string; secret: string; value: string }) =>
    dataOf(
      api.PUT('/api/v1/projects/{name}/secrets/{secret}', { params: { path: { name, secret } }, body: { value } }),
    ),
  removeSecret: ({ name, secret }: { name: string; secret: string }) =>
    dataOf(api.DELETE('/api/v1/projects/{name}/secrets/{secret}', { params: { path: { name, secret } } })),
  /** Not a query: what it answers is to stay in no cache. */
  readSigning: (name: string) =>
    dataOf(api.GET('/api/v1/projects/{name}/signing-secret', { params: { path: { name } } })),
  nextSigning: (name: string) =>
    dataOf(api.POST('/api/v1/projects/{name}/signing-secret/next', { params: { path: { name } } })),
  promoteSigning: (name: string) =>
    dataOf(api.POST('/api/v1/projects/{name}/signing-secret/promote', { params: { path: { name } } })),
};

export function useProjectCall<Input, Output>(
  call: (input: Input) => Promise<Output>,
  then: (output: Output, input: Input) => unknown = () => {},
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: call,
    // Values that are written or shown once are not kept with the call.
    gcTime: 0,
    onSuccess: async (output, input) => {
      void queryClient.invalidateQueries({ queryKey: ['projects'] });
      void queryClient.invalidateQueries({ queryKey: ['users'] });
      await then(output, input);
    },
  });
}

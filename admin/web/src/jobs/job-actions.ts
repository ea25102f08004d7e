/** What people do to jobs, one at a time; pages decide what to tell of it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, dataOf, type Job, type JobInput, type Schemas } from '../api/client';

type RunOverrides = Schemas['RunOverrides'];

export interface PauseWords {
  note?: string | undefined;
  until?: string | undefined;
}

export const jobCalls = {
  read: (id: string) => dataOf(api.GET('/api/v1/jobs/{id}', { params: { path: { id } } })),
  run: (id: string, overrides?: RunOverrides) =>
    dataOf(
      api.POST('/api/v1/jobs/{id}/run', {
        params: { path: { id } },
        ...(overrides && Object.keys(overrides).length > 0 ? { body: overrides } : {}),
      }),
    ),
  pause: (id: string, words: PauseWords = {}) => {
    const body = {
      ...(words.note ? { note: words.note } : {}),
      ...(words.until === undefined ? {} : { until: words.until }),
    };
    const isSaid = Object.keys(body).length > 0;
    return dataOf(api.POST('/api/v1/jobs/{id}/pause', { params: { path: { id } }, ...(isSaid ? { body } : {}) }));
  },
  resume: (id: string) => dataOf(api.POST('/api/v1/jobs/{id}/resume', { params: { path: { id } } })),
  remove: (id: string) => dataOf(api.DELETE('/api/v1/jobs/{id}', { params: { path: { id } } })),
  create: (body: JobInput) => dataOf(api.POST('/api/v1/jobs', { body })),
  edit: (job: Pick<Job, 'id' | 'version'>, body: Partial<JobInput>) =>
    dataOf(
      api.PATCH('/api/v1/jobs/{id}', {
        params: { path: { id: job.id }, header: { 'If-Match': `"${job.version}"` } },
        body,
      }),
    ),
  restore: (job: Pick<Job, 'id' | 'version'>, version: number) =>
    dataOf(
      api.POST('/api/v1/jobs/{id}/versions/{version}/restore', {
        params: { path: { id: job.id, version }, header: { 'If-Match': `"${job.version}"` } },
      }),
    ),
};

/** A call after which every list and page of jobs and runs looks again. */
export function useJobCall<Input, Output>(
  call: (input: Input) => Promise<Output>,
  then: (output: Output, input: Input) => unknown,
  onError?: (error: unknown) => void,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: async (output, input) => {
      void queryClient.invalidateQueries({ queryKey: ['jobs'] });
      void queryClient.invalidateQueries({ queryKey: ['runs'] });
      void queryClient.invalidateQueries({ queryKey: ['timeline'] });
      await then(output, input);
    },
    ...(onError ? { onError } : {}),
  });
}

/** Of a job only what a new one is made from. */
export function toInput(job: Job): JobInput {
  const { id: _id, version: _version, nextRuns: _next, nodeId: _node, assignment: _assignment, ...rest } = job;
  const { createdAt: _created, updatedAt: _updated, pause: _pause, ...input } = rest;
  return input;
}

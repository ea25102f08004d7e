import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, dataOf, type Run } from '../api/client';
import { useMessages } from '../i18n/locale';
import { notifyDone, notifyFailed } from '../ui/notify';
import { sentenceOf } from '../ui/problem-alert';

/** Ending a run, and running it again. */
export function useRunActions() {
  const messages = useMessages();
  const { runs } = messages;
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const onError = (error: unknown): void => notifyFailed(sentenceOf(error, messages));
  const cancel = useMutation({
    mutationFn: ({ id }: Pick<Run, 'id'>) => dataOf(api.POST('/api/v1/runs/{id}/cancel', { params: { path: { id } } })),
    onSuccess: ({ status }) => {
      notifyDone(status === 'cancelled' ? runs.withdrawn : runs.cancelAsked);
      void queryClient.invalidateQueries({ queryKey: ['runs'] });
    },
    onError,
  });
  const rerun = useMutation({
    mutationFn: ({ id }: Pick<Run, 'id'>) => dataOf(api.POST('/api/v1/runs/{id}/rerun', { params: { path: { id } } })),
    onSuccess: async ({ id }) => {
      notifyDone(runs.rerunStarted);
      void queryClient.invalidateQueries({ queryKey: ['runs'] });
      await navigate({ to: '/runs/$runId', params: { runId: id } });
    },
    onError,
  });
  return { cancel, rerun };
}

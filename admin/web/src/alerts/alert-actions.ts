/** What people do about alerts. After each, lists, counts and pages of alerts look again. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, dataOf } from '../api/client';
import { useMessages } from '../i18n/locale';
import { notifyDone, notifyFailed } from '../ui/notify';
import { sentenceOf } from '../ui/problem-alert';

export function useAcknowledge(then?: () => void) {
  const messages = useMessages();
  const { alerts } = messages;
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[]) => dataOf(api.POST('/api/v1/alerts/acknowledge', { body: { ids: [...ids] } })),
    onSuccess: ({ acknowledged }) => {
      void queryClient.invalidateQueries({ queryKey: ['alerts'] });
      notifyDone(acknowledged === 0 ? alerts.alreadyDone : alerts.acknowledgedDone(acknowledged));
      then?.();
    },
    onError: (error) => notifyFailed(sentenceOf(error, messages)),
  });
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, dataOf, type AlertRuleRow } from '../api/client';
import { useMessages } from '../i18n/locale';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { notifyDone } from '../ui/notify';

export function RuleDeleteDialog({ row, onClose }: { row: AlertRuleRow; onClose: () => void }) {
  const { alertRules, words } = useMessages();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => dataOf(api.DELETE('/api/v1/alert-rules/{id}', { params: { path: { id: row.id } } })),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['alert-rules'] });
      notifyDone(alertRules.deletedDone);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={alertRules.deleteTitle}
      action={words.delete}
      isDangerous
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      {alertRules.deleteText}
    </ConfirmDialog>
  );
}

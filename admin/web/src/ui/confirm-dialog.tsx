import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMessages } from '../i18n/locale';
import { ProblemAlert } from './problem-alert';

interface ConfirmDialogProps {
  title: ReactNode;
  /** What will happen. */
  children: ReactNode;
  /** The verb. */
  action: string;
  isDangerous?: boolean;
  isPending?: boolean;
  isDisabled?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before what cannot be undone, or what others will feel. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, action, isDangerous = false, isPending = false, isDisabled = false, error } = props;
  const { words } = useMessages();
  return (
    <Modal opened onClose={props.onClose} title={<b>{title}</b>} closeButtonProps={{ 'aria-label': words.close }}>
      <Stack gap="sm">
        <Text size="sm" component="div">
          {children}
        </Text>
        {error != null && <ProblemAlert error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={props.onClose}>
            {words.cancel}
          </Button>
          <Button
            {...(isDangerous ? { color: 'red' } : {})}
            loading={isPending}
            disabled={isDisabled}
            onClick={props.onConfirm}
            data-autofocus
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

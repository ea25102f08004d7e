import { Button, Group, Modal, PasswordInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { User } from '../api/people-queries';
import { sessionQuery } from '../api/queries';
import { usePeopleMessages } from '../i18n/people';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { useFieldErrors } from '../ui/field-errors';
import { notifyDone } from '../ui/notify';
import { ProblemAlert } from '../ui/problem-alert';
import { ShownOnce } from '../ui/shown-once';
import { WithName } from '../ui/with-name';
import { ClusterRoleField } from './cluster-role-field';
import { useUserCall, userCalls } from './user-actions';

export type UserAct = 'edit' | 'reset' | 'endSessions' | 'disable' | 'remove';

interface UserDialogProps {
  user: User;
  onClose: (isGone: boolean) => void;
}

export function UserDialogs({ act, ...props }: UserDialogProps & { act: UserAct }) {
  switch (act) {
    case 'edit':
      return <EditUser {...props} />;
    case 'reset':
      return <ResetPassword {...props} />;
    case 'endSessions':
      return <EndSessions {...props} />;
    case 'disable':
      return <DisableUser {...props} />;
    case 'remove':
      return <RemoveUser {...props} />;
  }
}

function EditUser({ user, onClose }: UserDialogProps) {
  const { users, words } = usePeopleMessages();
  const [email, setEmail] = useState(user.email ?? '');
  const [role, setRole] = useState(user.role);
  const save = useUserCall(userCalls.edit, ({ name }) => {
    notifyDone(users.saved(name));
    onClose(false);
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const wanted = email.trim() === '' ? null : email.trim();
    save.mutate({
      id: user.id,
      patch: { ...(role === user.role ? {} : { role }), ...(wanted === user.email ? {} : { email: wanted }) },
    });
  };
  return (
    <Modal
      opened
      onClose={() => onClose(false)}
      title={
        <b>
          <WithName say={users.editTitle} name={user.name} />
        </b>
      }
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <Stack gap="sm" component="form" onSubmit={submit}>
        <TextInput
          label={users.email}
          description={users.emailHint}
          type="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={useFieldErrors(save.error)['email']}
          autoComplete="off"
          translate="no"
          data-autofocus
        />
        <ClusterRoleField value={role} onChange={setRole} />
        {save.error && <ProblemAlert error={save.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => onClose(false)}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function ResetPassword({ user, onClose }: UserDialogProps) {
  const { users, words } = usePeopleMessages();
  const [isTyped, setTyped] = useState(false);
  const [password, setPassword] = useState('');
  const [made, setMade] = useState<string | null>(null);
  const reset = useUserCall(userCalls.resetPassword, ({ password: told }) => {
    notifyDone(users.resetDone(user.name));
    if (told === null) onClose(false);
    else setMade(told);
  });
  const errors = useFieldErrors(reset.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    reset.mutate({ id: user.id, password: isTyped ? password : undefined });
  };
  return (
    <Modal
      opened
      onClose={() => onClose(false)}
      closeOnClickOutside={made === null}
      title={
        <b>
          <WithName say={made === null ? users.resetTitle : users.resetDone} name={user.name} />
        </b>
      }
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {made === null ? (
        <Stack gap="sm" component="form" onSubmit={submit}>
          <Text size="sm">{users.resetText}</Text>
          <SegmentedControl
            fullWidth
            aria-label={users.password}
            value={isTyped ? 'typed' : 'generate'}
            onChange={(value) => setTyped(value === 'typed')}
            data={[
              { value: 'generate', label: users.generate },
              { value: 'typed', label: users.typed },
            ]}
          />
          {isTyped && (
            <PasswordInput
              label={users.password}
              description={users.passwordHint}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              error={errors['password']}
              required
              withAsterisk={false}
              autoComplete="new-password"
            />
          )}
          {reset.error && <ProblemAlert error={reset.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => onClose(false)}>
              {words.cancel}
            </Button>
            <Button type="submit" color="red" loading={reset.isPending}>
              {users.resetPassword}
            </Button>
          </Group>
        </Stack>
      ) : (
        <Stack gap="sm">
          <ShownOnce label={users.passwordOf(user.name)} value={made} text={users.passwordText} />
          <Group justify="flex-end">
            <Button onClick={() => onClose(false)}>{users.done}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function EndSessions({ user, onClose }: UserDialogProps) {
  const { users } = usePeopleMessages();
  const isSelf = useQuery(sessionQuery).data?.id === user.id;
  const end = useUserCall(userCalls.endSessions, () => {
    notifyDone(users.sessionsEnded(user.name));
    onClose(false);
  });
  return (
    <ConfirmDialog
      title={<WithName say={users.endSessionsTitle} name={user.name} />}
      isDangerous
      action={users.endSessions}
      isPending={end.isPending}
      error={end.error}
      onConfirm={() => end.mutate(user.id)}
      onClose={() => onClose(false)}
    >
      <Text size="sm">{users.endSessionsText}</Text>
      {isSelf && <Text size="sm">{users.endSelfText}</Text>}
    </ConfirmDialog>
  );
}

function DisableUser({ user, onClose }: UserDialogProps) {
  const { users } = usePeopleMessages();
  const disable = useUserCall(userCalls.edit, ({ name }) => {
    notifyDone(users.disabledDone(name));
    onClose(false);
  });
  return (
    <ConfirmDialog
      title={<WithName say={users.disableTitle} name={user.name} />}
      isDangerous
      action={users.disable}
      isPending={disable.isPending}
      error={disable.error}
      onConfirm={() => disable.mutate({ id: user.id, patch: { disabled: true } })}
      onClose={() => onClose(false)}
    >
      <Text size="sm">{users.disableText}</Text>
      {user.role === 'admin' && <LastAdminNote />}
    </ConfirmDialog>
  );
}

function RemoveUser({ user, onClose }: UserDialogProps) {
  const { users } = usePeopleMessages();
  const remove = useUserCall(userCalls.remove, () => {
    notifyDone(users.deletedDone(user.name));
    onClose(true);
  });
  return (
    <ConfirmDialog
      title={<WithName say={users.deleteTitle} name={user.name} />}
      isDangerous
      action={users.delete}
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(user.id)}
      onClose={() => onClose(false)}
    >
      <Text size="sm">{users.deleteText}</Text>
      {user.role === 'admin' && <LastAdminNote />}
    </ConfirmDialog>
  );
}

function LastAdminNote() {
  const { users } = usePeopleMessages();
  return (
    <Text size="xs" c="dimmed">
      {users.lastAdminNote}
    </Text>
  );
}

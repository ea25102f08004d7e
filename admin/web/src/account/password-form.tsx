import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { api, dataOf } from '../api/client';
import { sessionQuery } from '../api/queries';
import { usePeopleMessages } from '../i18n/people';
import { useFieldErrors } from '../ui/field-errors';
import { ProblemAlert } from '../ui/problem-alert';

interface PasswordFormProps {
  /** For browsers that keep passwords. */
  userName: string;
  /** Where it was typed a moment ago. */
  current?: string | null;
  action: string;
  onChanged: () => void;
  /** Beside the button. */
  children?: ReactNode;
}

/** Another password of one's own. The hub answers with a new session; those on other machines end. */
export function PasswordForm({ userName, current: known = null, action, onChanged, children }: PasswordFormProps) {
  const { account } = usePeopleMessages();
  const queryClient = useQueryClient();
  const [current, setCurrent] = useState('');
  const [fresh, setFresh] = useState('');
  const [repeat, setRepeat] = useState('');
  const [differs, setDiffers] = useState(false);
  const change = useMutation({
    mutationFn: (body: { current: string; password: string }) => dataOf(api.PUT('/api/v1/session/password', { body })),
    gcTime: 0,
    onSuccess: (session) => {
      queryClient.setQueryData(sessionQuery.queryKey, session);
      setCurrent('');
      setFresh('');
      setRepeat('');
      onChanged();
    },
  });
  const errors = useFieldErrors(change.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setDiffers(fresh !== repeat);
    if (fresh === repeat) change.mutate({ current: known ?? current, password: fresh });
  };
  return (
    <Stack gap="sm" component="form" onSubmit={submit}>
      <input type="text" autoComplete="username" value={userName} readOnly hidden />
      {known === null && (
        <PasswordInput
          label={account.current}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          error={errors['current'] && account.wrongCurrent}
          autoComplete="current-password"
          required
          withAsterisk={false}
        />
      )}
      <PasswordInput
        label={account.fresh}
        description={account.rule}
        value={fresh}
        onChange={(event) => setFresh(event.currentTarget.value)}
        error={errors['password']}
        autoComplete="new-password"
        minLength={10}
        required
        withAsterisk={false}
      />
      <PasswordInput
        label={account.repeat}
        value={repeat}
        onChange={(event) => {
          setRepeat(event.currentTarget.value);
          setDiffers(false);
        }}
        error={differs && account.mismatch}
        autoComplete="new-password"
        required
        withAsterisk={false}
      />
      {change.error && errors['current'] === undefined && <ProblemAlert error={change.error} />}
      <Group gap="xs">
        <Button type="submit" loading={change.isPending}>
          {action}
        </Button>
        {children}
      </Group>
    </Stack>
  );
}

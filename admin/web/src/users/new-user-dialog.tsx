import { Button, Group, Modal, PasswordInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { signInMethodsQuery, type User } from '../api/people-queries';
import { usePeopleMessages } from '../i18n/people';
import { useFieldErrors } from '../ui/field-errors';
import { notifyDone } from '../ui/notify';
import { ProblemAlert } from '../ui/problem-alert';
import { ShownOnce } from '../ui/shown-once';
import { ClusterRoleField } from './cluster-role-field';
import { useUserCall, userCalls } from './user-actions';

type How = 'generate' | 'typed' | 'sso';

/** Creates a user, and shows the password that was made up this once. */
export function NewUserDialog({ onClose }: { onClose: () => void }) {
  const { users, words } = usePeopleMessages();
  const [made, setMade] = useState<{ user: User; password: string } | null>(null);
  const done = (user: User, password: string | null): void => {
    if (password !== null) return setMade({ user, password });
    notifyDone(users.created(user.name));
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      // What is shown once must not go by a click beside it.
      closeOnClickOutside={made === null}
      title={<b>{made === null ? users.newTitle : users.created(made.user.name)}</b>}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {made === null ? (
        <NewUserForm onCreated={done} onClose={onClose} />
      ) : (
        <Stack gap="sm">
          <ShownOnce label={users.passwordOf(made.user.name)} value={made.password} text={users.passwordText} />
          {made.user.role === 'user' && (
            <Text size="sm">
              {users.nextStep}{' '}
              <Link to="/projects" onClick={onClose}>
                {users.giveRole}
              </Link>
            </Text>
          )}
          <Group justify="flex-end">
            <Button onClick={onClose}>{users.done}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

interface NewUserFormProps {
  onCreated: (user: User, password: string | null) => void;
  onClose: () => void;
}

function NewUserForm({ onCreated, onClose }: NewUserFormProps) {
  const { users, words } = usePeopleMessages();
  const methods = useQuery(signInMethodsQuery);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<User['role']>('user');
  const [how, setHow] = useState<How>('generate');
  const [password, setPassword] = useState('');
  const create = useUserCall(userCalls.create, ({ user, password: told }) => onCreated(user, told));
  const errors = useFieldErrors(create.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate({
      name: name.trim(),
      role,
      signIn: how === 'sso' ? 'oidc' : 'password',
      ...(email.trim() === '' ? {} : { email: email.trim() }),
      ...(how === 'typed' ? { password } : {}),
    });
  };
  return (
    <Stack gap="sm" component="form" onSubmit={submit}>
      <TextInput
        label={users.name}
        description={users.nameHint}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={errors['name']}
        required
        withAsterisk={false}
        maxLength={100}
        autoComplete="off"
        translate="no"
        data-autofocus
      />
      <TextInput
        label={users.email}
        description={how === 'sso' ? users.emailSsoHint : users.emailHint}
        type="email"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={errors['email']}
        required={how === 'sso'}
        withAsterisk={false}
        autoComplete="off"
        translate="no"
      />
      <ClusterRoleField value={role} onChange={setRole} />
      <div>
        <Text size="sm" fw={500} mb={4} id="how-sign-in">
          {users.howSignIn}
        </Text>
        <SegmentedControl
          fullWidth
          aria-labelledby="how-sign-in"
          value={how}
          onChange={(value) => setHow(value)}
          data={[
            { value: 'generate' as const, label: users.generate },
            { value: 'typed' as const, label: users.typed },
            ...(methods.data?.oidc ? [{ value: 'sso' as const, label: users.sso }] : []),
          ]}
        />
      </div>
      {how === 'typed' && (
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
      {create.error && <ProblemAlert error={create.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button type="submit" loading={create.isPending}>
          {users.create}
        </Button>
      </Group>
    </Stack>
  );
}

import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { usePeopleMessages } from '../i18n/people';
import { useFieldErrors } from '../ui/field-errors';
import { notifyDone } from '../ui/notify';
import { ProblemAlert } from '../ui/problem-alert';
import { WithName } from '../ui/with-name';
import { projectCalls, useProjectCall } from './project-actions';

interface SecretDialogProps {
  project: string;
  /** Null: a new one. */
  secret: string | null;
  onClose: () => void;
}

const MONO = { input: { fontFamily: 'var(--mantine-font-family-monospace)' } };

export function SecretDialog({ project, secret, onClose }: SecretDialogProps) {
  const { projects, words } = usePeopleMessages();
  const [name, setName] = useState(secret ?? '');
  const [value, setValue] = useState('');
  const put = useProjectCall(projectCalls.putSecret, (saved) => {
    notifyDone(projects.secretSaved(saved.name));
    onClose();
  });
  const errors = useFieldErrors(put.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    put.mutate({ name: project, secret: name.trim(), value });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={<b>{secret === null ? projects.newSecretTitle : <WithName say={projects.setValueOf} name={secret} />}</b>}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <Stack gap="sm" component="form" onSubmit={submit}>
        {secret === null && (
          <TextInput
            label={projects.secretName}
            description={projects.secretNameHint}
            placeholder="ORDERS_TOKEN"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={errors['secret']}
            required
            withAsterisk={false}
            maxLength={64}
            autoComplete="off"
            styles={MONO}
            translate="no"
            data-autofocus
          />
        )}
        <Textarea
          label={projects.secretValue}
          description={projects.secretValueHint}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          error={errors['value']}
          required
          withAsterisk={false}
          autosize
          minRows={2}
          maxRows={8}
          autoComplete="off"
          spellCheck={false}
          translate="no"
          styles={MONO}
          {...(secret === null ? {} : { 'data-autofocus': true })}
        />
        {put.error && <ProblemAlert error={put.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={put.isPending}>
            {projects.saveSecret}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

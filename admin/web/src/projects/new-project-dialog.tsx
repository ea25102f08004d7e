import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { usePeopleMessages } from '../i18n/people';
import { useFieldErrors } from '../ui/field-errors';
import { notifyDone } from '../ui/notify';
import { ProblemAlert } from '../ui/problem-alert';
import { projectCalls, useProjectCall } from './project-actions';

export function NewProjectDialog({ onClose }: { onClose: () => void }) {
  const { projects, words } = usePeopleMessages();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const create = useProjectCall(projectCalls.create, (project) => {
    notifyDone(projects.created(project.name));
    return navigate({ to: '/projects/$name', params: { name: project.name }, search: { tab: 'members' } });
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate(name.trim());
  };
  return (
    <Modal opened onClose={onClose} title={<b>{projects.newTitle}</b>} closeButtonProps={{ 'aria-label': words.close }}>
      <Stack gap="sm" component="form" onSubmit={submit}>
        <Text size="sm" c="dimmed">
          {projects.newText}
        </Text>
        <TextInput
          label={words.name}
          description={projects.nameHint}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={useFieldErrors(create.error)['name']}
          required
          withAsterisk={false}
          maxLength={63}
          autoComplete="off"
          translate="no"
          data-autofocus
        />
        {create.error && <ProblemAlert error={create.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {projects.create}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

import { Autocomplete, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiProblem } from '../api/client';
import { userNamesQuery } from '../api/people-queries';
import { usePeopleMessages } from '../i18n/people';
import type { ProjectRole } from '../session/may';
import { useMay } from '../session/use-may';
import { useFieldErrors } from '../ui/field-errors';
import { notifyDone } from '../ui/notify';
import { ProblemAlert, sentenceOf } from '../ui/problem-alert';
import { projectCalls, useProjectCall } from './project-actions';
import { RoleSelect } from './role-select';

interface AddMemberDialogProps {
  project: string;
  /** Where the dialog is opened for somebody. */
  user?: string;
  onClose: () => void;
}

const TYPING_MS = 200;

/** Users are named: who administers a project need not see all of them. Those who may are helped to find them. */
export function AddMemberDialog({ project, user = '', onClose }: AddMemberDialogProps) {
  const messages = usePeopleMessages();
  const { projects, words } = messages;
  const maySeeUsers = useMay().may('users:read');
  const [name, setName] = useState(user);
  const [role, setRole] = useState<ProjectRole>('viewer');
  const [asked] = useDebouncedValue(name.trim(), TYPING_MS);
  const found = useQuery({ ...userNamesQuery(asked), enabled: maySeeUsers });
  const put = useProjectCall(projectCalls.putMember, (member) => {
    notifyDone(projects.memberSaved(member.name, projects.roleName[member.role]));
    onClose();
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    put.mutate({ name: project, user: name.trim(), role });
  };
  const errors = useFieldErrors(put.error);
  const isUnknown = put.error instanceof ApiProblem && put.error.code === 'user_not_found';
  return (
    <Modal
      opened
      onClose={onClose}
      title={<b>{projects.addMemberTitle}</b>}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <Stack gap="sm" component="form" onSubmit={submit}>
        <Text size="sm" c="dimmed">
          {projects.addMemberText}
        </Text>
        <Autocomplete
          label={projects.userName}
          description={projects.userHint}
          data={(found.data?.items ?? []).map((one) => one.name)}
          renderOption={({ option }) => <span translate="no">{option.value}</span>}
          value={name}
          onChange={setName}
          error={isUnknown ? sentenceOf(put.error, messages) : errors['user']}
          size="sm"
          required
          withAsterisk={false}
          autoComplete="off"
          translate="no"
          data-autofocus
        />
        <RoleSelect label={projects.role} description={projects.roleMeaning[role]} value={role} onChange={setRole} />
        {put.error && !isUnknown && <ProblemAlert error={put.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={put.isPending}>
            {projects.addMember}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

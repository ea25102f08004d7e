import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, dataOf, type Schemas } from '../api/client';
import type { TokenRole } from '../api/people-queries';
import { projectsQuery, sessionQuery } from '../api/queries';
import { VIEWER_ZONE } from '../format/use-format';
import { fromWallTime, toWallTime } from '../format/wall-time';
import { usePeopleMessages } from '../i18n/people';
import { rank, ROLES, type Grants, type ProjectRole } from '../session/may';
import { CodeBlock } from '../ui/code-block';
import { useFieldErrors } from '../ui/field-errors';
import { ProblemAlert } from '../ui/problem-alert';
import { ShownOnce } from '../ui/shown-once';
import { WithName } from '../ui/with-name';

type Made = Schemas['ApiTokenCreated'];

const DAY_MS = 86_400_000;
const LIFETIMES = { '30': 30, '90': 90, '365': 365 } as const;

/** Makes a token, and shows it this once. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const { tokens, words } = usePeopleMessages();
  const [made, setMade] = useState<Made | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      // What is shown once must not go by a click beside it.
      closeOnClickOutside={made === null}
      size={made === null ? 'md' : 'lg'}
      title={<b>{made === null ? tokens.newTitle : <WithName say={tokens.madeTitle} name={made.apiToken.name} />}</b>}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {made === null ? (
        <NewTokenForm onMade={setMade} onClose={onClose} />
      ) : (
        <MadeToken made={made} onClose={onClose} />
      )}
    </Modal>
  );
}

function MadeToken({ made, onClose }: { made: Made; onClose: () => void }) {
  const { tokens } = usePeopleMessages();
  const project = made.apiToken.project;
  const query = project === null ? '' : `?project=${encodeURIComponent(project)}`;
  return (
    <Stack gap="sm">
      <ShownOnce label={tokens.madeLabel} value={made.token} text={tokens.madeText} />
      <div>
        <Text size="sm" fw={500} mb={4}>
          {tokens.tryIt}
        </Text>
        <CodeBlock
          label={tokens.tryIt}
          text={`curl -H "Authorization: Bearer ${made.token}" \\\n  "${window.location.origin}/api/v1/jobs${query}"`}
        />
      </div>
      <Group justify="flex-end">
        <Button onClick={onClose}>{tokens.done}</Button>
      </Group>
    </Stack>
  );
}

function NewTokenForm({ onMade, onClose }: { onMade: (made: Made) => void; onClose: () => void }) {
  const { tokens, projects, words } = usePeopleMessages();
  const session = useQuery(sessionQuery).data;
  const names = useQuery(projectsQuery).data?.items.map(({ name }) => name) ?? [];
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [project, setProject] = useState<string | null>(null);
  const [wanted, setRole] = useState<TokenRole>('viewer');
  const [lifetime, setLifetime] = useState<string>('90');
  const [until, setUntil] = useState('');
  const roles = session === undefined ? [] : rolesFor(session, project);
  const role = roles.includes(wanted) ? wanted : (roles[0] ?? 'viewer');
  const create = useMutation({
    // The answer holds the token: it goes to the page and stays nowhere else.
    mutationFn: async () => {
      const expiresAt = lifetimeEnd(lifetime, until);
      const body = { name: name.trim(), role, project, ...(expiresAt === undefined ? {} : { expiresAt }) };
      onMade(await dataOf(api.POST('/api/v1/tokens', { body })));
    },
    gcTime: 0,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['tokens'] }),
  });
  const errors = useFieldErrors(create.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Stack gap="sm" component="form" onSubmit={submit}>
      <TextInput
        label={tokens.name}
        description={tokens.nameHint}
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
      <Select
        label={tokens.project}
        description={tokens.projectHint}
        placeholder={tokens.allProjects}
        data={names}
        renderOption={({ option }) => <span translate="no">{option.label}</span>}
        value={project}
        onChange={setProject}
        error={errors['project']}
        clearable
        clearButtonProps={{ 'aria-label': words.clearFilters }}
        searchable={names.length > 8}
        disabled={role === 'cluster_admin'}
      />
      <Select
        label={tokens.role}
        description={role === 'cluster_admin' ? tokens.clusterAdminText : projects.roleMeaning[role]}
        data={roles.map((one) => ({
          value: one,
          label: one === 'cluster_admin' ? tokens.clusterAdmin : projects.roleName[one],
        }))}
        value={role}
        onChange={(next) => {
          setRole(next as TokenRole);
          if (next === 'cluster_admin') setProject(null);
        }}
        error={errors['role']}
        allowDeselect={false}
      />
      <Group grow align="flex-start">
        <Select
          label={tokens.lifetime}
          description={lifetime === 'forever' ? tokens.foreverHint : undefined}
          data={[
            { value: '30', label: tokens.days(LIFETIMES['30']) },
            { value: '90', label: tokens.days(LIFETIMES['90']) },
            { value: '365', label: tokens.year },
            { value: 'custom', label: tokens.custom },
            { value: 'forever', label: tokens.forever },
          ]}
          value={lifetime}
          onChange={(value) => value !== null && setLifetime(value)}
          error={errors['expiresAt']}
          allowDeselect={false}
        />
        {lifetime === 'custom' && (
          <TextInput
            type="datetime-local"
            label={tokens.until}
            value={until}
            min={toWallTime(new Date().toISOString(), VIEWER_ZONE).slice(0, 16)}
            onChange={(event) => setUntil(event.currentTarget.value)}
            required
            withAsterisk={false}
          />
        )}
      </Group>
      {create.error && <ProblemAlert error={create.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button type="submit" loading={create.isPending}>
          {tokens.create}
        </Button>
      </Group>
    </Stack>
  );
}

/** No more than the maker may: the hub refuses it otherwise. */
function rolesFor({ role, allProjects, projects }: Grants, project: string | null): TokenRole[] {
  if (role === 'admin') return [...ROLES, ...(project === null ? (['cluster_admin'] as const) : [])];
  const held = projects.filter(({ name }) => project === null || name === project).map((one) => one.role);
  const highest = Math.max(-1, ...[allProjects, ...held].flatMap((one): number[] => (one === null ? [] : [rank(one)])));
  return ROLES.filter((one: ProjectRole) => rank(one) <= highest);
}

/** Undefined: never. */
function lifetimeEnd(lifetime: string, until: string): string | undefined {
  if (lifetime === 'forever') return undefined;
  if (lifetime === 'custom') return fromWallTime(until, VIEWER_ZONE);
  return new Date(Date.now() + Number(lifetime) * DAY_MS).toISOString();
}

import { ActionIcon, Button, Card, Code, Grid, Group, List, Stack, Text, Title, Tooltip } from '@mantine/core';
import { IconKey, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { secretsQuery, type Secret } from '../api/people-queries';
import { usePeopleMessages } from '../i18n/people';
import { useMay } from '../session/use-may';
import { CopyIcon } from '../ui/code-block';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { EmptyState } from '../ui/empty-state';
import { Instant } from '../ui/instant';
import { ListTable, type Column } from '../ui/list-table';
import { notifyDone } from '../ui/notify';
import { QueryView } from '../ui/query-view';
import { WithName } from '../ui/with-name';
import { projectCalls, useProjectCall } from './project-actions';
import { SecretDialog } from './secret-dialog';
import type { JobName } from './secret-use';
import { secretUseQuery } from './secret-use-query';

const JOBS_SHOWN = 2;
const JOBS_TOLD = 12;

/** Names of secrets and when they changed; their values are shown to nobody. */
export function SecretsTab({ project }: { project: string }) {
  const { projects } = usePeopleMessages();
  const query = useQuery(secretsQuery(project));
  const mayWrite = useMay().may('secrets:write', project);
  const [editing, setEditing] = useState<Secret | 'new' | null>(null);
  const [deleting, setDeleting] = useState<Secret | null>(null);
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setEditing('new')}>
      {projects.newSecret}
    </Button>
  );
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 8 }}>
        <Card padding={0} component="section">
          <Group justify="space-between" p="sm" pb={4}>
            <Title order={2}>{projects.tabSecrets}</Title>
            {query.data !== undefined && query.data.items.length > 0 && add}
          </Group>
          <QueryView query={query} rows={3}>
            {({ items }) =>
              items.length === 0 ? (
                <EmptyState icon={IconKey} title={projects.noSecretsTitle} text={projects.noSecretsText}>
                  {add}
                </EmptyState>
              ) : (
                <SecretList
                  project={project}
                  items={items}
                  mayWrite={mayWrite}
                  onEdit={setEditing}
                  onDelete={setDeleting}
                />
              )
            }
          </QueryView>
        </Card>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 4 }}>
        <WhereUsed />
      </Grid.Col>
      {editing !== null && (
        <SecretDialog
          project={project}
          secret={editing === 'new' ? null : editing.name}
          onClose={() => setEditing(null)}
        />
      )}
      {deleting && <DeleteSecret project={project} secret={deleting.name} onClose={() => setDeleting(null)} />}
    </Grid>
  );
}

interface SecretListProps {
  project: string;
  items: readonly Secret[];
  mayWrite: boolean;
  onEdit: (secret: Secret) => void;
  onDelete: (secret: Secret) => void;
}

function SecretList({ project, items, mayWrite, onEdit, onDelete }: SecretListProps) {
  const { projects } = usePeopleMessages();
  const use = useQuery(secretUseQuery(project));
  const name = ({ name: secret }: Secret) => (
    <Text span size="sm" fw={500} className="mono" translate="no" style={{ overflowWrap: 'anywhere' }}>
      {secret}
    </Text>
  );
  const reference = ({ name: secret }: Secret) => (
    <Group gap={4} wrap="nowrap">
      <Code translate="no">{`{{secrets.${secret}}}`}</Code>
      <CopyIcon text={`{{secrets.${secret}}}`} />
    </Group>
  );
  const usedBy = ({ name: secret }: Secret) => (use.data ? <UsedBy jobs={use.data.get(secret) ?? []} /> : '–');
  const actions = (secret: Secret) =>
    mayWrite && (
      <Group gap={2} wrap="nowrap" justify="flex-end">
        <Tooltip label={projects.setValue}>
          <ActionIcon aria-label={projects.setValueOf(secret.name)} onClick={() => onEdit(secret)}>
            <IconPencil size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <ActionIcon aria-label={projects.deleteSecretOf(secret.name)} onClick={() => onDelete(secret)}>
          <IconTrash size={16} stroke={1.6} />
        </ActionIcon>
      </Group>
    );
  const columns: Column<Secret>[] = [
    { key: 'name', title: projects.secret, cell: name },
    { key: 'reference', title: projects.secretReference, from: 1280, cell: reference },
    { key: 'used', title: projects.usedBy, cell: usedBy },
    { key: 'changed', title: projects.changedAt, width: 150, cell: ({ updatedAt }) => <Instant at={updatedAt} /> },
    { key: 'actions', title: '', width: 80, align: 'end', cell: actions },
  ];
  return (
    <ListTable
      label={projects.tabSecrets}
      items={items}
      columns={columns}
      idOf={({ name: secret }) => secret}
      card={(secret) => (
        <Stack gap={2}>
          <Group justify="space-between" wrap="nowrap">
            {name(secret)}
            {actions(secret)}
          </Group>
          <Text size="xs" c="dimmed" component="div">
            {projects.changedAt} <Instant at={secret.updatedAt} />
          </Text>
          <Text size="xs" component="div">
            {projects.usedBy}: {usedBy(secret)}
          </Text>
        </Stack>
      )}
    />
  );
}

function UsedBy({ jobs }: { jobs: readonly JobName[] }) {
  const { projects } = usePeopleMessages();
  if (jobs.length === 0) {
    return (
      <Text span size="xs" c="dimmed">
        {projects.usedByNone}
      </Text>
    );
  }
  const more = jobs.length - JOBS_SHOWN;
  return (
    <Text span size="xs">
      {jobs.slice(0, JOBS_SHOWN).map(({ id, name }, i) => (
        <span key={id}>
          {i > 0 && ', '}
          <Link to="/jobs/$jobId" params={{ jobId: id }} translate="no">
            {name}
          </Link>
        </span>
      ))}
      {more > 0 && ` ${projects.usedByMore(more)}`}
    </Text>
  );
}

function DeleteSecret({ project, secret, onClose }: { project: string; secret: string; onClose: () => void }) {
  const { projects, words } = usePeopleMessages();
  // As it is now: somebody may just have named it.
  const use = useQuery({ ...secretUseQuery(project), staleTime: 0 });
  const jobs = use.data?.get(secret) ?? [];
  const remove = useProjectCall(projectCalls.removeSecret, () => {
    notifyDone(projects.secretDeleted(secret));
    onClose();
  });
  return (
    <ConfirmDialog
      title={<WithName say={projects.deleteSecretTitle} name={secret} />}
      isDangerous
      action={words.delete}
      isPending={remove.isPending}
      isDisabled={use.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ name: project, secret })}
      onClose={onClose}
    >
      <QueryView query={use} rows={1}>
        {() =>
          jobs.length === 0 ? (
            <Text size="sm">{projects.deleteSecretUnused}</Text>
          ) : (
            <>
              <Text size="sm">{projects.deleteSecretUsed(jobs.length)}</Text>
              <List size="sm">
                {jobs.slice(0, JOBS_TOLD).map(({ id, name }) => (
                  <List.Item key={id} translate="no">
                    {name}
                  </List.Item>
                ))}
              </List>
              {jobs.length > JOBS_TOLD && <Text size="sm">{projects.usedByMore(jobs.length - JOBS_TOLD)}</Text>}
            </>
          )
        }
      </QueryView>
    </ConfirmDialog>
  );
}

function WhereUsed() {
  const { projects } = usePeopleMessages();
  return (
    <Card component="section">
      <Title order={2} mb={4}>
        {projects.secretsWhere}
      </Title>
      <Text size="sm">{projects.secretsWhereText}</Text>
      <List size="sm" my="xs" spacing={4}>
        <List.Item>{projects.whereHttp}</List.Item>
        <List.Item>{projects.whereGrpc}</List.Item>
        <List.Item>{projects.whereShell}</List.Item>
      </List>
      <Text size="xs" c="dimmed">
        {projects.whereNot}
      </Text>
    </Card>
  );
}

import { ActionIcon, Button, Card, Grid, Group, Stack, Text, Title } from '@mantine/core';
import { IconPlus, IconTrash, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { membersQuery, type Member } from '../api/people-queries';
import { sessionQuery } from '../api/queries';
import { usePeopleMessages } from '../i18n/people';
import type { ProjectRole } from '../session/may';
import { useMay } from '../session/use-may';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { EmptyState } from '../ui/empty-state';
import { Instant } from '../ui/instant';
import { ListTable, type Column } from '../ui/list-table';
import { notifyDone, notifyFailed } from '../ui/notify';
import { sentenceOf } from '../ui/problem-alert';
import { QueryView } from '../ui/query-view';
import { ToneBadge } from '../ui/state-badge';
import { WithName } from '../ui/with-name';
import { AddMemberDialog } from './add-member-dialog';
import { projectCalls, useProjectCall } from './project-actions';
import { RolesCard, RoleSelect } from './role-select';

/** Who works in a project, and as what. */
export function MembersTab({ project }: { project: string }) {
  const { projects } = usePeopleMessages();
  const query = useQuery(membersQuery(project));
  const mayWrite = useMay().may('members:write', project);
  const [adding, setAdding] = useState(false);
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 8 }}>
        <Card padding={0} component="section">
          <Group justify="space-between" p="sm" pb={4}>
            <div>
              <Title order={2}>{projects.members}</Title>
              <Text size="xs" c="dimmed">
                {projects.adminsNote}
              </Text>
            </div>
            {mayWrite && (
              <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setAdding(true)}>
                {projects.addMember}
              </Button>
            )}
          </Group>
          <QueryView query={query} rows={4}>
            {({ items }) =>
              items.length === 0 ? (
                <EmptyState icon={IconUsers} title={projects.noMembersTitle} text={projects.noMembersText} />
              ) : (
                <MemberList project={project} items={items} mayWrite={mayWrite} />
              )
            }
          </QueryView>
        </Card>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 4 }}>
        <RolesCard />
      </Grid.Col>
      {adding && <AddMemberDialog project={project} onClose={() => setAdding(false)} />}
    </Grid>
  );
}

interface MemberListProps {
  project: string;
  items: readonly Member[];
  mayWrite: boolean;
}

type Asked = { kind: 'remove'; member: Member } | { kind: 'change'; member: Member; role: ProjectRole };

function MemberList({ project, items, mayWrite }: MemberListProps) {
  const messages = usePeopleMessages();
  const { projects, words } = messages;
  const session = useQuery(sessionQuery);
  const [asked, setAsked] = useState<Asked | null>(null);
  const put = useProjectCall(projectCalls.putMember, ({ name, role }) => {
    setAsked(null);
    notifyDone(projects.memberSaved(name, projects.roleName[role]));
  });
  const remove = useProjectCall(projectCalls.removeMember, (_, { userId }) => {
    setAsked(null);
    notifyDone(projects.memberRemoved(items.find((one) => one.userId === userId)?.name ?? ''));
  });
  const isSelf = ({ userId }: Member): boolean => session.data?.kind === 'user' && session.data.id === userId;
  const needsThought = (member: Member): boolean => isSelf(member) && session.data?.role !== 'admin';
  const change = (member: Member, role: ProjectRole): void => {
    if (role === member.role) return;
    if (needsThought(member)) return setAsked({ kind: 'change', member, role });
    put.mutate(
      { name: project, user: member.name, role },
      { onError: (error) => notifyFailed(sentenceOf(error, messages)) },
    );
  };
  const name = (member: Member) => (
    <Group gap={6} wrap="nowrap">
      <Text span size="sm" fw={500}>
        <UserLink id={member.userId} name={member.name} />
      </Text>
      {isSelf(member) && (
        <Text span size="xs" c="dimmed">
          {projects.you}
        </Text>
      )}
      {member.disabled && <ToneBadge tone="idle">{projects.disabled}</ToneBadge>}
    </Group>
  );
  const role = (member: Member) =>
    mayWrite ? (
      <RoleSelect
        aria-label={projects.roleOf(member.name)}
        value={member.role}
        onChange={(next) => change(member, next)}
        size="xs"
        w={150}
      />
    ) : (
      projects.roleName[member.role]
    );
  const removal = (member: Member) =>
    mayWrite && (
      <ActionIcon aria-label={projects.removeMember(member.name)} onClick={() => setAsked({ kind: 'remove', member })}>
        <IconTrash size={16} stroke={1.6} />
      </ActionIcon>
    );
  const columns: Column<Member>[] = [
    { key: 'name', title: words.name, cell: name },
    { key: 'role', title: projects.role, width: 180, cell: role },
    {
      key: 'since',
      title: projects.since,
      width: 160,
      from: 1000,
      cell: ({ createdAt }) => <Instant at={createdAt} />,
    },
    { key: 'remove', title: '', width: 44, align: 'end', cell: removal },
  ];
  return (
    <>
      <ListTable
        label={projects.members}
        items={items}
        columns={columns}
        idOf={({ userId }) => userId}
        card={(member) => (
          <Stack gap={6}>
            <Group justify="space-between" wrap="nowrap">
              {name(member)}
              {removal(member)}
            </Group>
            {role(member)}
          </Stack>
        )}
      />
      {asked?.kind === 'remove' && (
        <ConfirmDialog
          title={<WithName say={projects.removeMemberTitle} name={asked.member.name} />}
          isDangerous
          action={words.remove}
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ name: project, userId: asked.member.userId })}
          onClose={() => setAsked(null)}
        >
          <Text size="sm">{needsThought(asked.member) ? projects.removeSelfText : projects.removeMemberText}</Text>
        </ConfirmDialog>
      )}
      {asked?.kind === 'change' && (
        <ConfirmDialog
          title={projects.changeSelfTitle}
          isDangerous
          action={projects.changeRole}
          isPending={put.isPending}
          error={put.error}
          onConfirm={() => put.mutate({ name: project, user: asked.member.name, role: asked.role })}
          onClose={() => setAsked(null)}
        >
          <Text size="sm">{projects.changeSelfText(projects.roleName[asked.role])}</Text>
        </ConfirmDialog>
      )}
    </>
  );
}

/** To the page of the user, for those who may see it. */
function UserLink({ id, name }: { id: string; name: string }) {
  const { may } = useMay();
  if (!may('users:read')) return <span translate="no">{name}</span>;
  return (
    <Link to="/users" search={{ user: id }} className="quiet" translate="no">
      {name}
    </Link>
  );
}

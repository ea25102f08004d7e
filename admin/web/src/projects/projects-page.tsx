import { Button, Card, Group, Text } from '@mantine/core';
import { IconFolders, IconPlus, IconSearchOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { projectCountsQuery, type Project } from '../api/people-queries';
import { projectsQuery, sessionQuery } from '../api/queries';
import { useFormat } from '../format/use-format';
import { usePeopleMessages } from '../i18n/people';
import { useMay } from '../session/use-may';
import { EmptyState } from '../ui/empty-state';
import { Instant } from '../ui/instant';
import { ListTable, type Column } from '../ui/list-table';
import { PageHeader } from '../ui/page-header';
import { QueryView } from '../ui/query-view';
import { SearchInput } from '../ui/search-input';
import { NewProjectDialog } from './new-project-dialog';

const route = getRouteApi('/shell/projects');
/** Fewer are seen at a glance. */
const FILTER_FROM = 6;

export function ProjectsPage() {
  const { projects } = usePeopleMessages();
  const { may } = useMay();
  const { name: part } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(projectsQuery);
  const [creating, setCreating] = useState(false);
  return (
    <>
      <PageHeader title={projects.title} text={projects.text}>
        {may('projects:create') && (
          <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setCreating(true)}>
            {projects.newProject}
          </Button>
        )}
      </PageHeader>
      <Card padding={0}>
        <QueryView query={query} rows={6} rowHeight={41}>
          {({ items }) => {
            const shown = items.filter(({ name }) => part === undefined || name.includes(part.toLowerCase()));
            if (items.length === 0) {
              return <EmptyState icon={IconFolders} title={projects.emptyTitle} text={projects.emptyText} />;
            }
            return (
              <>
                {(items.length >= FILTER_FROM || part !== undefined) && (
                  <Group p="sm">
                    <SearchInput
                      aria-label={projects.filter}
                      placeholder={projects.filter}
                      value={part}
                      onChange={(name) => void navigate({ search: name === undefined ? {} : { name }, replace: true })}
                      w={{ base: '100%', xs: 220 }}
                    />
                  </Group>
                )}
                {shown.length === 0 ? (
                  <EmptyState icon={IconSearchOff} title={projects.noMatchTitle} text={projects.noMatchText} />
                ) : (
                  <ProjectList items={shown} />
                )}
              </>
            );
          }}
        </QueryView>
      </Card>
      {creating && <NewProjectDialog onClose={() => setCreating(false)} />}
    </>
  );
}

function ProjectList({ items }: { items: readonly Project[] }) {
  const { projects, words } = usePeopleMessages();
  const format = useFormat();
  const counts = useQuery(projectCountsQuery);
  const session = useQuery(sessionQuery);
  const countOf = (name: string, kind: 'jobs' | 'members' | 'channels'): string => {
    if (counts.data === undefined) return '–';
    return format.number(counts.data.items.find(({ project }) => project === name)?.[kind] ?? 0);
  };
  const roleIn = (name: string): string => {
    const { role, allProjects, projects: held = [] } = session.data ?? {};
    const own = role === 'admin' ? 'admin' : (held.find((one) => one.name === name)?.role ?? allProjects);
    return own == null ? '–' : projects.roleName[own];
  };
  const link = ({ name }: Project) => (
    <Link to="/projects/$name" params={{ name }} className="quiet" translate="no">
      <Text span size="sm" fw={500}>
        {name}
      </Text>
    </Link>
  );
  const columns: Column<Project>[] = [
    { key: 'name', title: words.name, cell: link },
    { key: 'jobs', title: projects.jobs, width: 90, align: 'end', cell: ({ name }) => <Link to="/jobs" search={{ project: name }} className="quiet">{countOf(name, 'jobs')}</Link> }, // prettier-ignore
    { key: 'members', title: projects.members, width: 90, align: 'end', cell: ({ name }) => countOf(name, 'members') },
    {
      key: 'channels',
      title: projects.channels,
      width: 90,
      align: 'end',
      from: 640,
      cell: ({ name }) => countOf(name, 'channels'),
    },
    { key: 'role', title: projects.yourRole, width: 150, cell: ({ name }) => roleIn(name) },
    {
      key: 'created',
      title: projects.createdAt,
      width: 170,
      from: 900,
      cell: ({ createdAt }) => <Instant at={createdAt} />,
    },
  ];
  return (
    <ListTable
      label={projects.title}
      items={items}
      columns={columns}
      idOf={({ name }) => name}
      card={(project) => (
        <>
          <Group justify="space-between">
            {link(project)}
            <Text size="xs">{roleIn(project.name)}</Text>
          </Group>
          <Text size="xs" c="dimmed" mt={2}>
            {projects.jobs} {countOf(project.name, 'jobs')} · {projects.members} {countOf(project.name, 'members')} ·{' '}
            {projects.channels} {countOf(project.name, 'channels')}
          </Text>
        </>
      )}
    />
  );
}

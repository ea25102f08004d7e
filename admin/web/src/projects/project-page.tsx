import { Button, Tabs } from '@mantine/core';
import { IconKey, IconListCheck, IconSettings, IconSignature, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, type ReactNode } from 'react';
import { projectQuery, type Project } from '../api/people-queries';
import { usePeopleMessages } from '../i18n/people';
import { useMay } from '../session/use-may';
import { NoPermission } from '../ui/no-permission';
import { PageHeader } from '../ui/page-header';
import { QueryView, Waiting } from '../ui/query-view';

const route = getRouteApi('/shell/projects/$name');
/** Each with fields and dialogs of its own, which the others do not wait for. */
const ProjectSettings = lazy(() => import('./project-settings').then((tab) => ({ default: tab.ProjectSettings })));
const MembersTab = lazy(() => import('./members-tab').then((tab) => ({ default: tab.MembersTab })));
const SecretsTab = lazy(() => import('./secrets-tab').then((tab) => ({ default: tab.SecretsTab })));
const SigningTab = lazy(() => import('./signing-tab').then((tab) => ({ default: tab.SigningTab })));

const TABS = ['settings', 'members', 'secrets', 'signing'] as const;
type Tab = (typeof TABS)[number];

export function ProjectPage() {
  const { name } = route.useParams();
  // What one may not see must look as if it were not there: nobody asks for it.
  const maySee = useMay().may('projects:read', name);
  const query = useQuery({ ...projectQuery(name), enabled: maySee });
  if (!maySee) return <NoPermission isOfProject />;
  return (
    <QueryView query={query} rows={8}>
      {(project) => <ProjectView key={project.name} project={project} />}
    </QueryView>
  );
}

function ProjectView({ project }: { project: Project }) {
  const { projects } = usePeopleMessages();
  const { may } = useMay();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { name } = project;
  const wanted = TABS.find((tab) => tab === search.tab) ?? 'settings';
  const maySign = may('secrets:read', name);
  const sign = { size: 15, stroke: 1.6, 'aria-hidden': true } as const;
  const tabs: Record<Tab, { label: string; icon: ReactNode; view: ReactNode }> = {
    settings: {
      label: projects.tabSettings,
      icon: <IconSettings {...sign} />,
      view: <ProjectSettings project={project} />,
    },
    members: { label: projects.tabMembers, icon: <IconUsers {...sign} />, view: <MembersTab project={name} /> },
    secrets: { label: projects.tabSecrets, icon: <IconKey {...sign} />, view: <SecretsTab project={name} /> },
    signing: {
      label: projects.tabSigning,
      icon: <IconSignature {...sign} />,
      view: maySign ? <SigningTab project={name} /> : <NoPermission isOfProject />,
    },
  };
  return (
    <>
      <PageHeader
        title={name}
        isName
        trail={[
          <Link key="projects" to="/projects">
            {projects.title}
          </Link>,
        ]}
      >
        <Button
          component={Link}
          to="/jobs"
          search={{ project: name } as never}
          variant="default"
          leftSection={<IconListCheck size={15} aria-hidden />}
        >
          {projects.viewJobs}
        </Button>
      </PageHeader>
      <Tabs
        value={wanted}
        onChange={(tab) => void navigate({ search: tab === null || tab === 'settings' ? {} : { tab }, replace: true })}
      >
        <Tabs.List mb="md" aria-label={projects.tabs} style={{ flexWrap: 'nowrap', overflowX: 'auto' }}>
          {TABS.filter((tab) => tab !== 'signing' || maySign || wanted === 'signing').map((tab) => (
            <Tabs.Tab key={tab} value={tab} leftSection={tabs[tab].icon} style={{ whiteSpace: 'nowrap' }}>
              {tabs[tab].label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={wanted}>
          <Suspense fallback={<Waiting rows={6} />}>{tabs[wanted].view}</Suspense>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

import { Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useMessages } from '../i18n/locale';
import { PageHeader } from '../ui/page-header';
import { PageWaiting } from '../ui/query-view';
import { Lanes } from './lanes';

const route = getRouteApi('/shell/timeline');
const VIEWS = ['lanes', 'density', 'calendar'] as const;
const Density = lazy(() => import('./density').then((view) => ({ default: view.Density })));
const Calendar = lazy(() => import('./calendar').then((view) => ({ default: view.Calendar })));

export interface TimelineSearch {
  view?: string;
  project?: string;
  name?: string;
  job?: string;
  hours?: string;
}
export type ChangeSearch = (part: { [K in keyof TimelineSearch]?: TimelineSearch[K] | undefined }) => void;

/** Runs and plans against time: side by side, how dense they get, and how the past weeks went. */
export function TimelinePage() {
  const { timeline } = useMessages();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change: ChangeSearch = (part) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const view = VIEWS.find((one) => one === search.view) ?? 'lanes';
  return (
    <>
      <PageHeader title={timeline.title} />
      <Tabs value={view} onChange={(next) => change({ view: next ?? undefined })}>
        <Tabs.List mb="md" aria-label={timeline.view}>
          {VIEWS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {timeline[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Suspense fallback={<PageWaiting />}>
          <Tabs.Panel value="lanes">
            <Lanes search={search} onChange={change} />
          </Tabs.Panel>
          <Tabs.Panel value="density">
            <Density project={search.project} onChange={change} />
          </Tabs.Panel>
          <Tabs.Panel value="calendar">
            <Calendar search={search} onChange={change} />
          </Tabs.Panel>
        </Suspense>
      </Tabs>
    </>
  );
}

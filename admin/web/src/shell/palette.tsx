import '@mantine/spotlight/styles.css';
import { Text, useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import {
  IconBellOff,
  IconBroadcast,
  IconFolder,
  IconLanguage,
  IconListCheck,
  IconMoon,
  IconPlus,
  IconSearch,
  IconSun,
  IconTarget,
  IconUserCircle,
  type Icon,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { jobsPageQuery, projectsQuery } from '../api/queries';
import { LANGUAGE_NAMES, LANGUAGES, useLocale } from '../i18n/locale';
import { useMay } from '../session/use-may';
import { useNavigationEntries } from './navigation';

const [store, palette] = createSpotlight();
const MOST_JOBS = 8;
const MOST_PROJECTS = 5;
const TYPING_MS = 150;

export const openPalette = (): void => palette.open();

interface Command {
  label: string;
  icon: Icon;
  run: () => void;
}

/** Pages, commands, and jobs by name, from anywhere. */
export function Palette() {
  const { messages, language, setLanguage } = useLocale();
  const { shell, alerts } = messages;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [asked] = useDebouncedValue(query.trim(), TYPING_MS);
  const jobs = useQuery({
    ...jobsPageQuery({ name: asked }, MOST_JOBS),
    enabled: asked.length > 0,
    refetchInterval: false,
  });
  const other = LANGUAGES.find((one) => one !== language)!;
  const isDark = colorScheme === 'dark';

  const entries = useNavigationEntries();
  const { maySomewhere } = useMay();
  const pages: Command[] = [
    ...entries.map(({ to, label, icon }) => ({ label: label(shell), icon, run: () => void navigate({ to }) })),
    { label: shell.accountPage, icon: IconUserCircle, run: () => void navigate({ to: '/account' }) },
  ];
  pages.push(
    { label: alerts.silences, icon: IconBellOff, run: () => void navigate({ to: '/alerts/silences' }) },
    {
      label: `${alerts.title}: ${alerts.rules}`,
      icon: IconListCheck,
      run: () => void navigate({ to: '/alerts/rules' }),
    },
    { label: alerts.channels, icon: IconBroadcast, run: () => void navigate({ to: '/alerts/channels' }) },
  );
  const newJob: Command = { label: shell.newJob, icon: IconPlus, run: () => void navigate({ to: '/jobs/new' }) };
  const actions: Command[] = [
    ...(maySomewhere('jobs:write') ? [newJob] : []),
    {
      label: `${shell.appearance}: ${isDark ? shell.light : shell.dark}`,
      icon: isDark ? IconSun : IconMoon,
      run: () => setColorScheme(isDark ? 'light' : 'dark'),
    },
    { label: LANGUAGE_NAMES[other], icon: IconLanguage, run: () => void setLanguage(other) },
  ];
  const matching = (commands: Command[]): Command[] =>
    commands.filter(({ label }) => label.toLowerCase().includes(query.trim().toLowerCase()));
  const found = asked.length > 0 ? (jobs.data?.items ?? []) : [];
  const projects = useQuery({ ...projectsQuery, enabled: asked.length > 0 });
  const foundProjects = (asked.length > 0 ? (projects.data?.items ?? []) : [])
    .filter(({ name }) => name.includes(asked.toLowerCase()))
    .slice(0, MOST_PROJECTS);
  const groups: [string, Command[]][] = [
    [shell.pages, matching(pages)],
    [shell.actions, matching(actions)],
  ];
  const isEmpty =
    found.length === 0 && foundProjects.length === 0 && groups.every(([, commands]) => commands.length === 0);
  return (
    <Spotlight.Root store={store} query={query} onQueryChange={setQuery} clearQueryOnClose scrollable maxHeight={420}>
      <Spotlight.Search placeholder={shell.search} aria-label={shell.search} leftSection={<IconSearch size={18} />} />
      <Spotlight.ActionsList>
        {groups.map(
          ([label, commands]) =>
            commands.length > 0 && (
              <Spotlight.ActionsGroup key={label} label={label}>
                {commands.map(({ label: name, icon: Sign, run }) => (
                  <Spotlight.Action
                    key={name}
                    label={name}
                    leftSection={<Sign size={17} stroke={1.6} />}
                    onClick={run}
                  />
                ))}
              </Spotlight.ActionsGroup>
            ),
        )}
        {found.length > 0 && (
          <Spotlight.ActionsGroup label={shell.jobsFound}>
            {found.map(({ id, name, project }) => (
              <Spotlight.Action
                key={id}
                leftSection={<IconTarget size={17} stroke={1.6} />}
                onClick={() => void navigate({ to: '/jobs/$jobId', params: { jobId: id } })}
              >
                <Text size="sm" translate="no" style={{ flex: 1 }}>
                  {name}
                </Text>
                <Text size="xs" c="dimmed" translate="no">
                  {project}
                </Text>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        )}
        {foundProjects.length > 0 && (
          <Spotlight.ActionsGroup label={shell.projectsFound}>
            {foundProjects.map(({ name }) => (
              <Spotlight.Action
                key={name}
                leftSection={<IconFolder size={17} stroke={1.6} />}
                onClick={() => void navigate({ to: '/projects/$name', params: { name } })}
              >
                <Text size="sm" translate="no">
                  {name}
                </Text>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        )}
        {isEmpty && <Spotlight.Empty>{shell.noResults}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

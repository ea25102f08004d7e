import { ActionIcon, AppShell, Burger, Button, Group, Kbd, NavLink, ScrollArea, Text, Tooltip } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { useMessages } from '../i18n/locale';
import { useMay } from '../session/use-may';
import { AlertsBadge } from './alerts-badge';
import { PageWaiting } from '../ui/query-view';
import { Logo } from './logo';
import { useNavigationGroups, type NavigationEntry } from './navigation';
import { NoRoleYet } from './no-role-yet';
import { openPalette, Palette } from './palette';
import { ShortcutHelp, useShortcuts } from './shortcuts';
import { StaleNotice } from './stale-notice';
import { UserMenu } from './user-menu';
import classes from './shell.module.css';

const NAVBAR_WIDTH = 204;

export function Shell() {
  const { shell } = useMessages();
  const [opened, { toggle, close }] = useDisclosure(false);
  const [helpOpened, help] = useDisclosure(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const { maySomewhere } = useMay();
  const groups = useNavigationGroups();
  useShortcuts(help.open);
  useEffect(close, [path, close]);
  return (
    <AppShell
      header={{ height: 48 }}
      navbar={{ width: NAVBAR_WIDTH, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'sm', sm: 'lg' }}
      className={classes.shell}
    >
      <a href="#content" className="skip-link">
        {shell.skipToContent}
      </a>
      <AppShell.Header className={classes.header}>
        <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={shell.openNavigation} />
        <Link to="/" className={classes.brand} aria-label={shell.product}>
          <Logo />
        </Link>
        <SearchButton />
        <Group gap={4} ml={{ base: 0, sm: 'auto' }} wrap="nowrap">
          {maySomewhere('jobs:write') && <NewJobButton />}
          <UserMenu onHelp={help.open} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar} aria-label={shell.navigation}>
        <ScrollArea type="auto">
          {groups.map((group) => (
            <div key={group.label(shell)} className={classes.group}>
              <Text component="div" className={classes.groupLabel}>
                {group.label(shell)}
              </Text>
              {group.entries.map((entry) => (
                <Entry key={entry.to} entry={entry} path={path} />
              ))}
            </div>
          ))}
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={classes.main}>
        <StaleNotice />
        <Suspense fallback={<PageWaiting />}>
          <NoRoleYet path={path}>
            <Outlet />
          </NoRoleYet>
        </Suspense>
      </AppShell.Main>
      <Palette />
      <ShortcutHelp opened={helpOpened} onClose={help.close} />
    </AppShell>
  );
}

function Entry({ entry, path }: { entry: NavigationEntry; path: string }) {
  const { shell } = useMessages();
  const active = entry.to === '/' ? path === '/' : path.startsWith(entry.to);
  return (
    <NavLink
      component={Link}
      to={entry.to}
      label={entry.label(shell)}
      leftSection={<entry.icon size={17} stroke={1.6} aria-hidden />}
      rightSection={entry.to === '/alerts' && <AlertsBadge />}
      active={active}
      aria-current={active ? 'page' : undefined}
      className={classes.entry}
    />
  );
}

function SearchButton() {
  const { shell } = useMessages();
  const isNarrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  if (isNarrow) {
    return (
      <ActionIcon onClick={openPalette} aria-label={shell.searchShort} ml="auto">
        <IconSearch size={18} />
      </ActionIcon>
    );
  }
  return (
    <button type="button" className={classes.search} onClick={openPalette}>
      <IconSearch size={15} aria-hidden />
      <span>{shell.search}</span>
      <Kbd size="xs" translate="no">
        {/Mac/.test(navigator.platform) ? '⌘ K' : 'Ctrl K'}
      </Kbd>
    </button>
  );
}

function NewJobButton() {
  const { shell } = useMessages();
  const isNarrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  if (!isNarrow) {
    return (
      <Button component={Link} to="/jobs/new" leftSection={<IconPlus size={15} />} variant="default">
        {shell.newJob}
      </Button>
    );
  }
  return (
    <Tooltip label={shell.newJob}>
      <ActionIcon component={Link} to="/jobs/new" aria-label={shell.newJob}>
        <IconPlus size={18} />
      </ActionIcon>
    </Tooltip>
  );
}

import {
  IconAdjustments,
  IconBell,
  IconCalendarTime,
  IconFolders,
  IconHistory,
  IconKey,
  IconLayoutDashboard,
  IconListCheck,
  IconPlayerPlay,
  IconServer2,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { Messages } from '../i18n/en';
import type { Permission } from '../session/may';
import { useMay } from '../session/use-may';

type Labels = Messages['shell'];

export interface NavigationEntry {
  to:
    | '/'
    | '/timeline'
    | '/alerts'
    | '/jobs'
    | '/runs'
    | '/nodes'
    | '/projects'
    | '/users'
    | '/tokens'
    | '/audit'
    | '/settings';
  label: (labels: Labels) => string;
  icon: Icon;
  /** After `g`. */
  key: string;
  /** Without it, somewhere, the page is not offered. */
  needs?: Permission;
}

export interface NavigationGroup {
  label: (labels: Labels) => string;
  entries: readonly NavigationEntry[];
}

/** A page stands here from the day it is built. */
const NAVIGATION: readonly NavigationGroup[] = [
  {
    label: ({ watch }) => watch,
    entries: [
      { to: '/', label: ({ overview }) => overview, icon: IconLayoutDashboard, key: 'o' },
      { to: '/alerts', label: ({ alerts }) => alerts, icon: IconBell, key: 'a' },
      { to: '/timeline', label: ({ timeline }) => timeline, icon: IconCalendarTime, key: 't' },
    ],
  },
  {
    label: ({ work }) => work,
    entries: [
      { to: '/jobs', label: ({ jobs }) => jobs, icon: IconListCheck, key: 'j' },
      { to: '/runs', label: ({ runs }) => runs, icon: IconPlayerPlay, key: 'r' },
    ],
  },
  {
    label: ({ cluster }) => cluster,
    entries: [{ to: '/nodes', label: ({ nodes }) => nodes, icon: IconServer2, key: 'n' }],
  },
  {
    label: ({ administration }) => administration,
    entries: [
      { to: '/projects', label: ({ projects }) => projects, icon: IconFolders, key: 'p' },
      { to: '/users', label: ({ users }) => users, icon: IconUsers, key: 'u', needs: 'users:read' },
      { to: '/tokens', label: ({ tokens }) => tokens, icon: IconKey, key: 'k' },
      { to: '/audit', label: ({ audit }) => audit, icon: IconHistory, key: 'l', needs: 'audit:read' },
      { to: '/settings', label: ({ settings }) => settings, icon: IconAdjustments, key: 's', needs: 'settings:read' },
    ],
  },
];

/** What the person who is signed in may see, by group. */
export function useNavigationGroups(): readonly NavigationGroup[] {
  const { maySomewhere } = useMay();
  return NAVIGATION.map(({ label, entries }) => ({
    label,
    entries: entries.filter(({ needs }) => needs === undefined || maySomewhere(needs)),
  })).filter(({ entries }) => entries.length > 0);
}

export function useNavigationEntries(): readonly NavigationEntry[] {
  return useNavigationGroups().flatMap(({ entries }) => entries);
}

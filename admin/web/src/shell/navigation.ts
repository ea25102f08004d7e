import {
  IconBell,
  IconCalendarTime,
  IconLayoutDashboard,
  IconListCheck,
  IconPlayerPlay,
  IconServer2,
  type Icon,
} from '@tabler/icons-react';
import type { Messages } from '../i18n/en';

type Labels = Messages['shell'];

export interface NavigationEntry {
  to: '/' | '/timeline' | '/alerts' | '/jobs' | '/runs' | '/nodes';
  label: (labels: Labels) => string;
  icon: Icon;
  /** After `g`. */
  key: string;
}

export interface NavigationGroup {
  label: (labels: Labels) => string;
  entries: readonly NavigationEntry[];
}

/** A page stands here from the day it is built; people and settings to one of their own. */
export const NAVIGATION: readonly NavigationGroup[] = [
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
];

export const ENTRIES = NAVIGATION.flatMap(({ entries }) => entries);

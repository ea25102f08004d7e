import { Kbd, Modal, Stack, Switch, Table, Text } from '@mantine/core';
import { useHotkeys, useLocalStorage } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { useMessages } from '../i18n/locale';
import { useMay } from '../session/use-may';
import { useNavigationEntries } from './navigation';
import { openPalette } from './palette';

const CHORD_MS = 1_200;

/** Single keys can be turned off: who speaks to the computer presses them without meaning to. */
function useSingleKeys() {
  return useLocalStorage({ key: 'crony.shortcuts', defaultValue: true, getInitialValueInEffect: false });
}

export function useShortcuts(onHelp: () => void): void {
  const navigate = useNavigate();
  const [enabled] = useSingleKeys();
  const entries = useNavigationEntries();
  const mayCreate = useMay().maySomewhere('jobs:write');
  const current = useRef({ entries, mayCreate });
  useEffect(() => {
    current.current = { entries, mayCreate };
  });
  const chordUntil = useRef(0);
  useHotkeys([['mod+K', () => openPalette()]]);
  useEffect(() => {
    if (!enabled) return;
    const press = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || target.isContentEditable) return;
      if (target.closest('input, textarea, select, [role="dialog"], [role="menu"], [role="listbox"]')) return;
      const inChord = event.timeStamp < chordUntil.current;
      chordUntil.current = 0;
      const page = inChord ? current.current.entries.find(({ key }) => key === event.key) : undefined;
      if (page) void navigate({ to: page.to });
      else if (event.key === 'g') chordUntil.current = event.timeStamp + CHORD_MS;
      else if (event.key === 'c' && current.current.mayCreate) void navigate({ to: '/jobs/new' });
      else if (event.key === '?') onHelp();
      else if (event.key === '/') openPalette();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [enabled, navigate, onHelp]);
}

export function ShortcutHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { shell, words } = useMessages();
  const [enabled, setEnabled] = useSingleKeys();
  const entries = useNavigationEntries();
  const mayCreate = useMay().maySomewhere('jobs:write');
  const newJob: [string, ReactNode] = [shell.newJob, <Keys key="c" keys={[['c']]} />];
  const rows: [string, ReactNode][] = [
    [shell.shortcutPalette, <Keys key="k" keys={[['Ctrl', 'K'], ['/']]} />],
    ...entries.map((entry): [string, ReactNode] => [
      shell.shortcutGo(entry.label(shell)),
      <Keys key={entry.to} keys={[['g', entry.key]]} />,
    ]),
    ...(mayCreate ? [newJob] : []),
    [shell.shortcutHelp, <Keys key="h" keys={[['?']]} />],
  ];
  return (
    <Modal opened={opened} onClose={onClose} title={shell.shortcuts} closeButtonProps={{ 'aria-label': words.close }}>
      <Stack>
        <Switch
          label={shell.shortcutsOn}
          checked={enabled}
          onChange={(event) => setEnabled(event.currentTarget.checked)}
        />
        <Table highlightOnHover={false}>
          <Table.Tbody>
            {rows.map(([what, keys]) => (
              <Table.Tr key={what}>
                <Table.Td>{what}</Table.Td>
                <Table.Td ta="end">{keys}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Modal>
  );
}

function Keys({ keys }: { keys: string[][] }) {
  return (
    <Text span translate="no">
      {keys.map((chord, i) => (
        <span key={i}>
          {i > 0 && ' / '}
          {chord.map((key, j) => (
            <span key={key}>
              {j > 0 && ' '}
              <Kbd size="xs">{key}</Kbd>
            </span>
          ))}
        </span>
      ))}
    </Text>
  );
}

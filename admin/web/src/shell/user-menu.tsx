import { ActionIcon, Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  IconCheck,
  IconDeviceDesktop,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconSun,
  IconUserCircle,
  type Icon,
} from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { sessionQuery } from '../api/queries';
import { LANGUAGE_NAMES, LANGUAGES, useLocale } from '../i18n/locale';
import { signOut } from '../session/sign-out';
import { WithName } from '../ui/with-name';

const SCHEMES: { scheme: MantineColorScheme; icon: Icon }[] = [
  { scheme: 'light', icon: IconSun },
  { scheme: 'dark', icon: IconMoon },
  { scheme: 'auto', icon: IconDeviceDesktop },
];

export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const { messages, language, setLanguage } = useLocale();
  const { shell } = messages;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const session = useQuery(sessionQuery);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const leave = (): Promise<void> => signOut(queryClient, () => navigate({ to: '/sign-in' }));
  const check = <IconCheck size={14} aria-hidden />;
  return (
    <Menu width={230}>
      <Menu.Target>
        <ActionIcon aria-label={shell.account} size="lg">
          <IconUserCircle size={21} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {session.data && (
          <Menu.Label>
            <WithName say={shell.signedInAs} name={session.data.name} />
          </Menu.Label>
        )}
        <Menu.Item component={Link} to="/account" leftSection={<IconUserCircle size={16} aria-hidden />}>
          {shell.accountPage}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{shell.appearance}</Menu.Label>
        {SCHEMES.map(({ scheme, icon: Sign }) => (
          <Menu.Item
            key={scheme}
            leftSection={<Sign size={16} aria-hidden />}
            rightSection={scheme === colorScheme && check}
            onClick={() => setColorScheme(scheme)}
          >
            {shell[scheme]}
          </Menu.Item>
        ))}
        <Menu.Label>{shell.language}</Menu.Label>
        {LANGUAGES.map((one) => (
          <Menu.Item
            key={one}
            lang={one}
            translate="no"
            leftSection={<IconLanguage size={16} aria-hidden />}
            rightSection={one === language && check}
            onClick={() => void setLanguage(one)}
          >
            {LANGUAGE_NAMES[one]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={onHelp}>
          {shell.shortcuts}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => void leave()}
          title={shell.signOutHint}
        >
          {shell.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

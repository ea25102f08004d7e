import {
  Box,
  Button,
  Card,
  Grid,
  Group,
  SegmentedControl,
  Stack,
  Text,
  Title,
  useMantineColorScheme,
} from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Session } from '../api/client';
import { sessionQuery } from '../api/queries';
import { VIEWER_ZONE } from '../format/use-format';
import { LANGUAGE_NAMES, LANGUAGES, useLocale } from '../i18n/locale';
import { usePeopleMessages } from '../i18n/people';
import { signOut } from '../session/sign-out';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Facts } from '../ui/facts';
import { Instant } from '../ui/instant';
import { notifyDone } from '../ui/notify';
import { PageHeader } from '../ui/page-header';
import { QueryView } from '../ui/query-view';
import { PasswordForm } from './password-form';

export function AccountPage() {
  const { account } = usePeopleMessages();
  const session = useQuery(sessionQuery);
  return (
    <>
      <PageHeader title={account.title} />
      <QueryView query={session} rows={8}>
        {(me) => (
          <Grid gap="md">
            <Grid.Col span={{ base: 12, md: 6 }}>
              <Stack gap="md">
                <WhoIAm me={me} />
                <Roles me={me} />
              </Stack>
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 6 }}>
              <Stack gap="md">
                <Password me={me} />
                <Preferences />
              </Stack>
            </Grid.Col>
          </Grid>
        )}
      </QueryView>
    </>
  );
}

function WhoIAm({ me }: { me: Session }) {
  const { account, users } = usePeopleMessages();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [asked, setAsked] = useState(false);
  const leave = (): void => void signOut(queryClient, () => navigate({ to: '/sign-in' }));
  return (
    <Card component="section">
      <Title order={2} mb="xs">
        {account.whoAmI}
      </Title>
      <Facts
        items={[
          [account.name, <b translate="no">{me.name}</b>],
          [account.clusterRole, me.role === 'admin' ? users.roleAdmin : users.roleUser],
          [account.sessionEnds, <Instant at={me.expiresAt} />],
        ]}
      />
      <Group mt="sm" gap="xs">
        <Button variant="default" leftSection={<IconLogout size={15} aria-hidden />} onClick={() => setAsked(true)}>
          {account.signOutEverywhere}
        </Button>
        <Button component={Link} to="/tokens" variant="default">
          {account.yourTokens}
        </Button>
      </Group>
      {asked && (
        <ConfirmDialog
          title={account.signOutTitle}
          action={account.signOutEverywhere}
          onConfirm={leave}
          onClose={() => setAsked(false)}
        >
          <Text size="sm">{account.signOutText}</Text>
        </ConfirmDialog>
      )}
    </Card>
  );
}

function Roles({ me }: { me: Session }) {
  const { account, projects } = usePeopleMessages();
  return (
    <Card component="section">
      <Title order={2}>{account.roles}</Title>
      {me.role === 'admin' ? (
        <Text size="sm">{account.adminText}</Text>
      ) : me.projects.length === 0 ? (
        <Text size="sm" c="dimmed">
          {account.noRoles}
        </Text>
      ) : (
        <Stack gap="sm" mt="xs">
          {me.projects.map(({ name, role }) => (
            <div key={name}>
              <Group justify="space-between" wrap="nowrap">
                <Link to="/projects/$name" params={{ name }} translate="no">
                  <Text span size="sm">
                    {name}
                  </Text>
                </Link>
                <Text size="sm" fw={500}>
                  {projects.roleName[role]}
                </Text>
              </Group>
              <Text size="xs" c="dimmed">
                {projects.roleMeaning[role]}
              </Text>
            </div>
          ))}
        </Stack>
      )}
    </Card>
  );
}

function Password({ me }: { me: Session }) {
  const { account } = usePeopleMessages();
  return (
    <Card component="section">
      <Title order={2}>{account.password}</Title>
      <Text size="xs" c="dimmed" mb="sm">
        {me.hasPassword ? account.passwordText : account.noPassword}
      </Text>
      {me.hasPassword && (
        <Box maw={380}>
          <PasswordForm
            userName={me.name}
            action={account.changePassword}
            onChanged={() => notifyDone(account.passwordChanged)}
          />
        </Box>
      )}
    </Card>
  );
}

function Preferences() {
  const { language, setLanguage } = useLocale();
  const { account, shell } = usePeopleMessages();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Card component="section">
      <Title order={2}>{account.preferences}</Title>
      <Text size="xs" c="dimmed" mb="xs">
        {account.preferencesText}
      </Text>
      <Facts
        items={[
          [
            shell.language,
            <SegmentedControl
              aria-label={shell.language}
              value={language}
              onChange={(value) => void setLanguage(value)}
              data={LANGUAGES.map((value) => ({ value, label: <span translate="no">{LANGUAGE_NAMES[value]}</span> }))}
            />,
          ],
          [
            shell.appearance,
            <SegmentedControl
              aria-label={shell.appearance}
              value={colorScheme}
              onChange={(value) => setColorScheme(value)}
              data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: shell[value] }))}
            />,
          ],
          [
            account.timeZone,
            <>
              <span translate="no">{VIEWER_ZONE}</span>
              <Text size="xs" c="dimmed">
                {account.timeZoneText}
              </Text>
            </>,
          ],
        ]}
      />
    </Card>
  );
}

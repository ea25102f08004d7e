import { Button, Card, Center, List, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMessages } from '../i18n/locale';
import { useMay } from '../session/use-may';
import { Logo } from '../shell/logo';

/** Shown while there is no job: the way to the first one. */
export function FirstSteps() {
  const { overview, jobs } = useMessages();
  const { maySomewhere } = useMay();
  useDocumentTitle(`${overview.title} · Crony`);
  return (
    <Center mih="70vh">
      <Card padding="xl" maw={520}>
        <Stack gap="md" align="flex-start">
          <Logo size={30} />
          <Title order={1}>{overview.firstTitle}</Title>
          <Text size="sm" c="dimmed">
            {overview.firstText}
          </Text>
          <List type="ordered" size="sm" spacing={4}>
            <List.Item>{overview.firstStep1}</List.Item>
            <List.Item>{overview.firstStep2}</List.Item>
            <List.Item>{overview.firstStep3}</List.Item>
          </List>
          {maySomewhere('jobs:write') && (
            <Button component={Link} to="/jobs/new" size="sm" leftSection={<IconPlus size={16} />}>
              {jobs.emptyAction}
            </Button>
          )}
        </Stack>
      </Card>
    </Center>
  );
}

import { Button } from '@mantine/core';
import { IconUserQuestion } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { sessionQuery } from '../api/queries';
import { useMessages } from '../i18n/locale';
import { hasNoRole } from '../session/may';
import { EmptyState } from '../ui/empty-state';
import { WithName } from '../ui/with-name';

/** What everybody has for themselves. */
const OWN_PAGES = ['/account', '/tokens'];

/** Somebody new whom nobody has given a role would meet refusals on every page. */
export function NoRoleYet({ path, children }: { path: string; children: ReactNode }) {
  const { shell } = useMessages();
  const session = useQuery(sessionQuery);
  const isOwn = OWN_PAGES.some((own) => path.startsWith(own));
  if (isOwn || session.data === undefined || !hasNoRole(session.data)) return <>{children}</>;
  return (
    <EmptyState
      icon={IconUserQuestion}
      isPage
      title={shell.noRoleTitle}
      text={<WithName say={shell.noRoleText} name={session.data.name} />}
    >
      <Button variant="default" mt="sm" loading={session.isFetching} onClick={() => void session.refetch()}>
        {shell.lookAgain}
      </Button>
    </EmptyState>
  );
}

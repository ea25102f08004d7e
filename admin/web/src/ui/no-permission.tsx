import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMessages } from '../i18n/locale';
import type { Permission } from '../session/may';
import { useMay } from '../session/use-may';
import { EmptyState } from './empty-state';

interface NeedsPermissionProps {
  permission: Permission;
  /** Undefined: in any. */
  project?: string | undefined;
  children: ReactNode;
}

/** A page for those who may see it; others, who came by a link, are told so and not shown a broken one. */
export function NeedsPermission({ permission, project, children }: NeedsPermissionProps) {
  const { may } = useMay();
  return may(permission, project) ? <>{children}</> : <NoPermission isOfProject={project !== undefined} />;
}

export function NoPermission({ isOfProject = false }: { isOfProject?: boolean }) {
  const { shell } = useMessages();
  return (
    <EmptyState
      icon={IconLock}
      isPage
      title={shell.noPermissionTitle}
      text={isOfProject ? shell.noPermissionInProject : shell.noPermissionText}
    >
      <Button component={Link} to="/" variant="default" mt="sm">
        {shell.toOverview}
      </Button>
    </EmptyState>
  );
}

import { Radio, Stack } from '@mantine/core';
import type { User } from '../api/people-queries';
import { usePeopleMessages } from '../i18n/people';

interface ClusterRoleFieldProps {
  value: User['role'];
  onChange: (role: User['role']) => void;
}

export function ClusterRoleField({ value, onChange }: ClusterRoleFieldProps) {
  const { users } = usePeopleMessages();
  return (
    <Radio.Group label={users.role} value={value} onChange={(role) => onChange(role)} size="sm">
      <Stack gap={6} mt={6}>
        <Radio value="user" label={users.roleUser} description={users.roleUserText} size="xs" />
        <Radio value="admin" label={users.roleAdmin} description={users.roleAdminText} size="xs" />
      </Stack>
    </Radio.Group>
  );
}

import { Card, Select, Text, Title, type SelectProps } from '@mantine/core';
import { usePeopleMessages } from '../i18n/people';
import { ROLES, type ProjectRole } from '../session/may';

interface RoleSelectProps extends Omit<SelectProps, 'value' | 'onChange' | 'data'> {
  value: ProjectRole;
  onChange: (role: ProjectRole) => void;
  roles?: readonly ProjectRole[];
}

/** Each role with what it may do. */
export function RoleSelect({ value, onChange, roles = ROLES, ...rest }: RoleSelectProps) {
  const { projects } = usePeopleMessages();
  return (
    <Select
      data={roles.map((role) => ({ value: role, label: projects.roleName[role] }))}
      value={value}
      onChange={(role) => role !== null && onChange(role as ProjectRole)}
      allowDeselect={false}
      comboboxProps={{ width: 320, position: 'bottom-start' }}
      renderOption={({ option }) => (
        <div>
          <Text size="sm" fw={500}>
            {option.label}
          </Text>
          <Text size="xs" c="dimmed">
            {projects.roleMeaning[option.value as ProjectRole]}
          </Text>
        </div>
      )}
      {...rest}
    />
  );
}

export function RolesCard() {
  const { projects } = usePeopleMessages();
  return (
    <Card component="section">
      <Title order={2}>{projects.roles}</Title>
      <Text size="xs" c="dimmed" mb="xs">
        {projects.roleIncludes}
      </Text>
      {ROLES.map((role) => (
        <div key={role}>
          <Text size="sm" fw={500} mt="xs">
            {projects.roleName[role]}
          </Text>
          <Text size="xs" c="dimmed">
            {projects.roleMeaning[role]}
          </Text>
        </div>
      ))}
    </Card>
  );
}

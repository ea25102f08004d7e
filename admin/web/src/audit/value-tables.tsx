import { Table, Text } from '@mantine/core';
import { usePeopleMessages } from '../i18n/people';
import { changesBetween, leavesOf, shownValue } from './value-changes';
import classes from './value-tables.module.css';

/** Field by field, what it was and what it is. */
export function ValueChanges({ before, after }: { before: unknown; after: unknown }) {
  const { audit } = usePeopleMessages();
  const changes = changesBetween(before, after);
  if (changes.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {audit.sameValues}
      </Text>
    );
  }
  return (
    <Table className={classes.table} layout="fixed" highlightOnHover={false} aria-label={audit.changes}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="30%">{audit.field}</Table.Th>
          <Table.Th>{audit.before}</Table.Th>
          <Table.Th>{audit.after}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {changes.map((change) => (
          <Table.Tr key={change.path}>
            <Table.Th scope="row" className={classes.path} translate="no">
              {change.path}
            </Table.Th>
            <Table.Td className={classes.value} data-side="before">
              <Value value={change.before} side="before" />
            </Table.Td>
            <Table.Td className={classes.value} data-side="after">
              <Value value={change.after} side="after" />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** All fields of what was created, or of what is gone. */
export function ValueList({ value }: { value: unknown }) {
  const { audit } = usePeopleMessages();
  return (
    <Table className={classes.table} layout="fixed" highlightOnHover={false} aria-label={audit.values}>
      <Table.Tbody>
        {leavesOf(value).map((leaf) => (
          <Table.Tr key={leaf.path}>
            <Table.Th scope="row" w="36%" className={classes.path} translate="no">
              {leaf.path}
            </Table.Th>
            <Table.Td className={classes.value}>
              <Value value={leaf.value} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Value({ value, side }: { value: unknown; side?: 'before' | 'after' }) {
  const { audit } = usePeopleMessages();
  const shown = shownValue(value);
  if (shown === null) {
    return (
      <Text span size="xs" c="dimmed">
        {audit.none}
      </Text>
    );
  }
  // What was there and is no more is told to readers alike.
  const Mark = side === 'before' ? 'del' : side === 'after' ? 'ins' : 'span';
  return (
    <Mark className={classes.mark} translate="no">
      {shown}
    </Mark>
  );
}

import { Group } from '@mantine/core';
import classes from './labels.module.css';

/** Tags and labels, as `name:value`. */
export function Labels({ values, separator = ':', most = 4 }: LabelsProps) {
  const pairs = Object.entries(values);
  if (pairs.length === 0) return null;
  return (
    <Group gap={4} wrap="wrap" translate="no" style={{ display: 'inline-flex' }}>
      {pairs.slice(0, most).map(([name, value]) => (
        <span key={name} className={classes.label}>
          <span className={classes.name}>{name}</span>
          {value !== '' && `${separator}${value}`}
        </span>
      ))}
      {pairs.length > most && <span className={classes.label}>+{pairs.length - most}</span>}
    </Group>
  );
}

interface LabelsProps {
  values: Readonly<Record<string, string>>;
  separator?: ':' | '=';
  most?: number;
}

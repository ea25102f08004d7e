import { Box } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './facts.module.css';

/** Names and values in two columns. */
export function Facts({ items }: { items: (readonly [string, ReactNode] | null | false | undefined)[] }) {
  return (
    <Box component="dl" className={classes.list}>
      {items.map((item) =>
        item ? (
          <div key={item[0]} className={classes.row}>
            <dt>{item[0]}</dt>
            <dd>{item[1]}</dd>
          </div>
        ) : null,
      )}
    </Box>
  );
}

import { Box } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './facts.module.css';

interface FactsProps {
  items: (readonly [string, ReactNode] | null | false | undefined)[];
  /** What stands on the left are names that people gave. */
  areNames?: boolean;
}

/** Names and values in two columns. */
export function Facts({ items, areNames = false }: FactsProps) {
  return (
    <Box component="dl" className={classes.list}>
      {items.map((item) =>
        item ? (
          <div key={item[0]} className={classes.row}>
            <dt translate={areNames ? 'no' : undefined}>{item[0]}</dt>
            <dd>{item[1]}</dd>
          </div>
        ) : null,
      )}
    </Box>
  );
}

import { Tooltip } from '@mantine/core';
import { cloneElement, useState, type ReactElement, type ReactNode } from 'react';

interface HintProps {
  /** Made only when somebody points at it. */
  label: () => ReactNode;
  children: ReactElement<{ onMouseEnter?: () => void }>;
}

/**
 * What is told to whoever points at something that cannot be focused. Lists have hundreds of these, and the library's
 * tooltip is as much work as all the rest of a row: so it comes with the pointer.
 */
export function Hint({ label, children }: HintProps) {
  const [isPointedAt, setPointedAt] = useState(false);
  if (!isPointedAt) return cloneElement(children, { onMouseEnter: () => setPointedAt(true) });
  return (
    <Tooltip label={label()} defaultOpened>
      {children}
    </Tooltip>
  );
}

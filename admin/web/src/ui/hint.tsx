import { Tooltip } from '@mantine/core';
import { cloneElement, useState, type MouseEvent, type ReactElement, type ReactNode } from 'react';

interface HintProps {
  /** Made only when somebody points at it. */
  label: () => ReactNode;
  children: ReactElement<{ onMouseEnter?: (event: MouseEvent<HTMLElement>) => void }>;
}

/**
 * What is told to whoever points at something that cannot be focused. Lists have hundreds of these, and the library's
 * tooltip is as much work as all the rest of a row: so it comes with the pointer. It stands beside the element and not
 * around it: an element that was made anew under the pointer would lose the click that is under way.
 */
export function Hint({ label, children }: HintProps) {
  const [target, setTarget] = useState<HTMLElement | null>(null);
  return (
    <>
      {cloneElement(children, { onMouseEnter: (event) => setTarget(event.currentTarget) })}
      {target !== null && <Tooltip target={target} label={label()} defaultOpened />}
    </>
  );
}

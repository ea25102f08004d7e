import { useState } from 'react';

/**
 * Text that is being typed, over a value that follows it: what is typed stays as it is while the value comes after, and gives
 * way to a value that somebody else has set, such as a cleared filter.
 */
export function useTyped(value: string | undefined): [string, (text: string, told: string | undefined) => void] {
  const [typed, setTyped] = useState(value ?? '');
  const [told, setTold] = useState(value);
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    if (value !== told) {
      setTold(value);
      setTyped(value ?? '');
    }
  }
  const type = (text: string, tells: string | undefined): void => {
    setTyped(text);
    setTold(tells);
  };
  return [typed, type];
}

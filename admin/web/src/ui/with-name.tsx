import type { ReactNode } from 'react';

/** Stands in no text that people write. */
const PLACE = '\u0001';

/** A sentence with a name in it that people gave, which no browser shall translate. */
export function WithName({ say, name }: { say: (name: string) => string; name: ReactNode }) {
  const [before, ...rest] = say(PLACE).split(PLACE);
  if (rest.length === 0) return <>{before}</>;
  return (
    <>
      {before}
      <span translate="no">{name}</span>
      {rest.join('')}
    </>
  );
}

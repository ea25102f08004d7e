import type { Store } from '@crony/shared/store/store';
import type { FieldError } from '@crony/shared/wire/problem';
import { quoteValue } from '@crony/shared/wire/quoted-value';

/** Names of channels that there are not. `project` null: only those of the cluster may be named. */
export async function unknownChannels(
  store: Pick<Store, 'channels'>,
  project: string | null,
  path: string,
  names: readonly string[],
): Promise<FieldError[]> {
  if (names.length === 0) return [];
  const known = new Set((await store.channels.forProject(project ?? '')).map(({ name }) => name));
  return complainOfChannels(project, path, names, known);
}

export function complainOfChannels(
  project: string | null,
  path: string,
  names: readonly string[],
  known: ReadonlySet<string>,
): FieldError[] {
  const whose = project === null ? 'of the cluster' : `of the project ${project} or of the cluster`;
  return names.flatMap((name, index) =>
    known.has(name)
      ? []
      : [
          {
            path: `${path}.${index}`,
            value: quoteValue([], name),
            rule: `must be the name of a channel ${whose}; this one is an unknown channel`,
          },
        ],
  );
}

import type { UseFormReturnType } from '@mantine/form';
import type { JobDraft } from '../job-draft';

export type JobFormApi = UseFormReturnType<JobDraft>;

/** What the hub says of a field or of anything in it: a list has one place for what is wrong with its items. */
export function errorWithin(form: JobFormApi, path: string): React.ReactNode {
  const found = Object.keys(form.errors).find((name) => name === path || name.startsWith(`${path}.`));
  return found === undefined ? undefined : form.errors[found];
}

import { queryOptions } from '@tanstack/react-query';
import type { Job } from '../api/client';
import { fetchJobs } from '../api/queries';
import { secretUseOf, type SecretUse } from './secret-use';

const PAGE = 1_000;
/** Of a project with more jobs the rest is not looked through. */
const MOST_JOBS = 5_000;

export const secretUseQuery = (project: string) =>
  queryOptions({
    queryKey: ['jobs', 'secret-use', project],
    queryFn: async ({ signal }): Promise<SecretUse> => {
      const jobs: Job[] = [];
      for (let cursor: string | undefined; jobs.length < MOST_JOBS;) {
        const page = await fetchJobs({ project }, cursor, PAGE, signal);
        jobs.push(...page.items);
        if (page.nextCursor === null) break;
        cursor = page.nextCursor;
      }
      return secretUseOf(jobs);
    },
    staleTime: 30_000,
  });

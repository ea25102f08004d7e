import { queryOptions } from '@tanstack/react-query';
import { readJobs } from '../read-jobs';

/** More jobs than this are not read for a preview. */
const MOST = 2_000;

export const namesInProjectQuery = (project: string) =>
  queryOptions({
    queryKey: ['jobs', 'names', project],
    queryFn: async () => new Set((await readJobs({ project }, { most: MOST })).jobs.map(({ name }) => name)),
    staleTime: 15_000,
  });

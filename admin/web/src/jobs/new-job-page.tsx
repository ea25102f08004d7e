import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { JobInput } from '../api/client';
import { jobQuery } from '../api/queries';
import { useMessages } from '../i18n/locale';
import { notifyDone } from '../ui/notify';
import { PageHeader } from '../ui/page-header';
import { QueryView } from '../ui/query-view';
import { toDraft } from './draft-to-input';
import { jobCalls, toInput, useJobCall } from './job-actions';
import { emptyDraft, type JobDraft } from './job-draft';
import { JobForm } from './form/job-form';

const route = getRouteApi('/shell/jobs/new');
const DEFAULT_PROJECT = 'default';

export function NewJobPage() {
  const { jobs, jobForm } = useMessages();
  const { from, project } = route.useSearch();
  return (
    <>
      <PageHeader
        title={jobForm.newTitle}
        text={jobForm.newText}
        trail={[
          <Link key="jobs" to="/jobs">
            {jobs.title}
          </Link>,
        ]}
      />
      {from === undefined ? <NewJobForm initial={emptyDraft(project ?? DEFAULT_PROJECT)} /> : <Copy of={from} />}
    </>
  );
}

function Copy({ of }: { of: string }) {
  const query = useQuery({ ...jobQuery(of), refetchInterval: false });
  return (
    <QueryView query={query} rows={8}>
      {(job) => (
        // The files have the original alone: with their mark the copy would go at their next apply.
        <NewJobForm
          initial={{ ...toDraft(job), name: `${job.name}-2`, enabled: true }}
          stored={{ ...toInput(job), managedBy: null }}
        />
      )}
    </QueryView>
  );
}

function NewJobForm({ initial, stored }: { initial: JobDraft; stored?: JobInput }) {
  const { jobs, jobForm } = useMessages();
  const navigate = route.useNavigate();
  const create = useJobCall(jobCalls.create, async ({ id, name }) => {
    notifyDone(jobs.createdDone(name));
    await navigate({ to: '/jobs/$jobId', params: { jobId: id } });
  });
  return (
    <JobForm
      initial={initial}
      isNew
      {...(stored ? { stored } : {})}
      submitLabel={jobForm.create}
      onSubmit={create.mutateAsync}
      onCancel={() => void navigate({ to: '/jobs' })}
    />
  );
}

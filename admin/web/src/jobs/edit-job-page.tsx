import { Alert } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Job, JobInput } from '../api/client';
import { jobQuery } from '../api/queries';
import { useMessages } from '../i18n/locale';
import { notifyDone } from '../ui/notify';
import { PageHeader } from '../ui/page-header';
import { QueryView } from '../ui/query-view';
import { toDraft, toPatch } from './draft-to-input';
import { jobCalls, toInput, useJobCall } from './job-actions';
import { JobForm } from './form/job-form';

const route = getRouteApi('/shell/jobs/$jobId/edit');

export function EditJobPage() {
  const { jobId } = route.useParams();
  // What is being edited must not change under the editor's hands; the version tells if somebody else did.
  const query = useQuery({ ...jobQuery(jobId), refetchInterval: false, refetchOnWindowFocus: false });
  return (
    <QueryView query={query} rows={10}>
      {(job) => <EditJob key={job.id} job={job} />}
    </QueryView>
  );
}

function EditJob({ job }: { job: Job }) {
  const { jobs, jobForm } = useMessages();
  const navigate = route.useNavigate();
  const toJob = () => navigate({ to: '/jobs/$jobId', params: { jobId: job.id } });
  const stored = toInput(job);
  const edit = useJobCall(
    (input: JobInput) => jobCalls.edit(job, toPatch(stored, input)),
    async ({ name }) => {
      notifyDone(jobs.savedDone(name));
      await toJob();
    },
  );
  return (
    <>
      <PageHeader
        title={jobForm.editTitle(job.name)}
        isName
        trail={[
          <Link key="jobs" to="/jobs">
            {jobs.title}
          </Link>,
          <Link key="job" to="/jobs/$jobId" params={{ jobId: job.id }} translate="no">
            {job.name}
          </Link>,
        ]}
      />
      {job.managedBy !== null && (
        <Alert color="yellow" variant="light" mb="md" icon={<IconInfoCircle />}>
          {jobForm.managedText(job.managedBy)}
        </Alert>
      )}
      <JobForm
        initial={toDraft(job)}
        stored={stored}
        submitLabel={jobForm.save}
        onSubmit={(input) => edit.mutateAsync(input)}
        onCancel={() => void toJob()}
      />
    </>
  );
}

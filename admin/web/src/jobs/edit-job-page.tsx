import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Job, JobInput } from '../api/client';
import { jobQuery } from '../api/queries';
import { useMessages } from '../i18n/locale';
import { notifyDone } from '../ui/notify';
import { PageHeader } from '../ui/page-header';
import { QueryView } from '../ui/query-view';
import { toDraft } from './draft-to-input';
import { jobCalls, toInput, useJobCall } from './job-actions';
import { JobForm } from './job-form';

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
    (input: JobInput) => jobCalls.edit(job, patchOf(stored, input)),
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

/** Pausing and resuming have their own ways; an edit says nothing of them. */
function patchOf(stored: JobInput, { enabled: _enabled, ...input }: JobInput): Partial<JobInput> {
  const changed = Object.entries(input).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify((stored as Record<string, unknown>)[name]),
  );
  const gone = Object.keys(stored).filter((name) => name !== 'enabled' && !(name in input));
  const patch = Object.fromEntries([...changed, ...gone.map((name) => [name, null])]) as Partial<JobInput>;
  // A patch must change something; the name as it is changes nothing.
  return Object.keys(patch).length === 0 ? { name: stored.name } : patch;
}

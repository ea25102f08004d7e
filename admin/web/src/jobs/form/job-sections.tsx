import { RUN_KINDS } from '../../alerts/alert-kinds';
import { JobAlertFields } from '../../alerts/job-alert-fields';
import { AboutFields, PlacementFields } from './about-fields';
import { OverlapFields, RetryFields, TimeFields, TroubleFields } from './policy-fields';
import type { JobFormApi } from './job-form-api';
import type { Section } from './sections';

const MS = 1_000;

/** What most jobs leave as it is. */
export const JOB_SECTIONS: readonly Section[] = [
  {
    name: 'retry',
    title: ({ jobs }) => jobs.retries,
    paths: ['retry'],
    fields: RetryFields,
    summary: ({ retry }, { jobs }, format) =>
      retry.limit > 0
        ? jobs.retriesText(
            retry.limit,
            format.duration(retry.delayS * MS),
            format.number(retry.factor),
            format.duration(Math.max(retry.maxDelayS, retry.delayS) * MS),
          )
        : jobs.noRetries,
  },
  {
    name: 'time',
    title: ({ jobForm }) => jobForm.limits,
    paths: ['timeoutMs', 'completion', 'reportTimeoutMs', 'heartbeatMs', 'startDeadlineMs'],
    fields: TimeFields,
    summary: ({ timeoutS, completion, startDeadlineS }, { jobForm }, format) =>
      [
        jobForm.perAttempt(format.duration(timeoutS * MS)),
        completion === 'async' && jobForm.reportedLater,
        startDeadlineS !== '' && jobForm.startsWithin(format.duration(startDeadlineS * MS)),
      ]
        .filter(Boolean)
        .join(' · '),
  },
  {
    name: 'overlap',
    title: ({ jobForm }) => jobForm.overlapAndMissed,
    paths: ['concurrency', 'queueLimit', 'misfire', 'misfireAfterMs', 'misfireLimit'],
    fields: OverlapFields,
    summary: ({ concurrency, misfire }, { jobs, jobForm }) =>
      jobForm.overlapSummary(jobs.overlapKinds[concurrency], jobs.misfireKinds[misfire]),
  },
  {
    name: 'placement',
    title: ({ jobForm }) => jobForm.placement,
    paths: ['nodeLabels', 'priority'],
    fields: PlacementFields,
    summary: ({ nodeLabels, priority }, { jobs, jobForm }, format) =>
      [
        nodeLabels
          .filter(({ name }) => name !== '')
          .map(({ name, value }) => `${name}=${value}`)
          .join(', ') || jobs.anyNodeFits,
        priority > 0 && jobForm.priorityIs(format.number(priority)),
      ]
        .filter(Boolean)
        .join(' · '),
  },
  {
    name: 'trouble',
    title: ({ jobForm }) => jobForm.trouble,
    paths: ['onNodeLoss', 'onIsolation'],
    fields: TroubleFields,
    summary: ({ onNodeLoss, onIsolation }, { jobs }) =>
      `${jobs.nodeLossKinds[onNodeLoss]} · ${jobs.isolationKinds[onIsolation]}`,
  },
  {
    name: 'alerts',
    title: ({ alertRules }) => alertRules.jobTitle,
    paths: ['alerts'],
    fields: AlertFields,
    summary: ({ alerts: { on, tell } }, { alerts }) =>
      [...RUN_KINDS.filter((kind) => on[kind] !== undefined).map((kind) => alerts.kinds[kind]), ...tell.channels].join(
        ' · ',
      ),
    isOurs: false,
  },
  {
    name: 'about',
    title: ({ jobForm }) => jobForm.about,
    paths: ['description', 'owner', 'tags', 'enabled'],
    fields: AboutFields,
    summary: ({ owner, tags, description }, { words }) =>
      [owner, tags.map(({ name, value }) => `${name}:${value}`).join(', '), description.split('\n')[0]]
        .filter(Boolean)
        .join(' · ') || words.none,
    isOurs: false,
  },
];

function AlertFields({ form }: { form: JobFormApi }) {
  return (
    <JobAlertFields
      project={form.getValues().project}
      value={form.getValues().alerts}
      onChange={(alerts) => form.setFieldValue('alerts', alerts)}
      errors={form.errors}
    />
  );
}

import { Accordion, Card, Stack, Text, Title } from '@mantine/core';
import { EffectiveRulesCard } from '../alerts/effective-rules';
import type { Job } from '../api/client';
import { useFormat } from '../format/use-format';
import { useLocale, useMessages } from '../i18n/locale';
import { CodeBlock, CopyIcon } from '../ui/code-block';
import { Facts } from '../ui/facts';
import { Instant } from '../ui/instant';
import { Labels } from '../ui/labels';
import { CallbackView } from './callback-view';
import { toInput } from './job-actions';
import { Times } from './form/schedule-preview';
import { scheduleWords } from './schedule-words';

/** What a job says of itself. */
export function JobFacts({ job }: { job: Job }) {
  const { jobs, alertRules } = useMessages();
  return (
    <Stack gap="md">
      <ScheduleCard job={job} />
      <Card component="section">
        <Title order={2} mb="xs">
          {jobs.callback}
        </Title>
        <CallbackView callback={toInput(job).callback} />
      </Card>
      <PolicyCard job={job} />
      <EffectiveRulesCard of={{ jobId: job.id }} title={alertRules.jobEffective} />
      <AboutCard job={job} />
      <Card padding={0}>
        <Accordion chevronPosition="left">
          <Accordion.Item value="json">
            <Accordion.Control>
              <Title order={2}>{jobs.asJson}</Title>
            </Accordion.Control>
            <Accordion.Panel>
              <CodeBlock text={JSON.stringify(toInput(job))} label={jobs.asJson} />
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
      </Card>
    </Stack>
  );
}

function ScheduleCard({ job }: { job: Job }) {
  const { messages, language } = useLocale();
  const { jobs } = messages;
  const format = useFormat();
  const { schedule, nextRuns } = job;
  return (
    <Card component="section">
      <Title order={2} mb={4}>
        {jobs.schedule}
      </Title>
      <Text size="sm">{scheduleWords(schedule, { messages, language, format })}</Text>
      <Text size="xs" c="dimmed" className="mono" translate="no" mb="xs">
        {[schedule.cron, schedule.timeZone].filter(Boolean).join(' · ')}
      </Text>
      {nextRuns.length > 0 && <Times times={nextRuns} zone={schedule.timeZone} />}
    </Card>
  );
}

function PolicyCard({ job }: { job: Job }) {
  const { jobs } = useMessages();
  const format = useFormat();
  const { retry } = job;
  const retries =
    retry.limit === 0
      ? jobs.noRetries
      : jobs.retriesText(
          retry.limit,
          format.duration(retry.delayMs),
          format.number(retry.factor),
          format.duration(retry.maxDelayMs),
        );
  return (
    <Card component="section">
      <Title order={2} mb={4}>
        {jobs.policies}
      </Title>
      <Facts
        items={[
          [jobs.timeout, format.duration(job.timeoutMs)],
          [jobs.retries, retries],
          [jobs.completion, job.completion === 'sync' ? jobs.completionSync : jobs.completionAsync],
          [jobs.overlap, jobs.overlapKinds[job.concurrency]],
          [jobs.misfire, jobs.misfireKinds[job.misfire]],
          [jobs.nodeLoss, jobs.nodeLossKinds[job.onNodeLoss]],
          [jobs.isolation, jobs.isolationKinds[job.onIsolation]],
          [
            jobs.labels,
            Object.keys(job.nodeLabels).length === 0 ? (
              jobs.anyNodeFits
            ) : (
              <Labels values={job.nodeLabels} separator="=" />
            ),
          ],
        ]}
      />
    </Card>
  );
}

function AboutCard({ job }: { job: Job }) {
  const { jobs, words } = useMessages();
  const format = useFormat();
  return (
    <Card component="section">
      <Title order={2} mb={4}>
        {jobs.about}
      </Title>
      <Facts
        items={[
          [words.node, <span className="mono" translate="no">{job.nodeId ?? '–'}</span>], // prettier-ignore
          job.managedBy !== null && ([jobs.managedBy, <span translate="no">{job.managedBy}</span>] as const),
          job.owner !== '' && ([jobs.owner, <span translate="no">{job.owner}</span>] as const),
          Object.keys(job.tags).length > 0 && ([jobs.tags, <Labels values={job.tags} most={32} />] as const),
          job.priority > 0 && ([jobs.priority, format.number(job.priority)] as const),
          [jobs.createdAt, <Instant at={job.createdAt} />],
          [jobs.updatedAt, <Instant at={job.updatedAt} />],
          [jobs.version, format.number(job.version)],
          [
            jobs.id,
            <>
              <span className="mono" translate="no">
                {job.id}
              </span>{' '}
              <CopyIcon text={job.id} />
            </>,
          ],
        ]}
      />
    </Card>
  );
}

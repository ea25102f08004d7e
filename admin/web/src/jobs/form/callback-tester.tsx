import { Alert, Button, Drawer, Group, Stack, Text, Title } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { JobInput, Run } from '../../api/client';
import { useNow } from '../../format/use-now';
import { useMessages } from '../../i18n/locale';
import { AttemptCards } from '../../runs/attempt-card';
import { isOver } from '../../runs/run-phase';
import { RunLog } from '../../runs/run-log';
import { useRunStory } from '../../runs/use-run-story';
import { Waiting } from '../../ui/query-view';
import { ProblemAlert } from '../../ui/problem-alert';
import { StateBadge } from '../../ui/state-badge';
import { CallbackView } from '../callback-view';
import { jobCalls } from '../job-actions';

/** Waiting longer than this for a node is worth a word. */
const PATIENCE_MS = 4_000;
const LONGEST_NAME = 180;

interface CallbackTesterProps {
  input: JobInput;
  onClose: () => void;
}

/**
 * Calls a callback once before the job is there, by the way that every run takes: a job that is paused, run by hand, and
 * deleted when its run has ended. Nothing else shows what a node can reach.
 */
export function CallbackTester({ input, onClose }: CallbackTesterProps) {
  const { jobForm, words } = useMessages();
  const [round, setRound] = useState(0);
  return (
    <Drawer
      opened
      onClose={onClose}
      size="lg"
      title={<b>{jobForm.testTitle}</b>}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {jobForm.testText}
        </Text>
        <section>
          <Title order={3} mb={6}>
            {jobForm.testRequest}
          </Title>
          <CallbackView callback={input.callback} />
        </section>
        <section>
          <Title order={3} mb={6}>
            {jobForm.testResult}
          </Title>
          <TestRun key={round} input={input} />
        </section>
        <Group>
          <Button variant="default" onClick={() => setRound((before) => before + 1)}>
            {jobForm.testAgain}
          </Button>
        </Group>
      </Stack>
    </Drawer>
  );
}

function TestRun({ input }: { input: JobInput }) {
  const { run, error } = useTestRun(input);
  if (error !== null) return <ProblemAlert error={error} />;
  return run ? <TestResult run={run} /> : <Waiting rows={4} />;
}

function TestResult({ run: first }: { run: Run }) {
  const { jobForm } = useMessages();
  const { run = first, detail, output } = useRunStory(first.id);
  const now = useNow();
  const isStuck = run.status === 'pending' && now - Date.parse(run.plannedAt) > PATIENCE_MS;
  return (
    <Stack gap="sm">
      <Group gap="xs" role="status">
        <StateBadge status={run.status} />
        {!isOver(run.status) && (
          <Text size="sm" c="dimmed">
            {jobForm.testRunning}
          </Text>
        )}
      </Group>
      {isStuck && (
        <Alert color="yellow" variant="light" icon={<IconHourglass />}>
          {jobForm.testNoNode}
        </Alert>
      )}
      {detail && <AttemptCards attempts={detail.attempts} />}
      {output.length > 0 && <RunLog chunks={output} isLive={!isOver(run.status)} />}
    </Stack>
  );
}

function useTestRun(input: JobInput) {
  const queryClient = useQueryClient();
  const [run, setRun] = useState<Run | null>(null);
  const [error, setError] = useState<unknown>(null);
  const given = useRef(input);
  useEffect(() => {
    const isCurrent = { value: true };
    const test = async (): Promise<void> => {
      const job = await jobCalls.create(testJob(given.current));
      try {
        const started = await jobCalls.run(job.id);
        if (isCurrent.value) setRun(started);
        await ended(started.id);
      } finally {
        await jobCalls.remove(job.id);
        void queryClient.invalidateQueries({ queryKey: ['jobs'] });
      }
    };
    test().catch((failure: unknown) => {
      if (isCurrent.value) setError(failure);
    });
    return () => {
      isCurrent.value = false;
    };
  }, [queryClient]);
  return { run, error };
}

function testJob(input: JobInput): JobInput {
  const mark = crypto.randomUUID().slice(0, 8);
  return {
    ...input,
    name: `${input.name.slice(0, LONGEST_NAME) || 'callback'} (test ${mark})`,
    enabled: false,
    retry: { ...input.retry, limit: 0 },
    // A test shall not tell anybody.
    alerts: { channels: [] },
    schedule: { everyMs: 86_400_000, timeZone: 'UTC' },
  };
}

/** The job must stay until its run has ended: a node reads what to do from it. */
async function ended(runId: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const events = new EventSource(`/api/v1/runs/${runId}/events`);
    events.addEventListener('end', () => {
      events.close();
      resolve();
    });
  });
}

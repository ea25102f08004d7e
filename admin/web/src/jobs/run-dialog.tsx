import { Button, Group, Modal, Select, Stack, Switch, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Job } from '../api/client';
import { nodesQuery } from '../api/queries';
import { useMessages } from '../i18n/locale';
import { renderName } from '../ui/name-option';
import { notifyDone } from '../ui/notify';
import { PairRows } from '../ui/pair-rows';
import { ProblemAlert } from '../ui/problem-alert';
import { fieldErrorsOf } from './form/field-errors-of';
import { jobCalls, useJobCall } from './job-actions';
import { fromPairs, type Pair } from './job-draft';

const MONO = { input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.75rem' } };

/** A run by hand that does something else than the job says: another body, more headers, a certain node. */
export function RunDialog({ job, onClose }: { job: Job; onClose: () => void }) {
  const messages = useMessages();
  const { jobs, jobForm, words } = messages;
  const navigate = useNavigate();
  const nodes = useQuery(nodesQuery);
  const [body, setBody] = useState<string | null>(null);
  const [headers, setHeaders] = useState<Pair[]>([]);
  const [nodeId, setNodeId] = useState<string | null>(null);
  const run = useJobCall(
    () => {
      const more = fromPairs(headers);
      return jobCalls.run(job.id, {
        ...(body === null ? {} : { body }),
        ...(Object.keys(more).length === 0 ? {} : { headers: more }),
        ...(nodeId === null ? {} : { nodeId }),
      });
    },
    ({ id }) => {
      notifyDone(jobs.runStarted);
      onClose();
      return navigate({ to: '/runs/$runId', params: { runId: id } });
    },
  );
  const errors = fieldErrorsOf(run.error, messages);
  const { type } = job.callback;
  const bodyName = { http: jobForm.body, grpc: jobForm.payload, shell: jobForm.stdin }[type];
  const living = (nodes.data?.items ?? []).filter(({ state }) => state === 'live');
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={<b>{jobs.runWithTitle(job.name)}</b>}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {jobs.runWithText}
        </Text>
        <div>
          <Switch
            label={jobs.replaceBody(bodyName)}
            checked={body !== null}
            onChange={(event) => setBody(event.currentTarget.checked ? bodyOf(job) : null)}
          />
          {body !== null && (
            <Textarea
              aria-label={bodyName}
              mt="xs"
              autosize
              minRows={4}
              maxRows={14}
              spellCheck={false}
              translate="no"
              styles={MONO}
              value={body}
              onChange={(event) => setBody(event.currentTarget.value)}
              error={errors['body']}
            />
          )}
        </div>
        {type !== 'shell' && (
          <PairRows
            label={type === 'http' ? jobs.moreHeaders : jobs.moreMetadata}
            addLabel={type === 'http' ? jobForm.addHeader : jobForm.addPair}
            namePlaceholder="x-team"
            pairs={headers}
            onChange={setHeaders}
            errorOf={(name) => errors[`headers.${name}`]}
          />
        )}
        <Select
          label={words.node}
          description={jobs.runNodeHint}
          placeholder={job.nodeId ?? jobs.anyNode}
          data={living.map(({ id }) => id)}
          renderOption={renderName}
          value={nodeId}
          onChange={setNodeId}
          clearable
          error={errors['nodeId']}
        />
        {run.error !== null && <ProblemAlert error={run.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button loading={run.isPending} onClick={() => run.mutate(undefined)}>
            {jobs.runOnce}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function bodyOf({ callback }: Job): string {
  const text = { http: 'body', grpc: 'payload', shell: 'stdin' }[callback.type];
  return (callback as unknown as Record<string, string | undefined>)[text] ?? '';
}

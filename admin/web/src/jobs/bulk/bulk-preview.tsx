import { Alert, List, ScrollArea, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Job } from '../../api/client';
import { useMessages } from '../../i18n/locale';
import { BULK_RULES, type BulkInput, type BulkKind } from './bulk-kinds';
import { useForesight } from './foresight';

const SHOWN = 200;
const NAMED = 5;

interface PreviewProps {
  kind: BulkKind;
  input: BulkInput;
  chosen: readonly Job[];
  changing: readonly Job[];
}

/** Which jobs will change and which not, and what can be told of what will come of it. */
export function BulkPreview({ kind, input, chosen, changing }: PreviewProps) {
  const { jobs } = useMessages();
  const { changes } = BULK_RULES[kind];
  return (
    <Stack gap="xs">
      {chosen.length > 1 && (
        <Text size="sm" role="status">
          {jobs.willChange(changing.length, chosen.length)}
        </Text>
      )}
      <Warnings kind={kind} input={input} changing={changing} />
      <ScrollArea.Autosize
        mah={180}
        type="auto"
        viewportProps={{ tabIndex: 0, 'aria-label': jobs.title, role: 'region' }}
      >
        <List size="sm" spacing={2}>
          {chosen.slice(0, SHOWN).map((job) => (
            <List.Item key={job.id}>
              <span translate="no">{job.name}</span>
              <Text span size="xs" c="dimmed">
                {' '}
                <span translate="no">{job.project}</span>
                {!changes(job, input) && ` · ${jobs.unchanged}`}
              </Text>
            </List.Item>
          ))}
        </List>
        {chosen.length > SHOWN && (
          <Text size="xs" c="dimmed" mt={4}>
            {jobs.andMoreJobs(chosen.length - SHOWN)}
          </Text>
        )}
      </ScrollArea.Autosize>
    </Stack>
  );
}

function Warnings({ kind, input, changing }: Omit<PreviewProps, 'chosen'>) {
  const { jobs } = useMessages();
  const foresight = useForesight(kind, input, changing);
  if (!foresight) return null;
  const { homeless, taken, lacking, secrets } = foresight;
  const warnings = [
    homeless.length > 0 && { text: jobs.willBeHomeless(homeless.length), names: homeless.map(({ name }) => name) },
    taken.length > 0 && { text: jobs.namesTaken(taken.length), names: taken.map(({ name }) => name) },
    lacking.length > 0 && { text: jobs.secretsMissing(lacking.length), names: secrets },
  ].filter((warning) => warning !== false);
  return warnings.map(({ text, names }) => (
    <Alert key={text} color="yellow" variant="light" icon={<IconAlertTriangle />} p="xs">
      <Text size="sm">{text}</Text>
      <Text size="xs" translate="no">
        {names.slice(0, NAMED).join(', ')}
        {names.length > NAMED ? ' …' : ''}
      </Text>
    </Alert>
  ));
}

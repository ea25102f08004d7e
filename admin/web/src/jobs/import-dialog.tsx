import { Button, FileButton, Group, List, Modal, Stack, Text } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, dataOf, type JobInput, type Schemas } from '../api/client';
import { useMessages } from '../i18n/locale';
import { ProblemAlert } from '../ui/problem-alert';

const MOST_JOBS = 10_000;
/** A call each, so that progress can be told and no body is too large. */
const CHUNK = 500;

type Result = Schemas['JobBulk']['items'][number];

/** Reads jobs from a file, shows what is in it, and creates them. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { jobs, words, ruleWords, problem: sentences } = useMessages();
  const queryClient = useQueryClient();
  const [found, setFound] = useState<JobInput[] | null>(null);
  const [complaint, setComplaint] = useState<string | null>(null);
  const [results, setResults] = useState<Result[] | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const read = async (file: File | null): Promise<void> => {
    if (!file) return;
    setResults(null);
    const list = await readList(file);
    setFound(list);
    setComplaint(list === null ? jobs.importBad : list.length > MOST_JOBS ? jobs.importTooMany(MOST_JOBS) : null);
  };
  const create = async (items: JobInput[]): Promise<void> => {
    setBusy(true);
    setError(null);
    const all: Result[] = [];
    try {
      for (let start = 0; start < items.length; start += CHUNK) {
        const body = { items: items.slice(start, start + CHUNK) };
        all.push(...(await dataOf(api.POST('/api/v1/jobs/bulk', { body }))).items);
        setResults([...all]);
      }
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
    void queryClient.invalidateQueries({ queryKey: ['jobs'] });
  };
  const refused = (results ?? []).flatMap((result, i) => ('problem' in result ? [{ i, problem: result.problem }] : []));
  return (
    <Modal opened onClose={onClose} title={<b>{jobs.importTitle}</b>} closeButtonProps={{ 'aria-label': words.close }}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {jobs.importText}
        </Text>
        <FileButton accept="application/json,.json" onChange={(file) => void read(file)}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconFileImport size={15} />} disabled={isBusy}>
              {jobs.importChoose}
            </Button>
          )}
        </FileButton>
        {complaint !== null && (
          <Text size="sm" c="red" role="alert">
            {complaint}
          </Text>
        )}
        {found && complaint === null && !results && (
          <>
            <Text size="sm">{jobs.importFound(found.length)}</Text>
            <List size="sm" translate="no">
              {found.slice(0, 10).map(({ name }, i) => (
                <List.Item key={i}>{name}</List.Item>
              ))}
            </List>
          </>
        )}
        {error !== null && <ProblemAlert error={error} />}
        {results && (
          <>
            <Text size="sm" role="status">
              {jobs.progress(results.length, found?.length ?? 0)} ·{' '}
              {jobs.importCreated(results.length - refused.length)}
              {refused.length > 0 && ` · ${jobs.importRefused(refused.length)}`}
            </Text>
            <List size="sm" translate="no">
              {refused.slice(0, 20).map(({ i, problem }) => (
                <List.Item key={i}>
                  <b>{found?.[i]?.name ?? i}</b>: {sentences[problem.code] ?? problem.detail}{' '}
                  {problem.errors?.map(({ path, rule }) => `${path} ${ruleWords(rule)}`).join('; ')}
                </List.Item>
              ))}
            </List>
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.close}
          </Button>
          {found && found.length > 0 && complaint === null && !results && (
            <Button loading={isBusy} onClick={() => void create(found)}>
              {jobs.importDo(found.length)}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

/** Null: no list of jobs. An export of the API itself (`{items}`) is one too. */
async function readList(file: File): Promise<JobInput[] | null> {
  try {
    const content: unknown = JSON.parse(await file.text());
    const list = Array.isArray(content) ? content : (content as { items?: unknown } | null)?.items;
    return Array.isArray(list) ? (list as JobInput[]) : null;
  } catch {
    return null;
  }
}

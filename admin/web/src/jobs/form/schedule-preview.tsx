import { Alert, List, ScrollArea, Stack, Table, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconClockExclamation } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { ApiProblem } from '../../api/client';
import { previewQuery } from '../../api/queries';
import { useFormat, VIEWER_ZONE } from '../../format/use-format';
import { useNow } from '../../format/use-now';
import { nextZoneChange, offsetMinutes, type ZoneChange } from '../../format/zones';
import { useMessages } from '../../i18n/locale';
import { ProblemAlert } from '../../ui/problem-alert';
import { toSchedule } from '../draft-to-input';
import type { ScheduleDraft } from '../job-draft';

const SHOWN = 20;
const TYPING_MS = 300;
const YEAR_MS = 366 * 86_400_000;

/** When a schedule would fire, by the hub's own engine; what it refuses is said as it says it. */
export function SchedulePreview({ draft }: { draft: ScheduleDraft }) {
  const { jobForm, ruleWords } = useMessages();
  const [settled] = useDebouncedValue(draft, TYPING_MS);
  const isEmpty =
    (settled.kind === 'cron' && settled.cron.trim() === '') || (settled.kind === 'at' && settled.at === '');
  const query = useQuery({ ...previewQuery(toSchedule(settled), SHOWN), enabled: !isEmpty });
  if (isEmpty) return <Quiet text={jobForm.previewWaiting} />;
  if (query.error) {
    const rules = query.error instanceof ApiProblem ? query.error.errors : [];
    if (rules.length === 0) return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
    return (
      <Alert color="red" variant="light" title={jobForm.previewRefused} role="status">
        <List size="sm">
          {rules.map(({ rule }, i) => (
            <List.Item key={i}>{ruleWords(rule)}</List.Item>
          ))}
        </List>
      </Alert>
    );
  }
  if (!query.data) return <Quiet text="" />;
  if (query.data.nextRuns.length === 0) return <Quiet text={jobForm.previewNone} />;
  return (
    <Stack gap="xs">
      <Times times={query.data.nextRuns} zone={settled.timeZone} />
      {settled.kind === 'cron' && <DaylightNotice zone={settled.timeZone} times={query.data.nextRuns} />}
    </Stack>
  );
}

function Quiet({ text }: { text: string }) {
  return (
    <Text size="sm" c="dimmed" mih={120}>
      {text}
    </Text>
  );
}

export function Times({
  times,
  zone,
  maxHeight = 560,
}: {
  times: readonly string[];
  zone: string;
  maxHeight?: number;
}) {
  const { jobs, jobForm } = useMessages();
  const format = useFormat();
  const now = useNow();
  const isElsewhere = zone !== VIEWER_ZONE;
  return (
    <ScrollArea.Autosize
      mah={maxHeight}
      type="auto"
      viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': jobs.nextFires }}
    >
      <Table verticalSpacing={3} horizontalSpacing={6} fz="xs" highlightOnHover={false}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>
              <span translate="no">{zone}</span>
            </Table.Th>
            {isElsewhere && <Table.Th>{jobs.inYourZone}</Table.Th>}
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {times.map((time, i) => {
            const shift = i === 0 ? 0 : offsetMinutes(Date.parse(time), zone) - offsetMinutes(Date.parse(times[i - 1]!), zone); // prettier-ignore
            return (
              <Table.Tr key={time}>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>
                  {format.day(time, zone)} {format.time(time, zone)}
                </Table.Td>
                {isElsewhere && (
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>
                    {format.day(time)} {format.time(time)}
                  </Table.Td>
                )}
                <Table.Td c={shift === 0 ? 'dimmed' : 'var(--warn)'} style={{ whiteSpace: 'nowrap' }}>
                  {shift === 0 ? format.relative(time, now) : shift > 0 ? jobForm.clocksForward : jobForm.clocksBack}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}

/** Said a year ahead: who plans something for half past two should know what becomes of it. */
function DaylightNotice({ zone, times }: { zone: string; times: readonly string[] }) {
  const { jobForm } = useMessages();
  const format = useFormat();
  const from = Date.parse(times[0]!);
  const change: ZoneChange | null = nextZoneChange(from, from + YEAR_MS, zone);
  if (!change) return null;
  const by = format.duration(Math.abs(change.byMinutes) * 60_000);
  return (
    <Alert
      color="yellow"
      variant="light"
      icon={<IconClockExclamation />}
      title={jobForm.dstTitle(zone, format.day(change.at, zone))}
    >
      <Text size="xs">{change.byMinutes > 0 ? jobForm.dstForward(by) : jobForm.dstBack(by)}</Text>
    </Alert>
  );
}

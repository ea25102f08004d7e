import { Button, Card, Grid, Group, NumberInput, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { settingsQuery, type Project } from '../api/people-queries';
import { useFormat } from '../format/use-format';
import { usePeopleMessages } from '../i18n/people';
import { useMay } from '../session/use-may';
import { Facts } from '../ui/facts';
import { useFieldErrors } from '../ui/field-errors';
import { Instant } from '../ui/instant';
import { notifyDone } from '../ui/notify';
import { ProblemAlert } from '../ui/problem-alert';
import { projectCalls, useProjectCall } from './project-actions';

type Retention = Project['retention'];
type Kind = keyof Retention;
const KINDS: readonly Kind[] = ['runsDays', 'alertsDays', 'auditDays', 'statsDays', 'versionsDays'];
/** Where the hub's own setting is told, to those who may read it. */
const VARIABLES: Record<Kind, string> = {
  runsDays: 'CRONY_RETENTION_RUNS_DAYS',
  alertsDays: 'CRONY_RETENTION_ALERTS_DAYS',
  auditDays: 'CRONY_RETENTION_AUDIT_DAYS',
  statsDays: 'CRONY_RETENTION_STATS_DAYS',
  versionsDays: 'CRONY_RETENTION_VERSIONS_DAYS',
};
const MOST_DAYS = 36_500;

/** What a project itself says; those who may not change it see it all the same. */
export function ProjectSettings({ project }: { project: Project }) {
  const { projects } = usePeopleMessages();
  const mayWrite = useMay().may('projects:write', project.name);
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Card component="section">
          <Title order={2}>{projects.reporting}</Title>
          <Text size="xs" c="dimmed" mb="sm">
            {projects.reportText}
          </Text>
          {mayWrite ? (
            <ReportForm key={project.reportUrl} project={project} />
          ) : (
            <Text
              size="sm"
              translate={project.reportUrl === null ? undefined : 'no'}
              style={{ overflowWrap: 'anywhere' }}
            >
              {project.reportUrl ?? projects.reportNone}
            </Text>
          )}
        </Card>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Card component="section">
          <Title order={2}>{projects.retention}</Title>
          <Text size="xs" c="dimmed" mb="sm">
            {projects.retentionText}
          </Text>
          {mayWrite ? (
            <RetentionForm key={JSON.stringify(project.retention)} project={project} />
          ) : (
            <RetentionFacts retention={project.retention} />
          )}
        </Card>
      </Grid.Col>
      <Grid.Col span={12}>
        <Text size="xs" c="dimmed">
          {projects.createdAt} <Instant at={project.createdAt} />
        </Text>
      </Grid.Col>
    </Grid>
  );
}

function ReportForm({ project }: { project: Project }) {
  const { projects, words } = usePeopleMessages();
  const [url, setUrl] = useState(project.reportUrl ?? '');
  const save = useProjectCall(projectCalls.edit, () => notifyDone(projects.saved(project.name)));
  const wanted = url.trim() === '' ? null : url.trim();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ name: project.name, patch: { reportUrl: wanted } });
  };
  return (
    <Stack gap="sm" component="form" onSubmit={submit}>
      <TextInput
        label={projects.reportUrl}
        placeholder="https://events.internal/crony"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        error={useFieldErrors(save.error)['reportUrl']}
        inputMode="url"
        autoComplete="off"
        translate="no"
      />
      {save.error && <ProblemAlert error={save.error} />}
      <div>
        <Button type="submit" disabled={wanted === project.reportUrl} loading={save.isPending}>
          {words.save}
        </Button>
      </div>
    </Stack>
  );
}

function RetentionForm({ project }: { project: Project }) {
  const { projects, words } = usePeopleMessages();
  const [retention, setRetention] = useState<Retention>(project.retention);
  const hubs = useHubRetention();
  const save = useProjectCall(projectCalls.edit, () => notifyDone(projects.saved(project.name)));
  const errors = useFieldErrors(save.error);
  const isChanged = KINDS.some((kind) => retention[kind] !== project.retention[kind]);
  const isLonger = KINDS.some((kind) => (retention[kind] ?? 0) > (project.retention[kind] ?? Infinity));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ name: project.name, patch: { retention } });
  };
  return (
    <Stack gap="sm" component="form" onSubmit={submit}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
        {KINDS.map((kind) => (
          <NumberInput
            key={kind}
            label={projects[kind]}
            description={projects[HINTS[kind]]}
            placeholder={hubs[kind] === undefined ? projects.asHub : projects.asHubDays(hubs[kind])}
            suffix={` ${projects.daysUnit}`}
            min={1}
            max={MOST_DAYS}
            allowDecimal={false}
            allowNegative={false}
            value={retention[kind] ?? ''}
            onChange={(value) => setRetention({ ...retention, [kind]: value === '' ? null : Number(value) })}
            error={errors[`retention.${kind}`]}
          />
        ))}
      </SimpleGrid>
      {isLonger && (
        <Text size="xs" c="dimmed">
          {projects.retentionLonger}
        </Text>
      )}
      {save.error && <ProblemAlert error={save.error} />}
      <Group>
        <Button type="submit" disabled={!isChanged} loading={save.isPending}>
          {words.save}
        </Button>
      </Group>
    </Stack>
  );
}

const HINTS = {
  runsDays: 'runsHint',
  alertsDays: 'alertsHint',
  auditDays: 'auditHint',
  statsDays: 'statsHint',
  versionsDays: 'versionsHint',
} as const;

function RetentionFacts({ retention }: { retention: Retention }) {
  const { projects } = usePeopleMessages();
  const format = useFormat();
  return (
    <Facts
      items={KINDS.map((kind) => {
        const days = retention[kind];
        return [projects[kind], days === null ? projects.asHub : projects.days(format.number(days))] as const;
      })}
    />
  );
}

function useHubRetention(): Partial<Record<Kind, string>> {
  const { projects } = usePeopleMessages();
  const mayRead = useMay().may('settings:read');
  const settings = useQuery({ ...settingsQuery, enabled: mayRead });
  const valueOf = (kind: Kind) => settings.data?.items.find(({ variable }) => variable === VARIABLES[kind])?.value;
  return Object.fromEntries(
    KINDS.flatMap((kind) => {
      const days = valueOf(kind);
      return days == null ? [] : [[kind, projects.days(days)]];
    }),
  );
}

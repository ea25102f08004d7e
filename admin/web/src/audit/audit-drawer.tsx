import { Drawer, Group, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { auditEntryQuery, type AuditEntry } from '../api/people-queries';
import { usePeopleMessages } from '../i18n/people';
import { CodeBlock } from '../ui/code-block';
import { Facts } from '../ui/facts';
import { Instant } from '../ui/instant';
import { ProblemAlert } from '../ui/problem-alert';
import { Waiting } from '../ui/query-view';
import { ActorName, OfProject, Subject } from './audit-words';
import { ValueChanges, ValueList } from './value-tables';
import classes from './value-tables.module.css';

interface AuditDrawerProps {
  seq: number;
  at: string;
  known: AuditEntry | undefined;
  onClose: () => void;
}

/** One entry, also one that the list has not come to: a link leads to it. */
export function AuditDrawer({ seq, at, known, onClose }: AuditDrawerProps) {
  const { audit, words } = usePeopleMessages();
  const query = useQuery({ ...auditEntryQuery(seq, at), enabled: known === undefined });
  const entry = known ?? query.data;
  return (
    <Drawer
      opened
      onClose={onClose}
      size="lg"
      title={
        <b className={classes.title}>
          {entry ? (audit.actions[entry.action] ?? entry.action) : audit.entryOf(String(seq))}
        </b>
      }
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {entry ? (
        <EntryView entry={entry} />
      ) : query.error ? (
        <ProblemAlert error={query.error} />
      ) : entry === null ? (
        <Text size="sm">{audit.notFound}</Text>
      ) : (
        <Waiting rows={8} />
      )}
    </Drawer>
  );
}

function EntryView({ entry }: { entry: AuditEntry }) {
  const { audit } = usePeopleMessages();
  const { actor, subject } = entry;
  const [isRaw, { toggle }] = useDisclosure(false);
  return (
    <Stack gap="lg">
      <Facts
        items={[
          [audit.at, <Instant at={entry.at} />],
          [audit.actor, <ActorName actor={actor} />],
          [audit.address, actor.address === '' ? '–' : <span className="mono" translate="no">{actor.address}</span>], // prettier-ignore
          [
            audit.subject,
            <>
              {audit.subjectTypes[subject.type] ?? subject.type} <Subject entry={entry} />
            </>,
          ],
          [audit.project, <OfProject project={entry.project} />],
          [audit.number, <span className="mono">{entry.seq}</span>],
        ]}
      />
      <Values entry={entry} />
      <Group gap="md">
        <SubjectLink entry={entry} />
        <Link to="/audit" search={{ type: subject.type, subject: subject.id }}>
          <Text span size="sm">
            {audit.sameSubject}
          </Text>
        </Link>
        {actor.name !== '' && (
          <Link to="/audit" search={{ actor: actor.id ?? actor.name }}>
            <Text span size="sm">
              {audit.sameActor}
            </Text>
          </Link>
        )}
        <UnstyledButton onClick={toggle} aria-expanded={isRaw} fz="sm" td="underline" c="dimmed">
          {audit.raw}
        </UnstyledButton>
      </Group>
      {isRaw && <CodeBlock text={JSON.stringify(entry)} label={audit.raw} />}
    </Stack>
  );
}

function Values({ entry: { before, after } }: { entry: AuditEntry }) {
  const { audit } = usePeopleMessages();
  if (before == null && after == null) {
    return (
      <Text size="sm" c="dimmed">
        {audit.noValues}
      </Text>
    );
  }
  const title = before == null ? audit.values : after == null ? audit.removed : audit.changes;
  return (
    <section>
      <Title order={2} mb="xs">
        {title}
      </Title>
      {before != null && after != null ? (
        <ValueChanges before={before} after={after} />
      ) : (
        <ValueList value={before ?? after} />
      )}
    </section>
  );
}

/** To what it was about, where that has a page. */
function SubjectLink({ entry: { subject, project, after, action } }: { entry: AuditEntry }) {
  const { audit } = usePeopleMessages();
  const text = (
    <Text span size="sm">
      {audit.openSubject}
    </Text>
  );
  const isGone = after == null && /\.(delete|revoke)$/.test(action);
  if (isGone) return null;
  switch (subject.type) {
    case 'job':
      return (
        <Link to="/jobs/$jobId" params={{ jobId: subject.id }}>
          {text}
        </Link>
      );
    case 'run':
      return (
        <Link to="/runs/$runId" params={{ runId: subject.id }}>
          {text}
        </Link>
      );
    case 'user':
      return (
        <Link to="/users" search={{ user: subject.id }}>
          {text}
        </Link>
      );
    case 'node':
      return (
        <Link to="/nodes" search={{ node: subject.id }}>
          {text}
        </Link>
      );
    case 'project':
      return (
        <Link to="/projects/$name" params={{ name: subject.id }}>
          {text}
        </Link>
      );
    case 'member':
    case 'secret':
    case 'signing_secret': {
      if (project === null) return null;
      const tab = { member: 'members', secret: 'secrets', signing_secret: 'signing' }[subject.type];
      return (
        <Link to="/projects/$name" params={{ name: project }} search={{ tab }}>
          {text}
        </Link>
      );
    }
    default:
      return null;
  }
}

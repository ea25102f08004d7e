import { Text } from '@mantine/core';
import type { AuditEntry } from '../api/people-queries';
import { usePeopleMessages } from '../i18n/people';

export function ActorName({ actor }: { actor: AuditEntry['actor'] }) {
  const { audit } = usePeopleMessages();
  const isKindTold = actor.kind !== 'user';
  return (
    <Text span size="sm" style={{ overflowWrap: 'anywhere' }}>
      {actor.kind !== 'system' && actor.name !== '' && <span translate="no">{actor.name}</span>}
      {isKindTold && (
        <Text span size="xs" c="dimmed">
          {actor.kind !== 'system' && actor.name !== '' && ' '}
          {audit.actorKind[actor.kind]}
        </Text>
      )}
    </Text>
  );
}

export function Subject({ entry: { subject } }: { entry: AuditEntry }) {
  return (
    <Text span size="sm" translate="no" style={{ overflowWrap: 'anywhere' }}>
      {subject.name === '' ? subject.id : subject.name}
    </Text>
  );
}

export function OfProject({ project }: { project: string | null }) {
  const { audit } = usePeopleMessages();
  return project === null ? (
    <Text span size="sm" c="dimmed">
      {audit.cluster}
    </Text>
  ) : (
    <span translate="no">{project}</span>
  );
}

import { Group, Stack, Text } from '@mantine/core';
import type { JobInput } from '../api/client';
import { useMessages } from '../i18n/locale';
import { CodeBlock } from '../ui/code-block';
import { Facts } from '../ui/facts';
import { keptFields } from './draft-to-input';

/** What a job calls, as it is stored: secrets stand in it by name. */
export function CallbackView({ callback }: { callback: JobInput['callback'] }) {
  const { jobs } = useMessages();
  const rest = Object.fromEntries(
    Object.entries(callback).filter(([name]) => keptFields(callback, callback.type).includes(name)),
  );
  return (
    <Stack gap="xs">
      <Group gap={8} wrap="nowrap" align="flex-start">
        <Text className="mono" fw={600} size="sm" translate="no">
          {headOf(callback)}
        </Text>
        <Text className="mono" size="sm" translate="no" style={{ overflowWrap: 'anywhere' }}>
          {targetOf(callback)}
        </Text>
      </Group>
      <Pairs label={jobs.headers} map={mapOf(callback)} />
      {bodyOf(callback) !== undefined && <CodeBlock text={bodyOf(callback)!} label={jobs.body} maxHeight={180} />}
      {Object.keys(rest).length > 0 && <CodeBlock text={JSON.stringify(rest)} label={jobs.callback} maxHeight={180} />}
    </Stack>
  );
}

function Pairs({ label, map }: { label: string; map: Readonly<Record<string, string>> | undefined }) {
  if (!map || Object.keys(map).length === 0) return null;
  return (
    <div translate="no" aria-label={label} role="group">
      <Facts
        items={Object.entries(map).map(([name, value]) => [name, <span className="mono">{value}</span>] as const)}
      />
    </div>
  );
}

function headOf(callback: JobInput['callback']): string {
  if (callback.type === 'http') return callback.method ?? 'POST';
  return callback.type === 'grpc' ? 'gRPC' : '$';
}

function targetOf(callback: JobInput['callback']): string {
  if (callback.type === 'http') return callback.url;
  if (callback.type === 'shell') return callback.command;
  return `${callback.target} ${callback.method ?? 'crony.callback.v1.Callback/Invoke'}`;
}

function mapOf(callback: JobInput['callback']): Readonly<Record<string, string>> | undefined {
  if (callback.type === 'http') return callback.headers;
  return callback.type === 'grpc' ? callback.metadata : callback.env;
}

function bodyOf(callback: JobInput['callback']): string | undefined {
  if (callback.type === 'http') return callback.body;
  return callback.type === 'grpc' ? callback.payload : callback.stdin;
}

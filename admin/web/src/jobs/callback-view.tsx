import { Group, Stack, Text } from '@mantine/core';
import type { JobInput } from '../api/client';
import { useFormat } from '../format/use-format';
import { useLocale, useMessages } from '../i18n/locale';
import { CodeBlock } from '../ui/code-block';
import { Facts } from '../ui/facts';
import { fieldName, fieldValue, flattened } from './versions/field-words';

const LONG_TEXT = 200;
const SHOWN_ABOVE: Record<JobInput['callback']['type'], readonly string[]> = {
  http: ['type', 'method', 'url', 'headers', 'body'],
  grpc: ['type', 'target', 'method', 'payload', 'metadata'],
  shell: ['type', 'command', 'env', 'stdin'],
};

/** What a job calls, as it is stored: secrets stand in it by name. */
export function CallbackView({ callback }: { callback: JobInput['callback'] }) {
  const { jobs } = useMessages();
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
      <More callback={callback} />
    </Stack>
  );
}

/** What goes beyond whom to call with what, a field a row. */
function More({ callback }: { callback: JobInput['callback'] }) {
  const { messages, language } = useLocale();
  const format = useFormat();
  const rest = Object.entries(callback).filter(([name]) => !SHOWN_ABOVE[callback.type].includes(name));
  const changes = flattened(rest.map(([name, after]) => ({ path: `callback.${name}`, after: after as unknown })));
  const rows = changes.flatMap(({ path, after }) => {
    const { text, own = '' } = fieldName(path, messages);
    const value = fieldValue(path, after, { messages, language, format });
    const shown = value && (value.isOurs ? value.text : <OwnText text={value.text} />);
    return shown ? [[`${text} ${own}`.trim(), shown] as const] : [];
  });
  return rows.length === 0 ? null : <Facts items={rows} />;
}

/** A certificate is as long as a page: its begin is enough to know it by. */
function OwnText({ text }: { text: string }) {
  return (
    <span className="mono" translate="no" style={{ whiteSpace: 'pre-wrap' }}>
      {text.length > LONG_TEXT ? `${text.slice(0, LONG_TEXT)}…` : text}
    </span>
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

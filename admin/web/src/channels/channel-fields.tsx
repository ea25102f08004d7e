/** The fields of each kind of channel, with where its values are found. */
import {
  Accordion,
  Button,
  Group,
  Input,
  List,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  TagsInput,
  Text,
} from '@mantine/core';
import type { Channel } from '../api/client';
import { useMessages } from '../i18n/locale';
import { PairRows } from '../ui/pair-rows';
import { PORTS, SECURITIES, SIGNED, type ChannelDraft } from './channel-draft';
import { CodeField, PlainField, SecretField } from './secret-field';

export interface KindProps {
  draft: ChannelDraft;
  onChange: (part: Partial<ChannelDraft>) => void;
  /** Undefined: a new one. */
  stored: Channel | undefined;
  errorOf: (path: string) => string | undefined;
}

export function KindFields(props: KindProps) {
  return props.draft.type === 'email' ? <MailFields {...props} /> : <HookFields {...props} />;
}

function secretProps({ draft, onChange, stored }: KindProps, name: string, isOptional: boolean) {
  const toggle = (removed: boolean): void =>
    onChange({ removed: removed ? [...draft.removed, name] : draft.removed.filter((one) => one !== name) });
  return {
    isSet: stored?.secretsSet.includes(name) ?? false,
    isRemoved: draft.removed.includes(name),
    ...(isOptional ? { onRemove: toggle } : {}),
  };
}

function MailFields(props: KindProps) {
  const { draft, onChange, errorOf } = props;
  const { channels } = useMessages();
  return (
    <>
      <TagsInput
        label={channels.to}
        description={channels.toHint}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        placeholder={draft.to.length === 0 ? 'Operations <ops@example.com>' : ''}
        value={draft.to}
        onChange={(to) => onChange({ to })}
        splitChars={[',', ';']}
        acceptValueOnBlur
        maxTags={50}
        error={errorOf('settings.to')}
        translate="no"
      />
      <PlainField
        label={channels.from}
        description={channels.fromHint}
        placeholder="Crony <crony@example.com>"
        value={draft.from}
        onChange={(from) => onChange({ from })}
        error={errorOf('settings.from')}
      />
      <div>
        <Input.Label labelElement="div" mb={4} display="block">
          {channels.server}
        </Input.Label>
        <SegmentedControl
          aria-label={channels.server}
          data={[
            { value: 'hub', label: channels.serverHub },
            { value: 'own', label: channels.serverOwn },
          ]}
          value={draft.hasServer ? 'own' : 'hub'}
          onChange={(which) => onChange({ hasServer: which === 'own' })}
        />
        {!draft.hasServer && (
          <Text size="xs" c="dimmed" mt={4}>
            {channels.serverHubHint}
          </Text>
        )}
      </div>
      {draft.hasServer && <ServerFields {...props} />}
    </>
  );
}

function ServerFields(props: KindProps) {
  const { draft, onChange, errorOf } = props;
  const { channels } = useMessages();
  const setSecurity = (next: string | null): void => {
    const security = SECURITIES.find((one) => one === next) ?? draft.security;
    // A port that was the usual one goes along.
    onChange({ security, ...(draft.port === PORTS[draft.security] ? { port: PORTS[security] } : {}) });
  };
  return (
    <>
      <Group grow align="flex-start" gap="sm">
        <PlainField
          label={channels.host}
          placeholder="mail.example.com"
          value={draft.host}
          onChange={(host) => onChange({ host })}
          error={errorOf('settings.smtp.host')}
        />
        <Select
          label={channels.security}
          data={SECURITIES.map((value) => ({ value, label: channels.securities[value] }))}
          value={draft.security}
          onChange={setSecurity}
          allowDeselect={false}
        />
        <NumberInput
          label={channels.port}
          min={1}
          max={65_535}
          value={draft.port}
          onChange={(port) => onChange({ port: Number(port) })}
          error={errorOf('settings.smtp.port')}
        />
      </Group>
      <Group grow align="flex-start" gap="sm">
        <PlainField
          label={channels.user}
          placeholder={channels.optional}
          value={draft.user}
          onChange={(user) => onChange({ user })}
          error={errorOf('settings.smtp.user')}
          autoComplete="off"
        />
        <SecretField
          label={channels.password}
          value={draft.password}
          onChange={(password) => onChange({ password })}
          error={errorOf('secrets.password')}
          {...secretProps(props, 'password', false)}
        />
      </Group>
      <Accordion variant="filled" chevronPosition="left" styles={{ content: { paddingInline: 0 } }}>
        <Accordion.Item value="ca">
          <Accordion.Control fz="sm" px={0}>
            {channels.ca}
          </Accordion.Control>
          <Accordion.Panel>
            <CodeField
              label="PEM"
              description={channels.caHint}
              value={draft.ca}
              onChange={(ca) => onChange({ ca })}
              error={errorOf('settings.smtp.ca')}
            />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </>
  );
}

function HookFields(props: KindProps) {
  const { draft, onChange, errorOf } = props;
  const { channels } = useMessages();
  return (
    <>
      <div>
        <Input.Label labelElement="div">{channels.addressHow}</Input.Label>
        <List type={draft.type === 'webhook' ? 'unordered' : 'ordered'} size="xs" c="dimmed" spacing={2} mt={2}>
          {channels.steps[draft.type].map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
        </List>
      </div>
      <SecretField
        label={channels.hookUrl}
        description={channels.hookHint}
        value={draft.url}
        onChange={(url) => onChange({ url })}
        error={errorOf('secrets.url')}
        {...secretProps(props, 'url', false)}
      />
      {SIGNED.includes(draft.type) && (
        <SecretField
          label={channels.signingSecret}
          {...(draft.type === 'webhook' ? { description: channels.signingHint } : {})}
          value={draft.signingSecret}
          onChange={(signingSecret) => onChange({ signingSecret })}
          error={errorOf('secrets.signingSecret')}
          {...secretProps(props, 'signingSecret', true)}
        />
      )}
      {draft.type === 'webhook' && <WebhookFields {...props} />}
    </>
  );
}

function WebhookFields({ draft, onChange, stored, errorOf }: KindProps) {
  const { channels } = useMessages();
  const set = (stored?.secretsSet ?? []).filter((name) => name.startsWith('headers.'));
  const toggle = (name: string): void => {
    const { removed } = draft;
    onChange({ removed: removed.includes(name) ? removed.filter((one) => one !== name) : [...removed, name] });
  };
  return (
    <>
      {set.length > 0 && (
        <Stack gap={4}>
          <Text size="xs" c="dimmed">
            {channels.headersKept}
          </Text>
          {set.map((name) => {
            const isRemoved = draft.removed.includes(name);
            return (
              <Group key={name} gap="xs">
                <Text size="sm" className="mono" translate="no" td={isRemoved ? 'line-through' : undefined}>
                  {name.slice('headers.'.length)}
                </Text>
                <Button size="compact-xs" variant="subtle" onClick={() => toggle(name)}>
                  {isRemoved ? channels.keepRemoving : channels.removeSecret}
                </Button>
              </Group>
            );
          })}
        </Stack>
      )}
      <PairRows
        label={channels.headers}
        addLabel={channels.addHeader}
        namePlaceholder="x-token"
        pairs={draft.headers}
        onChange={(headers) => onChange({ headers })}
        errorOf={(name) => errorOf(`secrets.headers.${name}`)}
      />
      <CodeField
        label={channels.template}
        description={channels.templateHint}
        value={draft.template}
        onChange={(template) => onChange({ template })}
        error={errorOf('settings.template')}
      />
    </>
  );
}

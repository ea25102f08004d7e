import { Badge, Card, Group, Stack, Switch, Text, Title } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import type { Schemas } from '../api/client';
import type { EffectiveSetting } from '../api/people-queries';
import { useLocale } from '../i18n/locale';
import { usePeopleMessages } from '../i18n/people';
import { ListTable, type Column } from '../ui/list-table';
import { SearchInput } from '../ui/search-input';
import { WithName } from '../ui/with-name';
import { inGroups } from './setting-groups';
import { FALLBACKS_ZH, SETTING_HELP_ZH, UNITS_ZH } from './setting-words-zh';

const route = getRouteApi('/shell/settings');

/** Each setting, what it is and where it comes from; of secrets only whether they are set. */
export function EffectiveSettings({ all }: { all: Schemas['Settings'] }) {
  const { settings } = usePeopleMessages();
  const { text, set } = route.useSearch();
  const navigate = route.useNavigate();
  const words = useSettingWords();
  const asked = text?.toLowerCase();
  const shown = all.items.filter(
    (one) =>
      (set === undefined || one.source !== 'default') &&
      (asked === undefined || `${one.variable} ${words.help(one)}`.toLowerCase().includes(asked)),
  );
  return (
    <Card padding={0} component="section">
      <Group justify="space-between" p="sm" gap="sm">
        <div>
          <Title order={2}>{settings.effective}</Title>
          <Text size="xs" c="dimmed">
            <WithName say={settings.effectiveText} name={all.hubId} />
          </Text>
        </div>
        <Group gap="md">
          <Switch
            label={settings.onlySet}
            checked={set !== undefined}
            onChange={(event) => {
              const isOn = event.currentTarget.checked;
              void navigate({ search: (before) => ({ ...before, set: isOn ? '1' : undefined }), replace: true });
            }}
          />
          <SearchInput
            aria-label={settings.filter}
            placeholder={settings.filter}
            value={text}
            onChange={(value) => void navigate({ search: (before) => ({ ...before, text: value }), replace: true })}
            w={{ base: '100%', xs: 220 }}
          />
        </Group>
      </Group>
      {shown.length === 0 && (
        <Text size="sm" c="dimmed" p="sm">
          {settings.noMatch}
        </Text>
      )}
      {inGroups(shown).map(([group, items]) => (
        <SettingGroup key={group} title={settings.groups[group]} items={items} />
      ))}
    </Card>
  );
}

function SettingGroup({ title, items }: { title: string; items: readonly EffectiveSetting[] }) {
  const { settings } = usePeopleMessages();
  const words = useSettingWords();
  const name = (one: EffectiveSetting) => (
    <div>
      <Text size="xs" className="mono" fw={500} translate="no" style={{ overflowWrap: 'anywhere' }}>
        {one.variable}
      </Text>
      <Text size="xs" c="dimmed">
        {words.help(one)}
      </Text>
    </div>
  );
  const source = ({ source: from }: EffectiveSetting) => (
    <Badge variant={from === 'default' ? 'default' : 'light'} size="sm">
      {settings.sources[from]}
    </Badge>
  );
  const columns: Column<EffectiveSetting>[] = [
    { key: 'name', title: <b>{title}</b>, width: '56%', cell: name },
    { key: 'value', title: settings.value, cell: (one) => <Value setting={one} /> },
    { key: 'source', title: settings.source, width: 120, cell: source },
  ];
  return (
    <section aria-label={title}>
      <Title order={3} px="sm" pt="sm" pb={2} hiddenFrom="sm">
        {title}
      </Title>
      <ListTable
        label={title}
        items={items}
        columns={columns}
        idOf={({ variable }) => variable}
        card={(one) => (
          <Stack gap={4}>
            {name(one)}
            <Group justify="space-between" wrap="nowrap" gap="xs">
              <Value setting={one} />
              {source(one)}
            </Group>
          </Stack>
        )}
      />
    </section>
  );
}

function Value({ setting }: { setting: EffectiveSetting }) {
  const { settings } = usePeopleMessages();
  const words = useSettingWords();
  const { value, unit, isSet, isSecret, fallback } = setting;
  if (value !== null) {
    return (
      <Text span size="sm" style={{ overflowWrap: 'anywhere' }}>
        <span className="mono" translate="no">
          {value}
        </span>
        {/* Words in place of a number count nothing. */}
        {unit !== null && /^\d+$/.test(value) && ` ${words.unit(unit)}`}
      </Text>
    );
  }
  return (
    <Text span size="sm" c="dimmed">
      {isSecret && isSet ? settings.isSet : fallback === null ? settings.notSet : words.fallback(fallback)}
    </Text>
  );
}

/** The hub says it in English. */
function useSettingWords() {
  const { language } = useLocale();
  const isZh = language === 'zh';
  return {
    help: ({ variable, help }: EffectiveSetting) =>
      (isZh ? SETTING_HELP_ZH[variable] : undefined) ?? help.replaceAll('`', ''),
    unit: (unit: string) => (isZh ? (UNITS_ZH[unit] ?? unit) : unit),
    fallback: (fallback: string) => (isZh ? (FALLBACKS_ZH[fallback] ?? fallback) : fallback),
  };
}

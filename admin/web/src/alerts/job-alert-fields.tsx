import { Checkbox, Stack, Text } from '@mantine/core';
import { useMessages } from '../i18n/locale';
import { RUN_KINDS } from './alert-kinds';
import { kindsOf, type JobAlertKind, type JobAlertsDraft } from './job-alerts-draft';
import type { Figures } from './rule-draft';
import { RuleFigures, TellFields } from './rule-fields';

interface JobAlertFieldsProps {
  project: string;
  value: JobAlertsDraft;
  onChange: (value: JobAlertsDraft) => void;
  /** What the hub says of fields, by path of the job. */
  errors: Readonly<Record<string, unknown>>;
}

/** What of a job is worth waking somebody for, and whom. */
export function JobAlertFields({ project, value, onChange, errors }: JobAlertFieldsProps) {
  const { alertRules } = useMessages();
  const errorOf = (path: string): string | undefined => {
    const at = `alerts.${path}`;
    const found = Object.entries(errors).find(([one]) => one === at || one.startsWith(`${at}.`));
    return found === undefined ? undefined : String(found[1]);
  };
  const set = (kind: JobAlertKind, figures: Figures | undefined): void => {
    const { [kind]: _before, ...others } = value.on;
    onChange({ ...value, on: figures === undefined ? others : { ...others, [kind]: figures } });
  };
  const places = kindsOf(value);
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {alertRules.jobText}
      </Text>
      <Stack gap="xs" role="group" aria-label={alertRules.jobOn}>
        {RUN_KINDS.map((kind) => (
          <KindField
            key={kind}
            kind={kind}
            figures={value.on[kind]}
            onChange={(figures) => set(kind, figures)}
            errorOf={(name) => errorOf(`on.${places.indexOf(kind)}.${name}`)}
          />
        ))}
      </Stack>
      <TellFields
        project={project}
        tell={value.tell}
        onChange={(tell) => onChange({ ...value, tell })}
        hint={alertRules.jobChannelsHint}
        errorOf={errorOf}
      />
    </Stack>
  );
}

interface KindFieldProps {
  kind: JobAlertKind;
  /** Undefined: the job does not ask for it. */
  figures: Figures | undefined;
  onChange: (figures: Figures | undefined) => void;
  errorOf: (name: string) => string | undefined;
}

function KindField({ kind, figures, onChange, errorOf }: KindFieldProps) {
  const { alerts, alertRules } = useMessages();
  return (
    <div>
      <Checkbox
        label={alerts.kinds[kind]}
        description={alertRules.meaning[kind]}
        checked={figures !== undefined}
        onChange={(event) => onChange(event.currentTarget.checked ? {} : undefined)}
      />
      {figures !== undefined && (
        <div style={{ paddingInlineStart: 28, marginTop: 6 }}>
          <RuleFigures kind={kind} figures={figures} onChange={onChange} errorOf={errorOf} />
        </div>
      )}
    </div>
  );
}

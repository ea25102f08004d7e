import { Group, NumberInput, Select } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useMessages } from '../i18n/locale';

const UNITS = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;
type Unit = keyof typeof UNITS;
const UNIT_NAMES = Object.keys(UNITS) as Unit[];

interface DurationFieldProps {
  label: string;
  description?: ReactNode;
  valueMs: number;
  onChange: (ms: number) => void;
  error?: ReactNode;
}

/** A number and its unit: at first the largest in which it is whole, then the one that was chosen. */
export function DurationField({ label, description, valueMs, onChange, error }: DurationFieldProps) {
  const { jobForm } = useMessages();
  const [chosen, setChosen] = useState<Unit | null>(null);
  const unit =
    chosen ?? [...UNIT_NAMES].reverse().find((one) => valueMs > 0 && valueMs % UNITS[one] === 0) ?? 'seconds';
  return (
    <Group gap={6} wrap="nowrap" align="flex-end">
      <NumberInput
        label={label}
        description={description}
        min={0}
        value={valueMs / UNITS[unit]}
        onChange={(value) => {
          setChosen(unit);
          onChange(Math.round(Number(value) * UNITS[unit]));
        }}
        error={error}
        style={{ flex: 1 }}
      />
      <Select
        aria-label={`${label}: ${jobForm[unit]}`}
        data={UNIT_NAMES.map((value) => ({ value, label: jobForm[value] }))}
        value={unit}
        onChange={(next) => {
          setChosen(next);
          onChange((valueMs / UNITS[unit]) * UNITS[next ?? unit]);
        }}
        allowDeselect={false}
        w={110}
      />
    </Group>
  );
}

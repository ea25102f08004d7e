import { Chip, Group, Input, NumberInput, Select, TextInput } from '@mantine/core';
import { useLocale } from '../../i18n/locale';
import { cronOf, FREQUENCIES, shapeOf, type CronShape } from '../cron-builder';

interface CronBuilderProps {
  cron: string;
  onChange: (cron: string) => void;
}

/** A Sunday, to name the days of the week from. */
const SUNDAY_MS = Date.UTC(2026, 0, 4);
const DAY_MS = 86_400_000;
/** As the weeks of most calendars begin. */
const WEEK = [1, 2, 3, 4, 5, 6, 0];

/** Writes the common expressions; one written by hand is shown as the shape that it has. */
export function CronBuilder({ cron, onChange }: CronBuilderProps) {
  const { messages, tag } = useLocale();
  const { jobForm } = messages;
  const shape = shapeOf(cron);
  const change = (part: Partial<CronShape>): void => {
    const next = cronOf({ ...shape, ...part });
    if (next !== null) onChange(next);
  };
  const { frequency } = shape;
  const dayName = new Intl.DateTimeFormat(tag, { weekday: 'short', timeZone: 'UTC' });
  const time = `${pad(shape.hour)}:${pad(shape.minute)}`;
  const setTime = (text: string): void => {
    const [hour, minute] = text.split(':').map(Number);
    if (hour !== undefined && minute !== undefined && !Number.isNaN(hour + minute)) change({ hour, minute });
  };
  return (
    <Group gap="sm" align="flex-end">
      <Select
        label={jobForm.frequency}
        data={FREQUENCIES.map((value) => ({
          value,
          label: jobForm.frequencies[value],
          disabled: value === 'custom' && frequency !== 'custom',
        }))}
        value={frequency}
        onChange={(value) => change({ frequency: value ?? frequency })}
        allowDeselect={false}
        w={190}
      />
      {frequency === 'minutes' && (
        <NumberInput
          label={jobForm.everyMinutes}
          min={1}
          max={59}
          value={shape.step}
          onChange={(value) => change({ step: bounded(value, 1, 59) })}
          w={130}
        />
      )}
      {frequency === 'hourly' && (
        <NumberInput
          label={jobForm.atMinute}
          min={0}
          max={59}
          value={shape.minute}
          onChange={(value) => change({ minute: bounded(value, 0, 59) })}
          w={110}
        />
      )}
      {frequency === 'monthly' && (
        <NumberInput
          label={jobForm.onDay}
          min={1}
          max={31}
          value={shape.day}
          onChange={(value) => change({ day: bounded(value, 1, 31) })}
          w={90}
        />
      )}
      {(frequency === 'daily' || frequency === 'weekly' || frequency === 'monthly') && (
        <TextInput
          type="time"
          label={jobForm.atTime}
          value={time}
          onChange={(event) => setTime(event.currentTarget.value)}
          w={120}
        />
      )}
      {frequency === 'weekly' && (
        <Input.Wrapper label={jobForm.onDays} labelElement="div">
          <Chip.Group
            multiple
            value={shape.weekdays.map(String)}
            onChange={(days) => change({ weekdays: days.length > 0 ? days.map(Number) : shape.weekdays })}
          >
            <Group gap={4} mt={3}>
              {WEEK.map((day) => (
                <Chip key={day} value={String(day)} size="xs" radius="sm">
                  {dayName.format(SUNDAY_MS + day * DAY_MS)}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </Input.Wrapper>
      )}
    </Group>
  );
}

const pad = (value: number): string => String(value).padStart(2, '0');
const bounded = (value: string | number, least: number, most: number): number =>
  Math.min(most, Math.max(least, Math.trunc(Number(value) || least)));

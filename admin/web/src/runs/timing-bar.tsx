import { Text, Tooltip } from '@mantine/core';
import type { Attempt } from '../api/client';
import { useFormat } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import classes from './timing-bar.module.css';

const PHASES = ['waitMs', 'dnsMs', 'connectMs', 'tlsMs', 'firstByteMs'] as const;

/** Where the time of an attempt went, phase after phase. */
export function TimingBar({ timing }: { timing: NonNullable<Attempt['timing']> }) {
  const { runs } = useMessages();
  const format = useFormat();
  const known = PHASES.map((name) => ({ name, label: runs[name], ms: timing[name] ?? 0 }));
  const spent = known.reduce((sum, { ms }) => sum + ms, 0);
  const parts = [...known, { name: 'restMs', label: runs.restMs, ms: Math.max(0, timing.totalMs - spent) }].filter(
    ({ ms }) => ms > 0,
  );
  const total = Math.max(1, timing.totalMs, spent);
  return (
    <div>
      <div className={classes.bar} aria-hidden>
        {parts.map(({ name, label, ms }) => (
          <Tooltip key={name} label={`${label}: ${format.duration(ms)}`}>
            <span data-phase={name} style={{ width: `${(100 * ms) / total}%` }} />
          </Tooltip>
        ))}
      </div>
      <ul className={classes.legend} aria-label={runs.timing}>
        {parts.map(({ name, label, ms }) => (
          <li key={name}>
            <i data-phase={name} aria-hidden />
            {label} <b>{format.duration(ms)}</b>
          </li>
        ))}
        <li>
          {runs.total} <b>{format.duration(timing.totalMs)}</b>
        </li>
      </ul>
      {parts.length === 0 && <Text size="xs" c="dimmed" />}
    </div>
  );
}

import { Group } from '@mantine/core';
import { IconAlertCircle, IconBellOff, IconCircleCheck, IconEyeCheck, type Icon } from '@tabler/icons-react';
import type { Alert } from '../api/client';
import { useMessages } from '../i18n/locale';
import { Hint } from '../ui/hint';
import { ToneBadge, type Tone } from '../ui/state-badge';

export type AlertState = 'open' | 'acknowledged' | 'resolved';

const STATES: Record<AlertState, { tone: Tone; icon: Icon }> = {
  open: { tone: 'bad', icon: IconAlertCircle },
  acknowledged: { tone: 'warn', icon: IconEyeCheck },
  resolved: { tone: 'ok', icon: IconCircleCheck },
};

export function stateOf({ state, acknowledgedAt }: Pick<Alert, 'state' | 'acknowledgedAt'>): AlertState {
  if (state === 'resolved') return 'resolved';
  return acknowledgedAt === null ? 'open' : 'acknowledged';
}

export function AlertStateBadge({ alert }: { alert: Alert }) {
  const { alerts } = useMessages();
  const state = stateOf(alert);
  const { tone, icon } = STATES[state];
  return (
    <Group gap={4} wrap="nowrap">
      <Hint label={() => alerts.stateMeaning[state]}>
        <span>
          <ToneBadge tone={tone} icon={icon}>
            {alerts.states[state]}
          </ToneBadge>
        </span>
      </Hint>
      {alert.silenced && (
        <Hint label={() => alerts.silencedMeaning}>
          <IconBellOff
            size={15}
            stroke={1.8}
            color="var(--text-quiet)"
            role="img"
            aria-label={alerts.states.silenced}
          />
        </Hint>
      )}
    </Group>
  );
}

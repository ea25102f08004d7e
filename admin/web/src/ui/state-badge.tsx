import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconClockX,
  IconHourglass,
  IconLoader2,
  IconPlayerSkipForward,
  IconPlugConnectedX,
  IconSend,
  type Icon,
} from '@tabler/icons-react';
import type { RunStatus } from '../api/client';
import { useMessages } from '../i18n/locale';
import { Hint } from './hint';
import classes from './state-badge.module.css';

export type Tone = 'ok' | 'bad' | 'warn' | 'busy' | 'wait' | 'idle';

/** Colour is never alone: each state has its own sign, and its name beside it. */
const STATES: Record<RunStatus, { tone: Tone; icon: Icon }> = {
  pending: { tone: 'wait', icon: IconHourglass },
  claimed: { tone: 'wait', icon: IconClock },
  running: { tone: 'busy', icon: IconLoader2 },
  retrying: { tone: 'warn', icon: IconArrowBackUp },
  accepted: { tone: 'busy', icon: IconSend },
  succeeded: { tone: 'ok', icon: IconCircleCheck },
  failed: { tone: 'bad', icon: IconCircleX },
  timed_out: { tone: 'bad', icon: IconClockX },
  cancelled: { tone: 'idle', icon: IconBan },
  skipped: { tone: 'idle', icon: IconPlayerSkipForward },
  missed: { tone: 'warn', icon: IconAlertTriangle },
  lost: { tone: 'bad', icon: IconPlugConnectedX },
};

export function toneOf(status: RunStatus): Tone {
  return STATES[status].tone;
}

export function StateBadge({ status, plain = false }: { status: RunStatus; plain?: boolean }) {
  const { runStatus, runStatusMeaning } = useMessages();
  const { tone, icon: Sign } = STATES[status];
  return (
    <Hint label={() => runStatusMeaning[status]}>
      <span className={plain ? classes.plain : classes.badge} data-tone={tone}>
        <Sign size={14} stroke={2} aria-hidden className={status === 'running' ? classes.turning : undefined} />
        {runStatus[status]}
      </span>
    </Hint>
  );
}

/** For anything else that is well, in trouble or waiting. */
export function ToneBadge({ tone, icon: Sign, children }: { tone: Tone; icon?: Icon; children: React.ReactNode }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {Sign && <Sign size={14} stroke={2} aria-hidden />}
      {children}
    </span>
  );
}

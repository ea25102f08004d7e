import { useNavigate } from '@tanstack/react-router';
import type { TimelineItem } from '../api/client';
import { useFormat } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import { Hint } from './hint';
import { toneOf } from './state-badge';
import classes from './outcome-strip.module.css';

const LEAST_HEIGHT = 0.28;

/**
 * The last runs of a job as one bar each, oldest first: colour for the outcome, height for how long it took. To a reader
 * of screens it is one sentence; the list of runs behind the job's name has a link to each of them.
 */
export function OutcomeStrip({ runs, slots = 20 }: { runs: TimelineItem['runs']; slots?: number }) {
  const { jobs, runStatus } = useMessages();
  const format = useFormat();
  const navigate = useNavigate();
  const shown = runs.slice(0, slots).reverse();
  const longest = Math.max(1, ...shown.map(tookMs));
  const failed = shown.filter(({ status }) => ['bad', 'warn'].includes(toneOf(status))).length;
  return (
    <span className={classes.strip} role="img" aria-label={jobs.stripLabel(shown.length, failed)}>
      {Array.from({ length: Math.max(0, slots - shown.length) }, (_, i) => (
        <span key={`none-${i}`} className={classes.none} />
      ))}
      {shown.map((run) => (
        <Hint
          key={run.id}
          label={() => `${runStatus[run.status]} · ${format.instant(run.plannedAt)} · ${format.duration(tookMs(run))}`}
        >
          <span
            className={classes.bar}
            data-tone={toneOf(run.status)}
            style={{ '--share': Math.max(LEAST_HEIGHT, tookMs(run) / longest) } as React.CSSProperties}
            onClick={() => void navigate({ to: '/runs/$runId', params: { runId: run.id } })}
          />
        </Hint>
      ))}
    </span>
  );
}

function tookMs({ startedAt, finishedAt }: TimelineItem['runs'][number]): number {
  return startedAt === null || finishedAt === null ? 0 : Date.parse(finishedAt) - Date.parse(startedAt);
}

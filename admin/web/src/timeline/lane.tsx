import { useNavigate } from '@tanstack/react-router';
import { useState, type MouseEvent } from 'react';
import type { Job, TimelineItem } from '../api/client';
import { useFormat } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import { tookMs } from '../runs/run-phase';
import { toneOf, type Tone } from '../ui/state-badge';
import classes from './lanes.module.css';

type LaneRun = TimelineItem['runs'][number];
interface Mark {
  at: number;
  run: LaneRun | null;
}

interface LaneProps {
  job: Job;
  item: TimelineItem | undefined;
  from: number;
  to: number;
  now: number;
}

/** Units of the drawing; it is stretched to the width that there is. */
const WIDTH = 1_000;
const HEIGHT = 24;
/** As near as a pointer must come, in shares of the width. */
const REACH = 0.012;
const TONES: readonly Tone[] = ['ok', 'idle', 'wait', 'busy', 'warn', 'bad'];

/**
 * A job against time. Marks of one colour are one path: a lane may have hundreds of them, and a page has many lanes. What
 * is under the pointer is found by its time.
 */
export function Lane({ job, item, from, to, now }: LaneProps) {
  const { timeline, runStatus } = useMessages();
  const format = useFormat();
  const navigate = useNavigate();
  const [near, setNear] = useState<Mark | null>(null);
  const x = (at: number): number => ((at - from) / (to - from)) * WIDTH;
  const runs = item?.runs ?? [];
  const planned = item?.planned ?? [];
  const find = (event: MouseEvent<HTMLElement>): Mark | null => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    const at = from + share * (to - from);
    const marks = [
      ...runs.map((run): Mark => ({ at: Date.parse(run.plannedAt), run })),
      ...planned.map((time): Mark => ({ at: Date.parse(time), run: null })),
    ];
    const [closest] = marks.sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at));
    return closest && Math.abs(closest.at - at) <= REACH * (to - from) ? closest : null;
  };
  const openNear = (): void => {
    if (near?.run) void navigate({ to: '/runs/$runId', params: { runId: near.run.id } });
  };
  return (
    // The same runs are a list with links on the job's own page, which the name beside the lane leads to.
    <div
      className={classes.lane}
      onMouseMove={(event) => setNear(find(event))}
      onMouseLeave={() => setNear(null)}
      onClick={openNear}
      data-near={near?.run ? '' : undefined}
    >
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={timeline.laneLabel(job.name, runs.length, planned.length)}
      >
        <path
          d={planned.map((time) => `M${x(Date.parse(time)).toFixed(1)} 7v10`).join('')}
          className={classes.planned}
        />
        {TONES.map((tone) => (
          <path
            key={tone}
            data-tone={tone}
            className={classes.run}
            d={runs
              .filter(({ status }) => toneOf(status) === tone)
              .map((run) => bar(run, x, now))
              .join('')}
          />
        ))}
        <path d={`M${x(now).toFixed(1)} 0v${HEIGHT}`} className={classes.now} />
      </svg>
      {near && (
        <span className={classes.note} style={noteStyle(x(near.at) / WIDTH)}>
          {near.run
            ? `${runStatus[near.run.status]} · ${format.instant(near.at)} · ${format.duration(tookMs(near.run, now) ?? 0)}`
            : `${timeline.plannedMark} · ${format.instant(near.at)}`}
        </span>
      )}
    </div>
  );
}

/** From the planned time to the end: late starts and long runs are wide. */
function bar(run: LaneRun, x: (at: number) => number, now: number): string {
  const start = Date.parse(run.plannedAt);
  const end = Math.max(
    start,
    run.finishedAt === null ? (run.startedAt === null ? start : now) : Date.parse(run.finishedAt),
  );
  const width = Math.max(2.2, x(end) - x(start));
  return `M${x(start).toFixed(1)} 4h${width.toFixed(1)}v16h-${width.toFixed(1)}z`;
}

function noteStyle(share: number): React.CSSProperties {
  return share < 0.5 ? { insetInlineStart: `${100 * share}%` } : { insetInlineEnd: `${100 * (1 - share)}%` };
}

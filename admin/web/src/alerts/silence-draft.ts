/** A silence as its form holds it. */
import type { Alert, AlertKind, Schemas, Silence } from '../api/client';
import { VIEWER_ZONE } from '../format/use-format';
import { fromWallTime, toWallTime } from '../format/wall-time';

const HOUR_MS = 3_600_000;
export const PRESETS = { '1h': HOUR_MS, '4h': 4 * HOUR_MS, '1d': 24 * HOUR_MS, '7d': 7 * 24 * HOUR_MS } as const;
export type Preset = keyof typeof PRESETS | 'custom';

export interface SilenceDraft {
  /** Null: a new one. */
  id: string | null;
  /** Null: the whole cluster. */
  project: string | null;
  jobId: string | null;
  jobName: string | null;
  kind: AlertKind | null;
  note: string;
  preset: Preset;
  /** Wall times of the reader; empty: now. */
  start: string;
  end: string;
}

export function emptySilence(project: string | null): SilenceDraft {
  const scope = { project, jobId: null, jobName: null, kind: null };
  return { id: null, ...scope, note: '', preset: '1h', start: '', end: '' };
}

/** What is as this alert is: of its job, or of its project, and of its kind. */
export function draftOfAlert({ project, jobId, jobName, kind }: Alert): SilenceDraft {
  return { ...emptySilence(project), jobId, jobName, kind, preset: '4h' };
}

export function draftOfSilence(silence: Silence, jobName: string | null): SilenceDraft {
  const { id, project, jobId, kind, note, startsAt, endsAt } = silence;
  const wall = (at: string): string => toWallTime(at, VIEWER_ZONE).slice(0, 16);
  return { id, project, jobId, jobName, kind, note, preset: 'custom', start: wall(startsAt), end: wall(endsAt) };
}

/** `endsAt` undefined: it has not been said yet. */
export function timesOf({ preset, start, end }: SilenceDraft, now: number): { startsAt?: string; endsAt?: string } {
  const startsAt = fromWallTime(start, VIEWER_ZONE);
  const from = startsAt === undefined ? now : Date.parse(startsAt);
  const endsAt = preset === 'custom' ? fromWallTime(end, VIEWER_ZONE) : new Date(from + PRESETS[preset]).toISOString();
  return { ...(startsAt === undefined ? {} : { startsAt }), ...(endsAt === undefined ? {} : { endsAt }) };
}

export function toSilenceInput(draft: SilenceDraft, now: number): Schemas['SilenceInput'] {
  const { project, jobId, kind, note } = draft;
  // Without an end the hub says what is missing, at its field.
  return { project, jobId, kind, note: note.trim(), ...timesOf(draft, now) } as Schemas['SilenceInput'];
}

/** Fields of a job and what they hold, in words: for what changed, and for what will. */
import type { Schemas } from '../../api/client';
import type { Messages } from '../../i18n/en';
import { cronWords, type Speaker } from '../schedule-words';

export type FieldChange = Schemas['JobDiff']['changes'][number];

export interface FieldName {
  text: string;
  /** Of a header, a tag, a variable: its own name, which is nobody's to translate. */
  own?: string;
}

/** `callback.headers.x-team` is the header `x-team`. An unknown field keeps its path. */
export function fieldName(path: string, { jobFields }: Messages): FieldName {
  if (Object.hasOwn(jobFields, path)) return { text: jobFields[path]! };
  for (let cut = path.lastIndexOf('.'); cut > 0; cut = path.lastIndexOf('.', cut - 1)) {
    const head = path.slice(0, cut);
    if (Object.hasOwn(jobFields, head)) return { text: jobFields[head]!, own: path.slice(cut + 1) };
  }
  return { text: '', own: path };
}

const INSTANTS = new Set(['schedule.at', 'schedule.startAt', 'schedule.endAt', 'pause.until']);

export interface FieldValue {
  text: string;
  /** What the value means, where the value itself is for machines. */
  words?: string;
  /** Words of ours, not of whoever filled the field. */
  isOurs: boolean;
}

/** Null: the field is not there. */
export function fieldValue(path: string, value: unknown, speaker: Speaker): FieldValue | null {
  if (value === undefined || value === null || value === '') return null;
  const { messages, language, format } = speaker;
  const ours = (text: string): FieldValue => ({ text, isOurs: true });
  const own = (text: string, words?: string): FieldValue => ({ text, isOurs: false, ...(words ? { words } : {}) });
  if (typeof value === 'boolean') return ours(value ? messages.words.yes : messages.words.no);
  if (typeof value === 'number') return ours(path.endsWith('Ms') ? format.duration(value) : format.number(value));
  if (typeof value === 'string') {
    if (path === 'schedule.cron') return own(value, cronWords(value, language) ?? undefined);
    if (INSTANTS.has(path)) return ours(format.instant(value));
    const choice = choiceWords(path, value, messages);
    return choice === undefined ? own(value) : ours(choice);
  }
  if (path === 'retry.on' && Array.isArray(value)) {
    return ours(value.map((one) => choiceWords('retry.on', String(one), messages) ?? String(one)).join(', '));
  }
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return own(value.join(', '));
  return own(JSON.stringify(value, null, 2));
}

function choiceWords(path: string, value: string, { jobs, runStatus }: Messages): string | undefined {
  const kinds: Partial<Record<string, Readonly<Record<string, string>>>> = {
    concurrency: jobs.overlapKinds,
    misfire: jobs.misfireKinds,
    onNodeLoss: jobs.nodeLossKinds,
    onIsolation: jobs.isolationKinds,
    completion: { sync: jobs.completionSync, async: jobs.completionAsync },
    'retry.on': runStatus,
  };
  return kinds[path]?.[value];
}

/** A group that came or went as a whole is told field by field. */
export function flattened(changes: readonly FieldChange[]): FieldChange[] {
  return changes.flatMap((change): FieldChange[] => {
    const { path, before, after } = change;
    const whole = before === undefined ? after : after === undefined ? before : undefined;
    if (typeof whole !== 'object' || whole === null || Array.isArray(whole)) return [change];
    const entries = Object.entries(whole);
    if (entries.length === 0) return [change];
    const side = before === undefined ? 'after' : 'before';
    return flattened(entries.map(([name, value]) => ({ path: `${path}.${name}`, [side]: value as unknown })));
  });
}

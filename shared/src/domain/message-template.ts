/**
 * The body of a webhook, as whoever set the channel up wants it: JSON with `{{…}}` in it. Texts are escaped for a place
 * between quotes, so a job's name cannot break out of its own; the numbers may also stand without quotes. That the whole
 * is JSON is settled when the channel is saved: what is sent later differs from it in the values alone.
 */
import { encodeJson, splitTemplate, TemplateError, unknownVariable } from './template.js';

export const MESSAGE_TEXTS = [
  'message.id',
  'message.kind',
  'message.title',
  'message.text',
  'message.url',
  'channel.name',
  'alert.id',
  'alert.kind',
  'alert.state',
  'project',
  'job.id',
  'job.name',
  'run.id',
  'run.plannedAt',
  'run.outcome',
  'run.error',
  'node.id',
] as const;
export const MESSAGE_NUMBERS = ['message.total', 'run.attempts', 'run.durationMs'] as const;
export const MESSAGE_VARIABLES = [...MESSAGE_TEXTS, ...MESSAGE_NUMBERS] as const;
export type MessageVariable = (typeof MESSAGE_VARIABLES)[number];

/** What is not known is an empty text, or 0. */
export type MessageValues = Record<(typeof MESSAGE_TEXTS)[number], string> &
  Record<(typeof MESSAGE_NUMBERS)[number], number>;

/** The rule that a template breaks, or null. */
export function brokenMessageTemplateRule(template: string): string | null {
  try {
    // A text without quotes around it makes no JSON, a number does.
    const sample = fill(template, (variable) => (isNumber(variable) ? '0' : 'x'));
    JSON.parse(sample);
    return null;
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    return 'must be JSON, with the variables for texts between quotes';
  }
}

/** Throws `TemplateError`. */
export function renderMessageTemplate(template: string, values: MessageValues): string {
  return fill(template, (variable) => encodeJson(String(values[variable])));
}

function fill(template: string, valueOf: (variable: MessageVariable) => string): string {
  return splitTemplate(template, readVariable)
    .map((part) => (typeof part === 'string' ? part : valueOf(part.variable)))
    .join('');
}

function readVariable(name: string): { variable: MessageVariable } {
  const variable = MESSAGE_VARIABLES.find((known) => known === name);
  if (variable === undefined) throw unknownVariable(name, MESSAGE_VARIABLES.join(', '));
  return { variable };
}

function isNumber(variable: MessageVariable): boolean {
  return (MESSAGE_NUMBERS as readonly string[]).includes(variable);
}

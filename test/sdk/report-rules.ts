/** The body of a report as docs/protocol.md has it, written down a second time: not from the hub's schema. */

export interface SentReport {
  attempt: number;
  status: 'running' | 'succeeded' | 'failed';
  reportId?: string;
  progress?: number;
  message?: string;
  output?: string;
  retryable?: boolean;
  log?: { at: string; line: string }[];
}

type Rule = (value: unknown, report: Record<string, unknown>) => boolean;

const text =
  (most: number, pattern = /^/): Rule =>
  (value) =>
    typeof value === 'string' && value.length <= most && pattern.test(value) && !/\p{Cs}/u.test(value);

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;
const ONE_LINE = /^[^\n\r]*$/;

const RULES: Record<string, Rule> = {
  attempt: (value) => Number.isInteger(value) && (value as number) >= 1,
  status: (value) => ['running', 'succeeded', 'failed'].includes(value as string),
  reportId: text(64, /./),
  progress: (value) => typeof value === 'number' && value >= 0 && value <= 100,
  message: text(4_096),
  output: (value, { status }) => text(65_536)(value, {}) && status !== 'running',
  retryable: (value, { status }) => typeof value === 'boolean' && status === 'failed',
  log: (value) => Array.isArray(value) && value.length <= 100 && value.every(isLine),
};

function isLine(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Object.keys(value).sort().join() !== 'at,line') return false;
  const { at, line } = value as Record<string, unknown>;
  return text(30, ISO)(at, {}) && text(4_096, ONE_LINE)(line, {});
}

export function complaintsAbout(report: unknown): string[] {
  if (typeof report !== 'object' || report === null || Array.isArray(report)) return ['the body is no JSON object'];
  const given = report as Record<string, unknown>;
  const complaints = ['attempt', 'status'].filter((name) => !(name in given)).map((name) => `${name} is missing`);
  for (const [name, value] of Object.entries(given)) {
    const rule = RULES[name];
    if (rule === undefined) complaints.push(`${name} is unknown`);
    else if (!rule(value, given)) complaints.push(`${name} is not allowed: ${JSON.stringify(value)?.slice(0, 80)}`);
  }
  return complaints;
}

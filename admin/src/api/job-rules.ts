/** The rules of a job that its schema cannot know: they depend on the table, or on the job as a whole. */
import { ASSIGNMENT_FORMAT, compileJob, MAX_ASSIGNMENT_BYTES, type Assignment } from '@crony/shared/domain/assignment';
import type { JobSpec } from '@crony/shared/domain/job';
import type { ProjectStore } from '@crony/shared/store/store';
import type { FieldError } from '@crony/shared/wire/problem';
import { quoteValue } from '@crony/shared/wire/quoted-value';

/** Room for the numbers that are written beside the compiled job, at their longest. */
const ASSIGNMENT_ENVELOPE: Omit<Assignment, 'job'> = {
  format: ASSIGNMENT_FORMAT,
  jobId: '00000000-0000-7000-8000-000000000000',
  version: Number.MAX_SAFE_INTEGER,
  epoch: Number.MAX_SAFE_INTEGER,
  resumeFrom: Number.MAX_SAFE_INTEGER,
  effectiveFrom: Number.MAX_SAFE_INTEGER,
};

export function brokenJobRules(spec: JobSpec, projectExists: boolean): FieldError[] {
  return [...projectRule(spec, projectExists), ...queueRule(spec), ...asyncRules(spec), ...channelRules(spec), ...sizeRule(spec)];
}

function projectRule(spec: JobSpec, projectExists: boolean): FieldError[] {
  if (projectExists) return [];
  return [{ path: 'project', value: spec.project, rule: 'must be the name of a project that exists' }];
}

function queueRule({ concurrency, queueLimit }: JobSpec): FieldError[] {
  if (queueLimit === undefined || concurrency === 'queue') return [];
  return [
    {
      path: 'queueLimit',
      value: queueLimit,
      rule: `means nothing with concurrency "${concurrency}": only with "queue"`,
    },
  ];
}

function asyncRules({ completion, reportTimeoutMs, heartbeatMs, callback }: JobSpec): FieldError[] {
  if (completion === 'async') {
    if (callback.type !== 'shell') return [];
    return [{ path: 'completion', value: completion, rule: 'must be "sync" with a shell callback: its end is its outcome' }];
  }
  const given = { reportTimeoutMs, heartbeatMs };
  return Object.entries(given).flatMap(([path, value]) =>
    value === undefined ? [] : [{ path, value, rule: 'means nothing with completion "sync": only with "async"' }],
  );
}

/** There are no channels to name yet. */
function channelRules(spec: JobSpec): FieldError[] {
  return spec.alerts.channels.map((channel, index) => ({
    path: `alerts.channels.${index}`,
    value: quoteValue([], channel),
    rule: 'must be the name of a channel that exists; this one is an unknown channel',
  }));
}

function sizeRule(spec: JobSpec): FieldError[] {
  const bytes = assignmentBytes(spec);
  if (bytes <= MAX_ASSIGNMENT_BYTES) return [];
  const rule = `with the rest of the job must fit into ${MAX_ASSIGNMENT_BYTES} bytes once compiled; this job takes ${bytes}`;
  return [{ path: 'callback', value: quoteValue(['callback'], spec.callback), rule }];
}

function assignmentBytes(spec: JobSpec): number {
  const stored = {
    ...spec,
    id: '',
    version: 0,
    epoch: 0,
    effectiveFrom: 0,
    ownerNode: null,
    createdAt: 0,
    updatedAt: 0,
  };
  return Buffer.byteLength(JSON.stringify({ ...ASSIGNMENT_ENVELOPE, job: compileJob(stored) }));
}

/** Asks the table for each project once; a question that failed is asked again. */
export class KnownProjects {
  readonly #projects: Pick<ProjectStore, 'get'>;
  readonly #answers = new Map<string, Promise<boolean>>();

  constructor(projects: Pick<ProjectStore, 'get'>) {
    this.#projects = projects;
  }

  has(name: string): Promise<boolean> {
    let answer = this.#answers.get(name);
    if (!answer) {
      answer = this.#projects.get(name).then((project) => project !== null);
      this.#answers.set(name, answer);
      answer.catch(() => this.#answers.delete(name));
    }
    return answer;
  }
}

/** The rules of a job that its schema cannot know: they depend on the table, or on the job as a whole. */
import { ASSIGNMENT_FORMAT, compileJob, MAX_ASSIGNMENT_BYTES, type Assignment } from '@crony/shared/domain/assignment';
import type { JobSpec } from '@crony/shared/domain/job';
import { callbackTemplates } from '@crony/shared/domain/callback';
import { secretsOf } from '@crony/shared/domain/template';
import type { RunOverrides, Store } from '@crony/shared/store/store';
import type { FieldError } from '@crony/shared/wire/problem';
import { quoteValue } from '@crony/shared/wire/quoted-value';
import { complainOfChannels } from './channel-names.js';
import { invalidInput, type ApiError } from './api-error.js';

/** Room for the numbers that are written beside the compiled job, at their longest. */
const ASSIGNMENT_ENVELOPE: Omit<Assignment, 'job'> = {
  format: ASSIGNMENT_FORMAT,
  jobId: '00000000-0000-7000-8000-000000000000',
  version: Number.MAX_SAFE_INTEGER,
  epoch: Number.MAX_SAFE_INTEGER,
  resumeFrom: Number.MAX_SAFE_INTEGER,
  effectiveFrom: Number.MAX_SAFE_INTEGER,
};

/** What the table says of what a job names. */
export interface ProjectFacts {
  projectExists: boolean;
  /** Of its project; null where the job names none. */
  secrets: ReadonlySet<string> | null;
  /** Of its project and of the cluster; null where the job names none. */
  channels: ReadonlySet<string> | null;
}

export function brokenJobRules(spec: JobSpec, { projectExists, secrets, channels }: ProjectFacts): FieldError[] {
  return [
    ...projectRule(spec, projectExists),
    ...secretRules(spec, secrets),
    ...queueRule(spec),
    ...asyncRules(spec),
    ...channelRules(spec, channels),
    ...sizeRule(spec),
  ];
}

/** Also what a caller is told of a project that exists for others. */
export function unknownProject(spec: Pick<JobSpec, 'project'>, path = 'project'): ApiError {
  return invalidInput(projectRule(spec, false).map((error) => ({ ...error, path })));
}

function projectRule(spec: Pick<JobSpec, 'project'>, projectExists: boolean): FieldError[] {
  if (projectExists) return [];
  return [{ path: 'project', value: spec.project, rule: 'must be the name of a project that exists' }];
}

/** Secrets that the overrides of a run name, and the job itself does not. */
export function secretsBeyond(job: JobSpec, { headers, body }: RunOverrides): string[] {
  const own = new Set(secretsNamed(job).map(({ name }) => name));
  const texts = [...Object.values(headers ?? {}), ...(body === undefined ? [] : [body])];
  const named = texts.flatMap((text) => (text.includes('{{') ? secretsOf(text) : []));
  return [...new Set(named)].filter((name) => !own.has(name));
}

/** A text that cannot be read as a template has been refused by the schema already. */
function secretsNamed({ callback }: JobSpec): { path: string; name: string }[] {
  const inTemplates = callbackTemplates(callback).flatMap(({ path, text }) =>
    text.includes('{{') ? secretsOf(text).map((name) => ({ path: `callback.${path}`, name })) : [],
  );
  const inEnvironment = callback.type === 'shell' ? (callback.secrets ?? []) : [];
  return [...inTemplates, ...inEnvironment.map((name, i) => ({ path: `callback.secrets.${i}`, name }))];
}

function secretRules(spec: JobSpec, secrets: ReadonlySet<string> | null): FieldError[] {
  if (secrets === null) return [];
  return secretsNamed(spec)
    .filter(({ name }) => !secrets.has(name))
    .map(({ path, name }) => ({
      path,
      value: `{{secrets.${name}}}`,
      rule: `must name a secret of the project ${spec.project}: there is none named ${name}`,
    }));
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
    return [
      { path: 'completion', value: completion, rule: 'must be "sync" with a shell callback: its end is its outcome' },
    ];
  }
  const given = { reportTimeoutMs, heartbeatMs };
  return Object.entries(given).flatMap(([path, value]) =>
    value === undefined ? [] : [{ path, value, rule: 'means nothing with completion "sync": only with "async"' }],
  );
}

function namesChannels({ alerts }: JobSpec): boolean {
  return alerts.channels.length > 0 || alerts.escalation !== undefined;
}

function channelRules({ alerts, project }: JobSpec, channels: ReadonlySet<string> | null): FieldError[] {
  if (channels === null) return [];
  return [
    ...complainOfChannels(project, 'alerts.channels', alerts.channels, channels),
    ...complainOfChannels(project, 'alerts.escalation.channels', alerts.escalation?.channels ?? [], channels),
  ];
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

type KnownStore = Pick<Store, 'projects' | 'secrets' | 'channels'>;

/** Asks the table for each project once; a question that failed is asked again. */
export class KnownProjects {
  readonly #store: KnownStore;
  readonly #projects = new Map<string, Promise<boolean>>();
  readonly #secrets = new Map<string, Promise<ReadonlySet<string>>>();
  readonly #channels = new Map<string, Promise<ReadonlySet<string>>>();

  constructor(store: KnownStore) {
    this.#store = store;
  }

  async facts(spec: JobSpec): Promise<ProjectFacts> {
    const { project } = spec;
    const { projects } = this.#store;
    const projectExists = await once(this.#projects, project, async () => (await projects.get(project)) !== null);
    return {
      projectExists,
      secrets: secretsNamed(spec).length === 0 ? null : await this.#secretsOf(project),
      channels: namesChannels(spec) ? await this.#channelsFor(project) : null,
    };
  }

  #secretsOf(project: string): Promise<ReadonlySet<string>> {
    return once(this.#secrets, project, async () => namesIn(await this.#store.secrets.ofProject(project)));
  }

  #channelsFor(project: string): Promise<ReadonlySet<string>> {
    return once(this.#channels, project, async () => namesIn(await this.#store.channels.forProject(project)));
  }
}

function namesIn(rows: readonly { name: string }[]): ReadonlySet<string> {
  return new Set(rows.map(({ name }) => name));
}

function once<T>(answers: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  let answer = answers.get(key);
  if (!answer) {
    answer = ask();
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
  }
  return answer;
}

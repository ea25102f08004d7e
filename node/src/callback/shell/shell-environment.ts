/**
 * What a command finds in its environment. Nothing of the node's own comes along but what programs need to run at all:
 * there stand its database's password and the key of all secrets.
 */
import type { ShellCallback } from '@crony/shared/domain/callback';
import type { CallbackRequest } from '../callback.js';

const INHERITED = new Set(['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR']);
const INHERITED_FAMILY = /^LC_[A-Z]+$/;
/** Where the node itself was started without any. */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export type Environment = Record<string, string>;

/** What every command gets, whichever job it belongs to. */
export function inheritedEnvironment(own: NodeJS.ProcessEnv): Environment {
  const inherited: Environment = { PATH: DEFAULT_PATH };
  for (const [name, value] of Object.entries(own)) {
    if (value !== undefined && (INHERITED.has(name) || INHERITED_FAMILY.test(name))) inherited[name] = value;
  }
  return inherited;
}

/** Later ones win: a job may have its own PATH, and a secret that it names is meant. */
export function environmentOf(request: CallbackRequest<ShellCallback>, inherited: Environment): Environment {
  return {
    ...inherited,
    CRONY_JOB_ID: request.jobId,
    CRONY_JOB_NAME: request.jobName,
    CRONY_RUN_ID: request.runId,
    CRONY_ATTEMPT: String(request.attempt),
    CRONY_PLANNED_AT: new Date(request.plannedAt).toISOString(),
    CRONY_TIMEOUT_MS: String(request.timeoutMs),
    CRONY_RETRY_LIMIT: String(request.retryLimit),
    TRACEPARENT: request.traceparent,
    ...request.callback.env,
    ...request.secretEnvironment,
  };
}

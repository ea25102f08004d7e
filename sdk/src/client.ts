export { createClient, type ClientOptions, type CronyClient } from './client/create-client.js';
export { ApiProblem, type FieldError } from './client/api-problem.js';
export type { Jobs, Job, JobInput, JobPatch, JobFilter } from './client/jobs.js';
export { RunNotOver } from './client/runs.js';
export type { Runs, Run, RunDetail, RunFilter, RunOverrides, WaitOptions } from './client/runs.js';
export type { components, operations, paths } from './client/api-types.js';

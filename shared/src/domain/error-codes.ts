/**
 * The stable codes of the API's errors, one registry: a client may branch on a code, never on a sentence. A code keeps
 * its meaning and its status for ever; docs and the OpenAPI document are held to this list by tests.
 */
export const ERROR_CODES = {
  malformed_json: { status: 400, meaning: 'The body is not valid JSON.' },
  malformed_request: { status: 400, meaning: 'The request could not be read.' },
  unauthenticated: { status: 401, meaning: 'No valid bearer token or session came with the request.' },
  report_token_invalid: { status: 401, meaning: 'The report token is missing, or is another run’s.' },
  sign_in_failed: { status: 401, meaning: 'Name and password do not belong together.' },
  oidc_sign_in_failed: {
    status: 401,
    meaning: 'What came back from the OpenID provider signs nobody in; `detail` says why.',
  },
  forbidden: { status: 403, meaning: 'The caller is known but may not do this.' },
  cross_origin: { status: 403, meaning: 'A session cookie counts only for writes from the hub’s own origin.' },
  route_not_found: { status: 404, meaning: 'There is no such route.' },
  job_not_found: { status: 404, meaning: 'There is no job with this id.' },
  job_version_not_found: { status: 404, meaning: 'There is no record of this version of the job.' },
  secret_not_found: { status: 404, meaning: 'The project has no secret with this name.' },
  backfill_not_found: { status: 404, meaning: 'There is no backfill with this id.' },
  target_not_found: { status: 404, meaning: 'There are no settings for this target.' },
  run_not_found: { status: 404, meaning: 'There is no run with this id.' },
  node_not_found: { status: 404, meaning: 'No node with this id lives or is on record.' },
  project_not_found: { status: 404, meaning: 'There is no project with this name.' },
  user_not_found: { status: 404, meaning: 'There is no user with this id or name.' },
  member_not_found: { status: 404, meaning: 'The user has no role of its own in the project.' },
  api_token_not_found: { status: 404, meaning: 'There is no API token with this id that the caller may see.' },
  oidc_not_configured: { status: 404, meaning: 'This cluster has no OpenID provider.' },
  method_not_allowed: {
    status: 405,
    meaning: 'The route exists, but not with this method; `Allow` lists those it has.',
  },
  job_name_taken: { status: 409, meaning: 'Another job of the project has this name; `existingId` is its id.' },
  project_name_taken: { status: 409, meaning: 'There is a project with this name.' },
  user_name_taken: { status: 409, meaning: 'There is a user with this name.' },
  last_admin: { status: 409, meaning: 'Nobody else who can sign in is a cluster administrator.' },
  too_many_api_tokens: { status: 409, meaning: 'The caller has as many API tokens as one may have.' },
  too_many_memberships: { status: 409, meaning: 'The user has a role in as many projects as one may have.' },
  idempotency_key_reused: { status: 409, meaning: 'The `Idempotency-Key` belongs to a run of another job or trigger.' },
  run_still_open: { status: 409, meaning: 'The run has not come to its end yet.' },
  run_not_open: { status: 409, meaning: 'The run has come to its end already.' },
  too_many_secrets: { status: 409, meaning: 'The project has as many secrets as it may have.' },
  no_next_secret: { status: 409, meaning: 'The project has no next signing secret that could take over.' },
  write_conflict: { status: 409, meaning: 'Others kept changing the same row; try again.' },
  version_mismatch: { status: 412, meaning: 'The version in `If-Match` is not the current one; `version` is.' },
  payload_too_large: { status: 413, meaning: 'The body is larger than the route takes.' },
  unsupported_media_type: { status: 415, meaning: 'The route takes `application/json` only.' },
  invalid_input: { status: 422, meaning: 'Fields break rules; `errors` names each with its value and rule.' },
  too_many_requests: {
    status: 429,
    meaning: 'More requests than the hub takes of this caller; `Retry-After` says when to try again.',
  },
  sign_in_throttled: {
    status: 429,
    meaning: 'Too many failed under this name or from this address; `Retry-After` says when to try again.',
  },
  internal_error: { status: 500, meaning: 'A defect of the hub; its log has the details under the same `requestId`.' },
  store_unavailable: { status: 503, meaning: 'The database does not answer; `Retry-After` says when to try again.' },
  oidc_unavailable: {
    status: 503,
    meaning: 'The OpenID provider does not answer; `Retry-After` says when to try again.',
  },
  run_not_recorded: {
    status: 503,
    meaning: 'The run was dispatched while the database was away and has no row yet; report again.',
  },
  too_many_watchers: {
    status: 503,
    meaning: 'As many are watching runs as may; `Retry-After` says when to try again.',
  },
  not_ready: { status: 503, meaning: 'etcd or the database does not answer; `checks` says which.' },
} as const satisfies Record<string, { status: number; meaning: string }>;

export type ErrorCode = keyof typeof ERROR_CODES;

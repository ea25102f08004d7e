/** Generated from the hub's OpenAPI document by `npm run generate:sdk`; not edited by hand. */
export interface paths {
  '/healthz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Say that the process is alive */
    get: operations['isAlive'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/readyz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Say whether etcd and the database answer */
    get: operations['isReady'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/session': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Say who is signed in */
    get: operations['getSession'];
    put?: never;
    /**
     * Sign in with name and password
     * @description Answers with a session cookie.
     */
    post: operations['signIn'];
    /**
     * Sign out
     * @description Ends every session of the user, so that a copied cookie is worth nothing any more.
     */
    delete: operations['signOut'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/jobs/bulk': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Create up to 10000 jobs
     * @description Each item stands for itself: some may be created while others are refused. At most 16777216 bytes.
     */
    post: operations['createJobs'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/jobs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List jobs, oldest first */
    get: operations['listJobs'];
    put?: never;
    /**
     * Create a job
     * @description While etcd is away the job is accepted all the same, and assigned once etcd is back.
     */
    post: operations['createJob'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/jobs/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a job */
    get: operations['getJob'];
    put?: never;
    post?: never;
    /**
     * Delete a job
     * @description Its runs stay on record.
     */
    delete: operations['deleteJob'];
    options?: never;
    head?: never;
    /**
     * Change some fields of a job
     * @description Each field that is given replaces the job’s field as a whole; null puts it back to its default. The result is validated as a new job is.
     */
    patch: operations['editJob'];
    trace?: never;
  };
  '/api/v1/jobs/{id}/run': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Run a job now
     * @description Outside of its schedule, and also while it is paused.
     */
    post: operations['runJob'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/jobs/{id}/pause': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Pause a job
     * @description No planned time of it fires until it is resumed, by somebody or at `until`.
     */
    post: operations['pauseJob'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/jobs/{id}/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Resume a job
     * @description Its schedule counts from now: what was paused over is not made up.
     */
    post: operations['resumeJob'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/schedules/preview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Show when a schedule would run */
    post: operations['previewSchedule'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{id}/report': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Report on a run that the service has accepted
     * @description For services, with the `Crony-Report-Token` of the callback as bearer token. May be repeated; docs/protocol.md says more.
     */
    post: operations['reportRun'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{id}/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Watch a run: its state and its output
     * @description Server-sent events: `run` (the run, whenever it has changed), `output` (`{seq, attempt, stream, at, text}`, with `seq` as the event’s id) and, when all has been said, `end`. After a break `Last-Event-ID` goes on behind that output.
     */
    get: operations['watchRun'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{id}/rerun': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Run again what this run ran
     * @description A new run of the job as it is now, with the overrides of the first. Refused while the first is open.
     */
    post: operations['rerunRun'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List runs, newest planned time first */
    get: operations['listRuns'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a run with its attempts */
    get: operations['getRun'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/runs/{id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Ask for a run to be cancelled
     * @description A run that nobody has taken is cancelled at once. One that is under way is cancelled by its node as soon as the node has heard of it.
     */
    post: operations['cancelRun'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/nodes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the nodes that live or are on record, by id */
    get: operations['listNodes'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/nodes/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Set weight and draining of a node */
    patch: operations['editNode'];
    trace?: never;
  };
  '/api/v1/hubs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the living hubs, by id */
    get: operations['listHubs'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/projects': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List projects, by name */
    get: operations['listProjects'];
    put?: never;
    /** Create a project with a signing secret of its own */
    post: operations['createProject'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/projects/{name}/secrets': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the secrets of a project, by name and without their values */
    get: operations['listSecrets'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/projects/{name}/secrets/{secret}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Set a secret of a project
     * @description Jobs name it as `{{secrets.NAME}}`. Nodes use a new value within ten seconds.
     */
    put: operations['putSecret'];
    post?: never;
    /**
     * Delete a secret of a project
     * @description Jobs that name it fail from then on.
     */
    delete: operations['deleteSecret'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/projects/{name}/signing-secret': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read the secret that signs the callbacks of a project */
    get: operations['getSigningSecret'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/projects/{name}/signing-secret/next': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Generate the next signing secret
     * @description Callbacks carry a signature by each from then on. A next one that is there already is replaced.
     */
    post: operations['createNextSigningSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/projects/{name}/signing-secret/promote': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Let the next signing secret take over
     * @description When every service verifies with it: the current one signs nothing any more.
     */
    post: operations['promoteSigningSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/jobs/{id}/backfill': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Run planned times of the past
     * @description By the job’s schedule as it is now; at most 100000 planned times. Runs that were there already stay, and are run again.
     */
    post: operations['backfillJob'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/jobs/{id}/backfills': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the backfills of a job, newest first */
    get: operations['listBackfills'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backfills/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a backfill */
    get: operations['getBackfill'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backfills/{id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Create no more runs of a backfill
     * @description Its runs that are open go on.
     */
    post: operations['cancelBackfill'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/targets': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List targets that have settings, or of which a node has something to say
     * @description Circuits that are open, queues, failures, as of the nodes’ last heartbeats.
     */
    get: operations['listTargets'];
    /**
     * Set the limits of a target
     * @description For each node; nodes follow within ten seconds.
     */
    put: operations['putTarget'];
    post?: never;
    /** Give a target its default limits back */
    delete: operations['deleteTarget'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/stats': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Count jobs, runs by state, nodes and hubs */
    get: operations['getStats'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/stats/hours': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Count runs that ended, hour by hour
     * @description Over all jobs, those of a project, or of one job. Answers may be a few seconds old.
     */
    get: operations['getStatsHours'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/stats/failing': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the jobs that fail now
     * @description Of the last 24 hours; what has succeeded since is not among them. Answers may be a few seconds old.
     */
    get: operations['listFailingJobs'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/timeline': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show the runs of several jobs side by side, and what they plan next */
    get: operations['getTimeline'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/schedules/upcoming': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Show what fires next, and how much in each minute of the next 24 hours
     * @description Looks at no more than 20000 jobs. Answers may be some seconds old.
     */
    get: operations['getUpcoming'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/openapi.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** This document */
    get: operations['getOpenApi'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Alive: {
      /** @enum {string} */
      status: 'alive';
    };
    Problem: {
      /** @enum {string} */
      type: 'about:blank';
      title: string;
      status: number;
      /**
       * @description Stable; what a client branches on.
       * @enum {string}
       */
      code:
        | 'malformed_json'
        | 'malformed_request'
        | 'unauthenticated'
        | 'report_token_invalid'
        | 'sign_in_failed'
        | 'forbidden'
        | 'cross_origin'
        | 'route_not_found'
        | 'job_not_found'
        | 'secret_not_found'
        | 'backfill_not_found'
        | 'target_not_found'
        | 'run_not_found'
        | 'node_not_found'
        | 'project_not_found'
        | 'method_not_allowed'
        | 'job_name_taken'
        | 'project_name_taken'
        | 'idempotency_key_reused'
        | 'run_still_open'
        | 'run_not_open'
        | 'too_many_secrets'
        | 'no_next_secret'
        | 'write_conflict'
        | 'version_mismatch'
        | 'payload_too_large'
        | 'unsupported_media_type'
        | 'invalid_input'
        | 'too_many_requests'
        | 'internal_error'
        | 'store_unavailable'
        | 'run_not_recorded'
        | 'too_many_watchers'
        | 'not_ready';
      detail: string;
      errors?: components['schemas']['FieldError'][];
    } & {
      [key: string]: unknown;
    };
    FieldError: {
      /**
       * @description Where it is, such as `schedule.cron`.
       * @example schedule.everyMs
       */
      path: string;
      /** @description What was sent, cut short and without secrets; null when absent. */
      value?: unknown;
      /** @example must be at least 1000 */
      rule: string;
    };
    Ready: {
      /** @enum {string} */
      status: 'ready';
      checks: components['schemas']['ReadinessChecks'];
    };
    ReadinessChecks: {
      etcd: {
        ok: boolean;
        /** @description What is wrong, without addresses; the log says more. */
        error?: string;
      };
      database: {
        ok: boolean;
        /** @description What is wrong, without addresses; the log says more. */
        error?: string;
      };
    };
    NotReadyProblem: components['schemas']['Problem'] &
      ({
        checks: components['schemas']['ReadinessChecks'];
      } & {
        [key: string]: unknown;
      });
    Session: {
      /** @enum {string} */
      kind: 'user' | 'token';
      name: string;
      /** @enum {string} */
      role: 'admin';
      /**
       * Format: date-time
       * @description When the session ends; null for a token.
       * @example 2027-01-31T08:00:00.000Z
       */
      expiresAt: string | null;
    };
    SignInInput: {
      name: string;
      password: string;
    };
    /** @description One result for each item, in the order of the items. */
    JobBulk: {
      items: (
        | {
            /** @enum {number} */
            status: 201;
            job: components['schemas']['Job'];
          }
        | {
            status: number;
            problem: components['schemas']['Problem'];
          }
      )[];
    };
    Job: {
      /** Format: uuid */
      id: string;
      /** @description Grows with every edit, pause and resume; also the `ETag`. */
      version: number;
      name: string;
      project: string;
      enabled: boolean;
      tags: {
        [key: string]: string;
      };
      schedule: components['schemas']['Schedule'];
      callback: components['schemas']['Callback'];
      timeoutMs: number;
      /** @enum {string} */
      completion: 'sync' | 'async';
      reportTimeoutMs?: number;
      heartbeatMs?: number;
      retry: components['schemas']['Retry'];
      /** @enum {string} */
      concurrency: 'allow' | 'forbid' | 'queue' | 'replace';
      queueLimit?: number;
      /** @enum {string} */
      misfire: 'skip' | 'fire_once' | 'fire_all';
      misfireAfterMs: number;
      misfireLimit: number;
      startDeadlineMs?: number;
      /** @enum {string} */
      onNodeLoss: 'redispatch' | 'lost';
      /** @enum {string} */
      onIsolation: 'fire' | 'hold';
      nodeLabels: {
        [key: string]: string;
      };
      priority: number;
      owner: string;
      description: string;
      alerts: {
        channels: string[];
        on: string[];
      };
      /** @description What whoever paused it said. */
      pause?: {
        note: string | null;
        /**
         * Format: date-time
         * @example 2027-01-31T08:00:00.000Z
         */
        until: string | null;
      };
      /** @description The next planned times; empty when the job is paused or never runs again. */
      nextRuns: string[];
      /** @description The living node that owns the job. */
      nodeId: string | null;
      /**
       * @description `pending` until a living node has taken the job over; etcd or every node may be away.
       * @enum {string}
       */
      assignment: 'assigned' | 'pending' | 'paused';
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      updatedAt: string;
    };
    Schedule: {
      cron?: string;
      everyMs?: number;
      phaseMs?: number;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      at?: string;
      timeZone: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      startAt?: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      endAt?: string;
      jitterMs?: number;
    };
    Callback:
      | {
          /** @enum {string} */
          type: 'http';
          /**
           * @default POST
           * @example POST
           */
          method?: string;
          /**
           * Format: uri
           * @example http://orders.internal/settle
           */
          url: string;
          /**
           * @example {
           *       "x-team": "pay"
           *     }
           */
          headers?: {
            [key: string]: string;
          };
          /**
           * @description At most 16384 bytes; takes templates.
           * @example {"shard":1}
           */
          body?: string;
          auth?: components['schemas']['HttpAuth'];
          tls?: components['schemas']['CallbackTls'];
          success?: components['schemas']['HttpSuccess'];
          /** @description Redirects that are followed, within the same origin only. Default 0. */
          maxRedirects?: number;
          /**
           * Format: uri
           * @description Called with POST when a run is cancelled that the service may be working on.
           * @example http://orders.internal/settle
           */
          cancelUrl?: string;
        }
      | {
          /** @enum {string} */
          type: 'grpc';
          /** @example etcd:///orders.rpc */
          target: string;
          /** @description Unary. Default: Crony’s own `crony.callback.v1.Callback/Invoke`. */
          method?: string;
          /**
           * @description JSON of the request message. Default `{}`.
           * @example {"shard":1}
           */
          payload?: string;
          metadata?: {
            [key: string]: string;
          };
          /** @description A FileDescriptorSet (`protoc --descriptor_set_out --include_imports`) as base64. Without it the server is asked by reflection. */
          descriptorSet?: string;
          /** @description Status codes that are success. Default: `OK`. */
          expectedCodes?: (
            | 'OK'
            | 'CANCELLED'
            | 'UNKNOWN'
            | 'INVALID_ARGUMENT'
            | 'DEADLINE_EXCEEDED'
            | 'NOT_FOUND'
            | 'ALREADY_EXISTS'
            | 'PERMISSION_DENIED'
            | 'RESOURCE_EXHAUSTED'
            | 'FAILED_PRECONDITION'
            | 'ABORTED'
            | 'OUT_OF_RANGE'
            | 'UNIMPLEMENTED'
            | 'INTERNAL'
            | 'UNAVAILABLE'
            | 'DATA_LOSS'
            | 'UNAUTHENTICATED'
          )[];
          tls?: components['schemas']['CallbackTls'] & unknown;
        }
      | {
          /** @enum {string} */
          type: 'shell';
          /**
           * @description A line for `/bin/sh -c`, or with `args` a program. No templates: values come by the environment.
           * @example ./backup.sh --full
           */
          command: string;
          args?: string[];
          /** @description Default: the directory `shell` in the data directory of the node. */
          cwd?: string;
          env?: {
            [key: string]: string;
          };
          /** @description Secrets that the command finds in its environment, under their names. No others. */
          secrets?: string[];
          /**
           * @description At most 16384 bytes; takes templates.
           * @example {"shard":1}
           */
          stdin?: string;
          /** @description Default: 0. */
          successExitCodes?: number[];
          /** @description Run once on each node before the first run there; default timeout 60000 ms. */
          setup?: {
            command: string;
            timeoutMs?: number;
          };
        };
    /** @description The `authorization` header. Secrets are named, never given: `{{secrets.NAME}}`. */
    HttpAuth:
      | {
          /** @enum {string} */
          type: 'basic';
          username: string;
          /** @example {{secrets.ORDERS_PASSWORD}} */
          password: string;
        }
      | {
          /** @enum {string} */
          type: 'bearer';
          /** @example {{secrets.ORDERS_TOKEN}} */
          token: string;
        }
      | {
          /** @enum {string} */
          type: 'oauth2';
          /**
           * Format: uri
           * @example http://orders.internal/settle
           */
          tokenUrl: string;
          clientId: string;
          /** @example {{secrets.OAUTH_SECRET}} */
          clientSecret: string;
          scope?: string;
          audience?: string;
        };
    CallbackTls: {
      /** @description PEM; trusted instead of the system’s authorities. Takes templates. */
      ca?: string;
      /** @description PEM; shown to the service, together with `key`. */
      cert?: string;
      /**
       * @description The secret that holds the key of `cert`, as PEM.
       * @example {{secrets.ORDERS_TOKEN}}
       */
      key?: string;
      /** @description Expected in the service’s certificate instead of the host’s name. */
      serverName?: string;
    };
    HttpSuccess: {
      /**
       * @description Default: `2xx`.
       * @example [
       *       "2xx",
       *       "404"
       *     ]
       */
      statuses?: string[];
      /**
       * @description RE2; must match somewhere in the kept part of the body.
       * @example "ok":\s*true
       */
      bodyPattern?: string;
    };
    Retry: {
      limit: number;
      delayMs: number;
      factor: number;
      maxDelayMs: number;
      jitter: number;
      on: ('failed' | 'timed_out')[];
    };
    JobBulkInput: {
      items: components['schemas']['JobInput'][];
    };
    /** @description Only `name`, `schedule` and `callback` are required. */
    JobInput: {
      /**
       * @description Unique in its project.
       * @example settle-orders
       */
      name: string;
      schedule: components['schemas']['ScheduleInput'];
      callback: components['schemas']['CallbackInput'];
      /**
       * @default default
       * @example default
       */
      project?: string;
      /** @default true */
      enabled?: boolean;
      /**
       * @description For people and filters.
       * @default {}
       * @example {
       *       "team": "pay"
       *     }
       */
      tags?: {
        [key: string]: string;
      };
      /**
       * @description Per attempt.
       * @default 30000
       */
      timeoutMs?: number;
      /**
       * @description `async`: a service that answers 202 reports the outcome later (`POST /runs/{id}/report`).
       * @default sync
       * @enum {string}
       */
      completion?: 'sync' | 'async';
      /** @description Of `async`: from the 202 to the outcome, per attempt. Default: 3600000. */
      reportTimeoutMs?: number;
      /** @description Of `async`: a service that reports nothing at all for this long has timed out. Default: no limit. */
      heartbeatMs?: number;
      /**
       * @default {
       *       "limit": 0,
       *       "delayMs": 1000,
       *       "factor": 2,
       *       "maxDelayMs": 60000,
       *       "jitter": 0,
       *       "on": [
       *         "failed",
       *         "timed_out"
       *       ]
       *     }
       */
      retry?: {
        /**
         * @description Retries after the first attempt.
         * @default 0
         */
        limit?: number;
        /**
         * @description Pause before the first retry.
         * @default 1000
         */
        delayMs?: number;
        /**
         * @description Each further pause is this many times the one before.
         * @default 2
         */
        factor?: number;
        /** @description No pause is longer. Default 60000, or `delayMs` where that is more. */
        maxDelayMs?: number;
        /**
         * @description Each pause varies at random by up to this share of itself.
         * @default 0
         */
        jitter?: number;
        /**
         * @description Outcomes that are tried again.
         * @default [
         *       "failed",
         *       "timed_out"
         *     ]
         */
        on?: ('failed' | 'timed_out')[];
      };
      /**
       * @description What becomes of a planned time while an earlier run is open anywhere in the cluster: `forbid` skips it, `queue` lets it wait, `replace` ends the earlier run.
       * @default forbid
       * @enum {string}
       */
      concurrency?: 'allow' | 'forbid' | 'queue' | 'replace';
      /**
       * @description What becomes of planned times that are missed.
       * @default fire_once
       * @enum {string}
       */
      misfire?: 'skip' | 'fire_once' | 'fire_all';
      /**
       * @description Later than this is missed.
       * @default 5000
       */
      misfireAfterMs?: number;
      /**
       * @description A longer gap is one row with first, last, count.
       * @default 100
       */
      misfireLimit?: number;
      /** @description Most runs that wait for their turn under `queue`; what comes beyond is skipped. Default: 10. */
      queueLimit?: number;
      /** @description A run that could not start this long after its planned time is skipped. Default: none. */
      startDeadlineMs?: number;
      /**
       * @default redispatch
       * @enum {string}
       */
      onNodeLoss?: 'redispatch' | 'lost';
      /**
       * @default fire
       * @enum {string}
       */
      onIsolation?: 'fire' | 'hold';
      /**
       * @description Only nodes that carry all of these labels may own the job.
       * @default {}
       * @example {
       *       "zone": "a"
       *     }
       */
      nodeLabels?: {
        [key: string]: string;
      };
      /** @default 0 */
      priority?: number;
      /** @default  */
      owner?: string;
      /** @default  */
      description?: string;
      /**
       * @default {
       *       "channels": [],
       *       "on": [
       *         "failure"
       *       ]
       *     }
       */
      alerts?: {
        /** @default [] */
        channels?: string[];
        /**
         * @default [
         *       "failure"
         *     ]
         */
        on?: 'failure'[];
      };
    };
    /** @description Exactly one of `cron`, `everyMs` and `at`. */
    ScheduleInput: {
      /**
       * @description 5 fields (minute first), 6 (second first) or 7 (second … year), or a name such as `@hourly`.
       * @example 0 *\/5 * * * *
       */
      cron?: string;
      /** @description A fixed interval, counted from 1970-01-01T00:00:00Z. */
      everyMs?: number;
      /** @description Shifts an interval; less than `everyMs`. */
      phaseMs?: number;
      /**
       * Format: date-time
       * @description One instant.
       * @example 2027-01-31T08:00:00.000Z
       */
      at?: string;
      /**
       * @description IANA name.
       * @default UTC
       * @example Asia/Shanghai
       */
      timeZone?: string;
      /**
       * Format: date-time
       * @description No planned time before it.
       * @example 2027-01-31T08:00:00.000Z
       */
      startAt?: string;
      /**
       * Format: date-time
       * @description No planned time after it.
       * @example 2027-01-31T08:00:00.000Z
       */
      endAt?: string;
      /** @description Each job is late by its own fixed share of this. */
      jitterMs?: number;
    };
    CallbackInput:
      | {
          /** @enum {string} */
          type: 'http';
          /**
           * @default POST
           * @example POST
           */
          method?: string;
          /**
           * Format: uri
           * @example http://orders.internal/settle
           */
          url: string;
          /**
           * @example {
           *       "x-team": "pay"
           *     }
           */
          headers?: {
            [key: string]: string;
          };
          /**
           * @description At most 16384 bytes; takes templates.
           * @example {"shard":1}
           */
          body?: string;
          auth?: components['schemas']['HttpAuth'];
          tls?: components['schemas']['CallbackTls'];
          success?: components['schemas']['HttpSuccess'];
          /** @description Redirects that are followed, within the same origin only. Default 0. */
          maxRedirects?: number;
          /**
           * Format: uri
           * @description Called with POST when a run is cancelled that the service may be working on.
           * @example http://orders.internal/settle
           */
          cancelUrl?: string;
        }
      | {
          /** @enum {string} */
          type: 'grpc';
          /** @example etcd:///orders.rpc */
          target: string;
          /** @description Unary. Default: Crony’s own `crony.callback.v1.Callback/Invoke`. */
          method?: string;
          /**
           * @description JSON of the request message. Default `{}`.
           * @example {"shard":1}
           */
          payload?: string;
          metadata?: {
            [key: string]: string;
          };
          /** @description A FileDescriptorSet (`protoc --descriptor_set_out --include_imports`) as base64. Without it the server is asked by reflection. */
          descriptorSet?: string;
          /** @description Status codes that are success. Default: `OK`. */
          expectedCodes?: (
            | 'OK'
            | 'CANCELLED'
            | 'UNKNOWN'
            | 'INVALID_ARGUMENT'
            | 'DEADLINE_EXCEEDED'
            | 'NOT_FOUND'
            | 'ALREADY_EXISTS'
            | 'PERMISSION_DENIED'
            | 'RESOURCE_EXHAUSTED'
            | 'FAILED_PRECONDITION'
            | 'ABORTED'
            | 'OUT_OF_RANGE'
            | 'UNIMPLEMENTED'
            | 'INTERNAL'
            | 'UNAVAILABLE'
            | 'DATA_LOSS'
            | 'UNAUTHENTICATED'
          )[];
          tls?: components['schemas']['CallbackTls'] & unknown;
        }
      | {
          /** @enum {string} */
          type: 'shell';
          /**
           * @description A line for `/bin/sh -c`, or with `args` a program. No templates: values come by the environment.
           * @example ./backup.sh --full
           */
          command: string;
          args?: string[];
          /** @description Default: the directory `shell` in the data directory of the node. */
          cwd?: string;
          env?: {
            [key: string]: string;
          };
          /** @description Secrets that the command finds in its environment, under their names. No others. */
          secrets?: string[];
          /**
           * @description At most 16384 bytes; takes templates.
           * @example {"shard":1}
           */
          stdin?: string;
          /** @description Default: 0. */
          successExitCodes?: number[];
          /** @description Run once on each node before the first run there; default timeout 60000 ms. */
          setup?: {
            command: string;
            timeoutMs?: number;
          };
        };
    JobPage: {
      items: components['schemas']['Job'][];
      /** @description Null at the end of the list. */
      nextCursor: string | null;
    };
    /** @description Fields that are given replace the job’s as wholes: a `retry` with `limit` alone puts its other members back to their defaults. Null puts a field back to its default. Fields that are not given stay. */
    JobPatch: {
      /**
       * @description Unique in its project.
       * @example settle-orders
       */
      name?: string;
      schedule?: components['schemas']['ScheduleInput'];
      callback?: components['schemas']['CallbackInput'];
      /** @example default */
      project?: string | null;
      enabled?: boolean | null;
      /**
       * @description For people and filters.
       * @example {
       *       "team": "pay"
       *     }
       */
      tags?: {
        [key: string]: string;
      } | null;
      /** @description Per attempt. */
      timeoutMs?: number | null;
      /**
       * @description `async`: a service that answers 202 reports the outcome later (`POST /runs/{id}/report`).
       * @enum {string|null}
       */
      completion?: 'sync' | 'async' | null;
      /** @description Of `async`: from the 202 to the outcome, per attempt. Default: 3600000. */
      reportTimeoutMs?: number | null;
      /** @description Of `async`: a service that reports nothing at all for this long has timed out. Default: no limit. */
      heartbeatMs?: number | null;
      retry?: {
        /**
         * @description Retries after the first attempt.
         * @default 0
         */
        limit?: number;
        /**
         * @description Pause before the first retry.
         * @default 1000
         */
        delayMs?: number;
        /**
         * @description Each further pause is this many times the one before.
         * @default 2
         */
        factor?: number;
        /** @description No pause is longer. Default 60000, or `delayMs` where that is more. */
        maxDelayMs?: number;
        /**
         * @description Each pause varies at random by up to this share of itself.
         * @default 0
         */
        jitter?: number;
        /**
         * @description Outcomes that are tried again.
         * @default [
         *       "failed",
         *       "timed_out"
         *     ]
         */
        on?: ('failed' | 'timed_out')[];
      } | null;
      /**
       * @description What becomes of a planned time while an earlier run is open anywhere in the cluster: `forbid` skips it, `queue` lets it wait, `replace` ends the earlier run.
       * @enum {string|null}
       */
      concurrency?: 'allow' | 'forbid' | 'queue' | 'replace' | null;
      /**
       * @description What becomes of planned times that are missed.
       * @enum {string|null}
       */
      misfire?: 'skip' | 'fire_once' | 'fire_all' | null;
      /** @description Later than this is missed. */
      misfireAfterMs?: number | null;
      /** @description A longer gap is one row with first, last, count. */
      misfireLimit?: number | null;
      /** @description Most runs that wait for their turn under `queue`; what comes beyond is skipped. Default: 10. */
      queueLimit?: number | null;
      /** @description A run that could not start this long after its planned time is skipped. Default: none. */
      startDeadlineMs?: number | null;
      /** @enum {string|null} */
      onNodeLoss?: 'redispatch' | 'lost' | null;
      /** @enum {string|null} */
      onIsolation?: 'fire' | 'hold' | null;
      /**
       * @description Only nodes that carry all of these labels may own the job.
       * @example {
       *       "zone": "a"
       *     }
       */
      nodeLabels?: {
        [key: string]: string;
      } | null;
      priority?: number | null;
      owner?: string | null;
      description?: string | null;
      alerts?: {
        /** @default [] */
        channels?: string[];
        /**
         * @default [
         *       "failure"
         *     ]
         */
        on?: 'failure'[];
      } | null;
    };
    Run: {
      id: string;
      /** Format: uuid */
      jobId: string;
      jobName: string;
      project: string;
      /** @enum {string} */
      trigger: 'schedule' | 'manual' | 'backfill';
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      plannedAt: string;
      /**
       * Format: date-time
       * @description When the run wants attention next: jitter and retries count in.
       * @example 2027-01-31T08:00:00.000Z
       */
      dueAt: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      startedAt: string | null;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      finishedAt: string | null;
      /** @description Start of the first attempt minus planned time. */
      latenessMs: number | null;
      /** @enum {string} */
      status:
        | 'pending'
        | 'claimed'
        | 'running'
        | 'retrying'
        | 'accepted'
        | 'succeeded'
        | 'failed'
        | 'timed_out'
        | 'cancelled'
        | 'skipped'
        | 'missed'
        | 'lost';
      /** @enum {string|null} */
      reason:
        | 'overlap'
        | 'queue_full'
        | 'replaced'
        | 'superseded'
        | 'requested'
        | 'start_deadline'
        | 'misfire'
        | 'node_lost'
        | null;
      nodeId: string | null;
      jobVersion: number;
      /** @description Number of the newest dispatch; 0 before the first. */
      attempt: number;
      retriesUsed: number;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      cancelRequestedAt: string | null;
      /**
       * Format: date-time
       * @description Of a row that stands for a gap: its last time.
       * @example 2027-01-31T08:00:00.000Z
       */
      missedLastAt: string | null;
      /** @description Of a row that stands for a gap: how many times. */
      missedCount: number | null;
      lateResults: number;
      traceparent: string | null;
      /**
       * Format: date-time
       * @description When the service took the work, to report later.
       * @example 2027-01-31T08:00:00.000Z
       */
      acceptedAt: string | null;
      /**
       * Format: date-time
       * @description Of an accepted run: when its outcome must be known.
       * @example 2027-01-31T08:00:00.000Z
       */
      reportDueAt: string | null;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      reportedAt: string | null;
      /** @description Per cent, as the service last said. */
      progress: number | null;
      progressMessage: string | null;
      /** @description The run that this one repeats. */
      rerunOf: string | null;
      backfillId: string | null;
    };
    RunOverrides: {
      /**
       * @description Added to the job’s headers, replacing equal names.
       * @example {
       *       "x-team": "pay"
       *     }
       */
      headers?: {
        [key: string]: string;
      };
      /**
       * @description Replaces the job’s body; of gRPC the payload, of a command its standard input.
       * @example {"shard":1}
       */
      body?: string;
      /** @description A living node that shall run it; default the job’s owner. */
      nodeId?: string;
    };
    Pause: {
      note?: string;
      /**
       * Format: date-time
       * @description Resumed then, by itself.
       * @example 2027-01-31T08:00:00.000Z
       */
      until?: string;
    };
    SchedulePreview: {
      /** @description Fewer than `count` when the schedule ends. */
      nextRuns: string[];
    };
    SchedulePreviewInput: {
      schedule: components['schemas']['ScheduleInput'];
      /**
       * Format: date-time
       * @description Planned times strictly after it; now when absent.
       * @example 2027-01-31T08:00:00.000Z
       */
      after?: string;
      /** @default 5 */
      count?: number;
    };
    RunReportAnswer: {
      runId: string;
      /**
       * @description Of the run, now.
       * @enum {string}
       */
      status:
        | 'pending'
        | 'claimed'
        | 'running'
        | 'retrying'
        | 'accepted'
        | 'succeeded'
        | 'failed'
        | 'timed_out'
        | 'cancelled'
        | 'skipped'
        | 'missed'
        | 'lost';
      /** @description False: the run had come to its end, or a newer attempt counts. */
      applied: boolean;
      /** @description Somebody wants it to end: the service may stop working. */
      cancelRequested: boolean;
      /** @description Number of the newest attempt. */
      attempt: number;
    };
    RunReport: {
      /** @description The `Crony-Attempt` of the callback. */
      attempt: number;
      /**
       * @description `running` is a sign of life, with progress and log lines if there are any.
       * @enum {string}
       */
      status: 'running' | 'succeeded' | 'failed';
      /** @description Log lines of a report that comes twice under the same id are kept once. */
      reportId?: string;
      /** @description Per cent. */
      progress?: number;
      message?: string;
      /** @description Of a final report: the result. */
      output?: string;
      /** @description Of `failed`: false where another attempt cannot help, or the service has made them all. Default true. */
      retryable?: boolean;
      log?: {
        /**
         * Format: date-time
         * @example 2027-01-31T08:00:00.000Z
         */
        at?: string;
        line: string;
      }[];
    };
    RunPage: {
      items: components['schemas']['Run'][];
      /** @description Null at the end of the list. */
      nextCursor: string | null;
    };
    RunWithAttempts: {
      id: string;
      /** Format: uuid */
      jobId: string;
      jobName: string;
      project: string;
      /** @enum {string} */
      trigger: 'schedule' | 'manual' | 'backfill';
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      plannedAt: string;
      /**
       * Format: date-time
       * @description When the run wants attention next: jitter and retries count in.
       * @example 2027-01-31T08:00:00.000Z
       */
      dueAt: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      startedAt: string | null;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      finishedAt: string | null;
      /** @description Start of the first attempt minus planned time. */
      latenessMs: number | null;
      /** @enum {string} */
      status:
        | 'pending'
        | 'claimed'
        | 'running'
        | 'retrying'
        | 'accepted'
        | 'succeeded'
        | 'failed'
        | 'timed_out'
        | 'cancelled'
        | 'skipped'
        | 'missed'
        | 'lost';
      /** @enum {string|null} */
      reason:
        | 'overlap'
        | 'queue_full'
        | 'replaced'
        | 'superseded'
        | 'requested'
        | 'start_deadline'
        | 'misfire'
        | 'node_lost'
        | null;
      nodeId: string | null;
      jobVersion: number;
      /** @description Number of the newest dispatch; 0 before the first. */
      attempt: number;
      retriesUsed: number;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      cancelRequestedAt: string | null;
      /**
       * Format: date-time
       * @description Of a row that stands for a gap: its last time.
       * @example 2027-01-31T08:00:00.000Z
       */
      missedLastAt: string | null;
      /** @description Of a row that stands for a gap: how many times. */
      missedCount: number | null;
      lateResults: number;
      traceparent: string | null;
      /**
       * Format: date-time
       * @description When the service took the work, to report later.
       * @example 2027-01-31T08:00:00.000Z
       */
      acceptedAt: string | null;
      /**
       * Format: date-time
       * @description Of an accepted run: when its outcome must be known.
       * @example 2027-01-31T08:00:00.000Z
       */
      reportDueAt: string | null;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      reportedAt: string | null;
      /** @description Per cent, as the service last said. */
      progress: number | null;
      progressMessage: string | null;
      /** @description The run that this one repeats. */
      rerunOf: string | null;
      backfillId: string | null;
      attempts: components['schemas']['Attempt'][];
    };
    Attempt: {
      /** @description From 1; every dispatch has its own. */
      number: number;
      nodeId: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      startedAt: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      finishedAt: string | null;
      /** @enum {string|null} */
      outcome: 'succeeded' | 'failed' | 'timed_out' | 'cancelled' | 'lost' | null;
      statusCode: number | null;
      errorCode: string | null;
      errorMessage: string | null;
      /** @description The answer, up to the cap. */
      response: string | null;
      /** @description How long the answer was. */
      responseBytes: number | null;
      /** @description Where the time went. A connection that was used before has no `dnsMs` to `tlsMs`. */
      timing: {
        waitMs: number;
        dnsMs?: number;
        connectMs?: number;
        tlsMs?: number;
        firstByteMs?: number;
        totalMs: number;
      } | null;
      /** @description Came after the run had changed hands: kept, without a say. */
      late: boolean;
    };
    NodePage: {
      items: components['schemas']['Node'][];
      /** @description Null at the end of the list. */
      nextCursor: string | null;
    };
    Node: {
      id: string;
      /** @enum {string} */
      state: 'live' | 'lost' | 'stopped';
      incarnation: string;
      address: string;
      /** @description What counts: the stored value, else the node’s own. 0 takes no jobs. */
      weight: number;
      /** @description Gives its jobs away and takes none. */
      draining: boolean;
      settings: {
        /** @description Set through the API; null: the node’s own. */
        weight: number | null;
        draining: boolean | null;
      };
      labels: {
        [key: string]: string;
      };
      /** @description Empty: every project. */
      projects: string[];
      /** @description Most attempts in flight. */
      capacity: number;
      version: string;
      tzVersion: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      startedAt: string;
      /**
       * Format: date-time
       * @description Null before the first, or while it cannot be read.
       * @example 2027-01-31T08:00:00.000Z
       */
      heartbeatAt: string | null;
      /**
       * Format: date-time
       * @description Up to here every planned time of its jobs has a durable row.
       * @example 2027-01-31T08:00:00.000Z
       */
      watermark: string | null;
      /** @description Its clock minus the database’s, as last measured. */
      clockSkewMs: number | null;
      /** @description What may make it fire at other instants than expected. */
      warnings: string[];
      jobs: number | null;
      inFlight: number | null;
    };
    /** @description A stored value wins over the node’s own setting; null gives way to it again. */
    NodePatch: {
      weight?: number | null;
      draining?: boolean | null;
    };
    HubPage: {
      items: components['schemas']['Hub'][];
      /** @description Null at the end of the list. */
      nextCursor: string | null;
    };
    Hub: {
      id: string;
      address: string;
      version: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      startedAt: string;
      leader: boolean;
      /** @description The leader’s term. */
      term: number | null;
    };
    ProjectPage: {
      items: components['schemas']['Project'][];
      /** @description Null at the end of the list. */
      nextCursor: string | null;
    };
    Project: {
      name: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      createdAt: string;
    };
    ProjectInput: {
      /** @example default */
      name: string;
    };
    /** @description All secrets of a project, by name, without their values. */
    SecretList: {
      items: components['schemas']['Secret'][];
      nextCursor: null;
    };
    Secret: {
      name: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      updatedAt: string;
    };
    /** @description The value is sealed at once and never shown again. */
    SecretInput: {
      value: string;
    };
    SigningSecret: {
      /**
       * @description A Standard Webhooks secret.
       * @example whsec_…
       */
      current: string;
      /** @description Signs beside the current one while a project changes it. */
      next: string | null;
    };
    BackfillPreview: {
      /** @description How many planned times lie in the range. */
      planned: number;
      /** @description The first of them. */
      times: string[];
    };
    Backfill: {
      /** Format: uuid */
      id: string;
      /** Format: uuid */
      jobId: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      from: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      to: string;
      concurrency: number;
      planned: number;
      /** @description How many of them have their run by now. */
      created: number;
      /** @enum {string} */
      status: 'running' | 'finished' | 'cancelled';
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      finishedAt: string | null;
    };
    BackfillInput: {
      /**
       * Format: date-time
       * @description The first planned time may be this one.
       * @example 2027-01-31T08:00:00.000Z
       */
      from: string;
      /**
       * Format: date-time
       * @description Planned times lie before it. At most now.
       * @example 2027-01-31T08:00:00.000Z
       */
      to: string;
      /**
       * @description Most runs of it that are open at once.
       * @default 1
       */
      concurrency?: number;
      /**
       * @description Only says what would run.
       * @default false
       */
      dryRun?: boolean;
    };
    BackfillPage: {
      items: components['schemas']['Backfill'][];
      /** @description Null at the end of the list. */
      nextCursor: string | null;
    };
    TargetList: {
      items: components['schemas']['Target'][];
      nextCursor: null;
    };
    /** @description Of nodes only those that have something to say of it. */
    Target: {
      target: string;
      maxInFlight: number | null;
      maxPerSecond: number | null;
      breaker: boolean;
      nodes: {
        nodeId: string;
        inFlight: number;
        waiting: number;
        /** @enum {string} */
        circuit: 'closed' | 'open' | 'half_open';
        failures: number;
        attempts: number;
      }[];
    };
    TargetSettings: {
      /** @example http://orders.internal */
      target: string;
      /** @description Attempts at once, for each node. */
      maxInFlight?: number | null;
      /** @description Attempts begun, for each node. */
      maxPerSecond?: number | null;
      /**
       * @description Whether a target that fails is left alone for a moment.
       * @default true
       */
      breaker?: boolean;
    };
    Stats: {
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      from: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      to: string | null;
      jobs: {
        total: number;
        enabled: number;
      };
      runs: {
        pending?: number;
        claimed?: number;
        running?: number;
        retrying?: number;
        accepted?: number;
        succeeded?: number;
        failed?: number;
        timed_out?: number;
        cancelled?: number;
        skipped?: number;
        missed?: number;
        lost?: number;
      };
      nodes: {
        live: number;
      };
      hubs: {
        live: number;
        leader: string | null;
      };
    };
    /** @description Hours without any run that ended are left out. By planned time. */
    StatsHours: {
      items: components['schemas']['StatsHour'][];
    };
    StatsHour: {
      /**
       * Format: date-time
       * @description Its begin.
       * @example 2027-01-31T08:00:00.000Z
       */
      hourAt: string;
      runs: {
        succeeded?: number;
        failed?: number;
        timed_out?: number;
        cancelled?: number;
        skipped?: number;
        missed?: number;
        lost?: number;
      };
      retries: number;
      latenessSumMs: number;
      durationSumMs: number;
      /** @description How many took at most 10, 50, 100, 500, 1000, 5000, 30000, 300000 ms, and longer. */
      lateness: number[];
      /** @description How many took at most 10, 50, 100, 500, 1000, 5000, 30000, 300000, 3600000 ms, and longer. */
      duration: number[];
    };
    /** @description Jobs whose newest ended run did not succeed, newest failure first. */
    FailingJobs: {
      items: {
        jobId: string;
        jobName: string;
        project: string;
        /** @description Runs of the last 24 hours that did not succeed, as far as read. */
        failures: number;
        /**
         * Format: date-time
         * @description Planned time of the first of them.
         * @example 2027-01-31T08:00:00.000Z
         */
        since: string;
        lastRunId: string;
        /** @enum {string} */
        lastStatus:
          | 'pending'
          | 'claimed'
          | 'running'
          | 'retrying'
          | 'accepted'
          | 'succeeded'
          | 'failed'
          | 'timed_out'
          | 'cancelled'
          | 'skipped'
          | 'missed'
          | 'lost';
        /**
         * Format: date-time
         * @example 2027-01-31T08:00:00.000Z
         */
        lastPlannedAt: string;
      }[];
      /** @description False: there are more of them. */
      complete: boolean;
    };
    /** @description One item for each job that there is, in the order asked for. */
    Timeline: {
      items: {
        jobId: string;
        /** @description Newest first, at most `limit`. */
        runs: {
          id: string;
          /** @enum {string} */
          trigger: 'schedule' | 'manual' | 'backfill';
          /**
           * Format: date-time
           * @example 2027-01-31T08:00:00.000Z
           */
          plannedAt: string;
          /**
           * Format: date-time
           * @example 2027-01-31T08:00:00.000Z
           */
          startedAt: string | null;
          /**
           * Format: date-time
           * @example 2027-01-31T08:00:00.000Z
           */
          finishedAt: string | null;
          /** @enum {string} */
          status:
            | 'pending'
            | 'claimed'
            | 'running'
            | 'retrying'
            | 'accepted'
            | 'succeeded'
            | 'failed'
            | 'timed_out'
            | 'cancelled'
            | 'skipped'
            | 'missed'
            | 'lost';
          /** @enum {string|null} */
          reason:
            | 'overlap'
            | 'queue_full'
            | 'replaced'
            | 'superseded'
            | 'requested'
            | 'start_deadline'
            | 'misfire'
            | 'node_lost'
            | null;
        }[];
        /** @description After now and before `to`, at most `limit`. */
        planned: string[];
        /** @description False: there are more runs or planned times than `limit`. */
        complete: boolean;
      }[];
    };
    Upcoming: {
      /** @description The next planned times of all jobs, soonest first. */
      items: {
        jobId: string;
        jobName: string;
        project: string;
        /**
         * Format: date-time
         * @example 2027-01-31T08:00:00.000Z
         */
        plannedAt: string;
      }[];
      /**
       * Format: date-time
       * @description Where the first bucket begins.
       * @example 2027-01-31T08:00:00.000Z
       */
      from: string;
      bucketMs: number;
      /** @description How many planned times lie in each bucket; of jobs with very many, by their rate. */
      planned: number[];
      /** @description Enabled jobs that were looked at. */
      jobs: number;
      /** @description False: there are more jobs than are looked at for this. */
      complete: boolean;
    };
    OpenApiDocument: {
      openapi: string;
    } & {
      [key: string]: unknown;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  isAlive: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Alive'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  isReady: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Both answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Ready'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `not_ready`: one of them does not answer; `checks` says which. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['NotReadyProblem'];
        };
      };
    };
  };
  getSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The caller. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Session'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  signIn: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SignInInput'];
      };
    };
    responses: {
      /** @description Signed in. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Session'];
        };
      };
      /** @description `malformed_json`: The body is not valid JSON. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `sign_in_failed`: Name and password do not belong together. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: The body is larger than the route takes. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: The route takes `application/json` only. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `too_many_requests`: Too many sign-ins at once; `Retry-After` says when to try again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  signOut: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Signed out; the cookie is taken back. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createJobs: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['JobBulkInput'];
      };
    };
    responses: {
      /** @description A result for each item, in their order. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobBulk'];
        };
      };
      /** @description `malformed_json`: The body is not valid JSON. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: The body is larger than the route takes. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: The route takes `application/json` only. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listJobs: {
    parameters: {
      query?: {
        limit?: number;
        /** @description The `nextCursor` of the page before; keep the filters the same. */
        cursor?: string;
        project?: string;
        enabled?: boolean;
        /** @description A part of the name; case does not matter. */
        name?: string;
        /** @description Jobs that this node took over last. */
        nodeId?: string;
        /** @description Only these; may be given several times. */
        id?: string[];
        /** @description Only jobs that should fire and that no living node owns. */
        assignment?: 'pending';
        /** @description `name:value`; may be given several times, and all must match. */
        tag?: string[];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of jobs. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobPage'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createJob: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['JobInput'];
      };
    };
    responses: {
      /** @description The job. */
      201: {
        headers: {
          /** @description The version. */
          ETag: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'];
        };
      };
      /** @description `malformed_json`: The body is not valid JSON. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `job_name_taken`: Another job of the project has this name; `existingId` is its id. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: The body is larger than the route takes. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: The route takes `application/json` only. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getJob: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The job. */
      200: {
        headers: {
          /** @description The version. */
          ETag: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `job_not_found`: There is no job with this id. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deleteJob: {
    parameters: {
      query?: never;
      header?: {
        /** @description Refuses the write when the version is another one. */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `job_not_found`: There is no job with this id. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `version_mismatch`: The version in `If-Match` is not the current one; `version` is. */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  editJob: {
    parameters: {
      query?: never;
      header?: {
        /** @description Refuses the write when the version is another one. */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['JobPatch'];
      };
    };
    responses: {
      /** @description The job as it is now. */
      200: {
        headers: {
          /** @description The version. */
          ETag: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'];
        };
      };
      /** @description `malformed_json`: The body is not valid JSON. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `job_not_found`: There is no job with this id. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `job_name_taken`: Another job of the project has this name; `existingId` is its id. `write_conflict`: Others kept changing the same row; try again. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `version_mismatch`: The version in `If-Match` is not the current one; `version` is. */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: The body is larger than the route takes. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: The route takes `application/json` only. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  runJob: {
    parameters: {
      query?: never;
      header?: {
        /** @description Becomes the run’s id: a second request with the same key answers the first one’s run. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['RunOverrides'];
      };
    };
    responses: {
      /** @description The run. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Run'];
        };
      };
      /** @description `malformed_json`: The body is not valid JSON. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `job_not_found`: There is no job with this id. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `idempotency_key_reused`: The `Idempotency-Key` belongs to a run of another job or trigger. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: The body is larger than the route takes. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: The route takes `application/json` only. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  pauseJob: {
    parameters: {
      query?: never;
      header?: {
        /** @description Refuses the write when the version is another one. */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['Pause'];
      };
    };
    responses: {
      /** @description The job as it is now. */
      200: {
        headers: {
          /** @description The version. */
          ETag: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'];
        };
      };
      /** @description `malformed_json`: The body is not valid JSON. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `job_not_found`: There is no job with this id. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `write_conflict`: Others kept changing the same row; try again. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `version_mismatch`: The version in `If-Match` is not the current one; `version` is. */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: The body is larger than the route takes. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: The route takes `application/json` only. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  resumeJob: {
    parameters: {
      query?: never;
      header?: {
        /** @description Refuses the write when the version is another one. */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The job as it is now. */
      200: {
        headers: {
          /** @description The version. */
          ETag: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `job_not_found`: There is no job with this id. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `write_conflict`: Others kept changing the same row; try again. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `version_mismatch`: The version in `If-Match` is not the current one; `version` is. */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  previewSchedule: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SchedulePreviewInput'];
      };
    };
    responses: {
      /** @description The planned times. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SchedulePreview'];
        };
      };
      /** @description `malformed_json`: The body is not valid JSON. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: The body is larger than the route takes. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: The route takes `application/json` only. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  reportRun: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RunReport'];
      };
    };
    responses: {
      /** @description How the run stands now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RunReportAnswer'];
        };
      };
      /** @description `malformed_json`: The body is not valid JSON. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `report_token_invalid`: The report token is missing, or is another run’s. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found`: There is no run with this id. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: The body is larger than the route takes. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: The route takes `application/json` only. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_recorded`: The run was dispatched while the database was away and has no row yet; report again. `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  watchRun: {
    parameters: {
      query?: never;
      header?: {
        'Last-Event-ID'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The events. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': string;
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found`: There is no run with this id. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `too_many_watchers`: As many are watching runs as may; `Retry-After` says when to try again. `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  rerunRun: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The new run. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Run'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found`: There is no run with this id. `job_not_found`: There is no job with this id. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_still_open`: The run has not come to its end yet. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listRuns: {
    parameters: {
      query?: {
        limit?: number;
        /** @description The `nextCursor` of the page before; keep the filters the same. */
        cursor?: string;
        jobId?: string;
        project?: string;
        /** @description Any of these; may be given several times, or as a comma-separated list. */
        status?: (
          | 'pending'
          | 'claimed'
          | 'running'
          | 'retrying'
          | 'accepted'
          | 'succeeded'
          | 'failed'
          | 'timed_out'
          | 'cancelled'
          | 'skipped'
          | 'missed'
          | 'lost'
        )[];
        nodeId?: string;
        /** @description Planned at or after. */
        from?: string;
        /** @description Planned before. */
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of runs. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RunPage'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getRun: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The run. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RunWithAttempts'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found`: There is no run with this id. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  cancelRun: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The request is on record. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Run'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_found`: There is no run with this id. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `run_not_open`: The run has come to its end already. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listNodes: {
    parameters: {
      query?: {
        limit?: number;
        /** @description The `nextCursor` of the page before; keep the filters the same. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of nodes. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NodePage'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  editNode: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NodePatch'];
      };
    };
    responses: {
      /** @description The node as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Node'];
        };
      };
      /** @description `malformed_json`: The body is not valid JSON. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `node_not_found`: No node with this id lives or is on record. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: The body is larger than the route takes. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: The route takes `application/json` only. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listHubs: {
    parameters: {
      query?: {
        limit?: number;
        /** @description The `nextCursor` of the page before; keep the filters the same. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of hubs. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HubPage'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listProjects: {
    parameters: {
      query?: {
        limit?: number;
        /** @description The `nextCursor` of the page before; keep the filters the same. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of projects. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProjectPage'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createProject: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ProjectInput'];
      };
    };
    responses: {
      /** @description The project. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Project'];
        };
      };
      /** @description `malformed_json`: The body is not valid JSON. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `project_name_taken`: There is a project with this name. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: The body is larger than the route takes. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: The route takes `application/json` only. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listSecrets: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of them. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SecretList'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `project_not_found`: There is no project with this name. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  putSecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
        secret: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SecretInput'];
      };
    };
    responses: {
      /** @description The secret, without its value. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Secret'];
        };
      };
      /** @description `malformed_json`: The body is not valid JSON. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `project_not_found`: There is no project with this name. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `too_many_secrets`: The project has as many secrets as it may have. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: The body is larger than the route takes. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: The route takes `application/json` only. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deleteSecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
        secret: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `secret_not_found`: The project has no secret with this name. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getSigningSecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The secrets, for the services that verify callbacks. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SigningSecret'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `project_not_found`: There is no project with this name. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createNextSigningSecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The secrets, for the services that verify callbacks. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SigningSecret'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `project_not_found`: There is no project with this name. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `write_conflict`: Others kept changing the same row; try again. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  promoteSigningSecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The secrets, for the services that verify callbacks. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SigningSecret'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `project_not_found`: There is no project with this name. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `no_next_secret`: The project has no next signing secret that could take over. `write_conflict`: Others kept changing the same row; try again. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  backfillJob: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['BackfillInput'];
      };
    };
    responses: {
      /** @description What would run (`dryRun`). */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BackfillPreview'];
        };
      };
      /** @description The backfill, under way. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Backfill'];
        };
      };
      /** @description `malformed_json`: The body is not valid JSON. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `job_not_found`: There is no job with this id. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: The body is larger than the route takes. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: The route takes `application/json` only. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listBackfills: {
    parameters: {
      query?: {
        limit?: number;
        /** @description The `nextCursor` of the page before; keep the filters the same. */
        cursor?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BackfillPage'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getBackfill: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The backfill. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Backfill'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `backfill_not_found`: There is no backfill with this id. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  cancelBackfill: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The backfill as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Backfill'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `backfill_not_found`: There is no backfill with this id. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listTargets: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of them. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TargetList'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  putTarget: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TargetSettings'];
      };
    };
    responses: {
      /** @description The target as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Target'];
        };
      };
      /** @description `malformed_json`: The body is not valid JSON. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `payload_too_large`: The body is larger than the route takes. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `unsupported_media_type`: The route takes `application/json` only. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deleteTarget: {
    parameters: {
      query: {
        target: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It has no settings any more. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `target_not_found`: There are no settings for this target. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getStats: {
    parameters: {
      query?: {
        project?: string;
        /** @description Runs planned at or after; the last 24 hours when absent. */
        from?: string;
        /** @description Runs planned before. */
        to?: string;
        /** @description Count only these, the others as 0: open runs are few, those that have ended may be millions. */
        status?: (
          | 'pending'
          | 'claimed'
          | 'running'
          | 'retrying'
          | 'accepted'
          | 'succeeded'
          | 'failed'
          | 'timed_out'
          | 'cancelled'
          | 'skipped'
          | 'missed'
          | 'lost'
        )[];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The counts. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Stats'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getStatsHours: {
    parameters: {
      query: {
        project?: string;
        jobId?: string;
        /** @description Hours that begin at or after. */
        from: string;
        /** @description Hours that begin before. */
        to: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The hours, oldest first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatsHours'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listFailingJobs: {
    parameters: {
      query?: {
        project?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The jobs. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FailingJobs'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getTimeline: {
    parameters: {
      query?: {
        /** @description May be given several times. */
        jobId?: string[];
        /** @description Runs planned at or after; the newest ones when absent. */
        from?: string;
        /** @description Before; planned times that lie ahead are shown up to here. */
        to?: string;
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The jobs. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Timeline'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getUpcoming: {
    parameters: {
      query?: {
        project?: string;
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What is planned. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Upcoming'];
        };
      };
      /** @description `unauthenticated`: No valid bearer token or session came with the request. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `forbidden`: The caller is known but may not do this. `cross_origin`: A session cookie counts only for writes from the hub’s own origin. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getOpenApi: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OpenAPI 3.1, generated from the schemas that validate. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OpenApiDocument'];
        };
      };
      /** @description `internal_error`: A defect of the hub; its log has the details under the same `requestId`. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
}

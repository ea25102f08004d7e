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
  '/api/v1/session/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Change the password of the user who is signed in
     * @description Ends every other session of the user. Not for API tokens.
     */
    put: operations['changePassword'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/session/methods': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Say how people can sign in */
    get: operations['listSignInMethods'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/session/oidc': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Go to the OpenID provider to sign in
     * @description For browsers. One that cannot be sent there goes to the sign-in page, which says why.
     */
    get: operations['startOidcSignIn'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/session/oidc/callback': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Come back from the OpenID provider
     * @description Only for the browser that went there. Answers with a session cookie; who is not let in goes to the sign-in page, which says why.
     */
    get: operations['finishOidcSignIn'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List users, by name */
    get: operations['listUsers'];
    put?: never;
    /**
     * Create a user
     * @description Who is no cluster administrator may do nothing until a project gives a role.
     */
    post: operations['createUser'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a user */
    get: operations['getUser'];
    put?: never;
    post?: never;
    /** Delete a user, with roles and API tokens */
    delete: operations['deleteUser'];
    options?: never;
    head?: never;
    /**
     * Change role, address or standing of a user
     * @description Takes effect with the next request of the user. The last cluster administrator stays one.
     */
    patch: operations['editUser'];
    trace?: never;
  };
  '/api/v1/users/{id}/reset-password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Give a user another password
     * @description Ends every session of the user.
     */
    post: operations['resetPassword'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/{id}/memberships': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the roles of a user in projects */
    get: operations['listMemberships'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/{id}/end-sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * End every session of a user
     * @description Wherever somebody is signed in as this user: signed out at the next request. API tokens stay.
     */
    post: operations['endSessions'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/tokens': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List API tokens, newest first
     * @description A user’s own; a cluster administrator sees those of everybody, another API token itself alone.
     */
    get: operations['listApiTokens'];
    put?: never;
    /**
     * Create an API token
     * @description Its text is in this answer and nowhere else. It is for people, and for the bootstrap token: an API token makes no others.
     */
    post: operations['createApiToken'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/tokens/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Revoke an API token
     * @description It stays on the list, and opens nothing from now on. Cluster administrators revoke any.
     */
    delete: operations['revokeApiToken'];
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
  '/api/v1/jobs/apply': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Create, change and delete up to 2000 jobs, all or none
     * @description For jobs that are kept in files, as `crony jobs apply` does. Each change names the version that it was made for. When one job has another version by now, has gone, or belongs to somebody else, nothing is changed at all, and the answer says which.
     */
    post: operations['applyJobs'];
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
     * @description Outside of its schedule, and also while it is paused. Overrides that name a secret which the job does not name need `jobs:write`.
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
  '/api/v1/jobs/{id}/versions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the versions of a job, newest first
     * @description Also of a job that is deleted, until its versions are too old to be kept.
     */
    get: operations['listJobVersions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/jobs/{id}/versions/{version}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a job as it was in a version */
    get: operations['getJobVersion'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/jobs/{id}/versions/{version}/diff/{other}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Say what differs between two versions of a job */
    get: operations['diffJobVersions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/jobs/{id}/versions/{version}/restore': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Make a job what it was in a version
     * @description All of it, also whether it was paused; checked as an edit is. It becomes a new version, and the schedule counts from now.
     */
    post: operations['restoreJobVersion'];
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
  '/api/v1/projects/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a project */
    get: operations['getProject'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /** Change settings of a project */
    patch: operations['updateProject'];
    trace?: never;
  };
  '/api/v1/projects/{name}/members': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List who has a role in a project, by name
     * @description Cluster administrators may do everything and are not listed.
     */
    get: operations['listMembers'];
    /**
     * Give a user a role in a project, in place of any other
     * @description Users are named, so that who administers a project need not see all users.
     */
    put: operations['putMember'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/projects/{name}/members/{userId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Take a user’s role in a project away */
    delete: operations['deleteMember'];
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
  '/api/v1/alerts/acknowledge': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Acknowledge up to 1,000 alerts */
    post: operations['acknowledgeAlerts'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alerts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List alerts, newest first */
    get: operations['listAlerts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alerts/count': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Count alerts, up to 1,000
     * @description Takes the filters of the list. Answers may be a few seconds old.
     */
    get: operations['countAlerts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alerts/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read an alert, and what became of telling it */
    get: operations['getAlert'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alerts/{id}/acknowledge': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Say that somebody looks after it
     * @description It is not told to further people then. Asking twice is no error: the first who asked stays on record.
     */
    post: operations['acknowledgeAlert'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alert-rules': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the alert rules of projects and of the cluster, oldest first
     * @description Rules of single jobs stand in the jobs. What is watched for without any rule is not listed.
     */
    get: operations['listAlertRules'];
    put?: never;
    /**
     * Create an alert rule for a project or for the cluster
     * @description Of several rules of one kind the nearest one counts: the job’s, then its project’s, then the cluster’s; a rule without channels is told to the channels of the next one.
     */
    post: operations['createAlertRule'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alert-rules/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Replace an alert rule
     * @description It stays where it is: project and kind cannot change.
     */
    put: operations['replaceAlertRule'];
    post?: never;
    /** Delete an alert rule */
    delete: operations['deleteAlertRule'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alert-rules/effective': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Tell which rules count for a job, or for the jobs of a project that say nothing themselves */
    get: operations['getEffectiveAlertRules'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/silences': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List silences, latest end first */
    get: operations['listSilences'];
    put?: never;
    /**
     * Keep alerts from being sent for a while
     * @description They are recorded, and marked as silenced. Without `jobId` and `kind` all of the project’s are meant.
     */
    post: operations['createSilence'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/silences/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * End a silence now
     * @description It stays on record. What it kept from being sent is not sent afterwards.
     */
    delete: operations['endSilence'];
    options?: never;
    head?: never;
    /**
     * Change when a silence begins and ends, or what is said of it
     * @description What it covers stays: for something else end it and make another.
     */
    patch: operations['editSilence'];
    trace?: never;
  };
  '/api/v1/channels/deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Count what each channel has sent in the last 24 hours
     * @description Channels that had nothing to send are left out. Answers may be a few seconds old.
     */
    get: operations['tallyChannelDeliveries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/channels/{id}/deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the last 20 messages of a channel, latest first */
    get: operations['listChannelDeliveries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/channels/{id}/uses': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the rules and jobs that name a channel */
    get: operations['listChannelUses'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/channels': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List channels, by project and name */
    get: operations['listChannels'];
    put?: never;
    /** Create a channel */
    post: operations['createChannel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/channels/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a channel */
    get: operations['getChannel'];
    put?: never;
    post?: never;
    /**
     * Delete a channel
     * @description Jobs and rules may go on naming it: it is left out from then on.
     */
    delete: operations['deleteChannel'];
    options?: never;
    head?: never;
    /**
     * Change a channel
     * @description Secrets that are not given stay. Where the address changes, those that would be sent to the new one must be given again.
     */
    patch: operations['updateChannel'];
    trace?: never;
  };
  '/api/v1/channels/{id}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send a test through a channel
     * @description Really sends, also where the channel is not enabled, and answers what came of it.
     */
    post: operations['testChannel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/audit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List who did what, newest first
     * @description Of the projects that the caller administers; of the cluster, for its administrators.
     */
    get: operations['listAudit'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/audit/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The same as one file, newest first */
    get: operations['exportAudit'];
    put?: never;
    post?: never;
    delete?: never;
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
  '/api/v1/stats/projects': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Count jobs, members and channels by project */
    get: operations['countByProject'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/settings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Say what the hub that answers runs with
     * @description Without secrets; of those only whether they are set.
     */
    get: operations['getSettings'];
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
     * @description Looks at no more than 200000 jobs. With very many jobs answers may be a minute old, and the first may be the beginning of what is found (complete is false then).
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
        | 'oidc_sign_in_failed'
        | 'forbidden'
        | 'cross_origin'
        | 'route_not_found'
        | 'job_not_found'
        | 'job_version_not_found'
        | 'secret_not_found'
        | 'alert_not_found'
        | 'alert_rule_not_found'
        | 'silence_not_found'
        | 'backfill_not_found'
        | 'channel_not_found'
        | 'target_not_found'
        | 'run_not_found'
        | 'node_not_found'
        | 'project_not_found'
        | 'user_not_found'
        | 'member_not_found'
        | 'api_token_not_found'
        | 'oidc_not_configured'
        | 'method_not_allowed'
        | 'job_name_taken'
        | 'channel_name_taken'
        | 'project_name_taken'
        | 'user_name_taken'
        | 'last_admin'
        | 'too_many_api_tokens'
        | 'too_many_memberships'
        | 'idempotency_key_reused'
        | 'run_still_open'
        | 'run_not_open'
        | 'too_many_secrets'
        | 'alert_rule_exists'
        | 'too_many_alert_rules'
        | 'too_many_channels'
        | 'no_next_secret'
        | 'apply_conflict'
        | 'write_conflict'
        | 'version_mismatch'
        | 'payload_too_large'
        | 'unsupported_media_type'
        | 'invalid_input'
        | 'too_many_requests'
        | 'sign_in_throttled'
        | 'internal_error'
        | 'store_unavailable'
        | 'oidc_unavailable'
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
      /** @description Of the user or the token; null for the bootstrap token. */
      id: string | null;
      name: string;
      /**
       * @description In the cluster; `admin` may do everything everywhere.
       * @enum {string}
       */
      role: 'user' | 'admin';
      /**
       * @description The role in every project, if there is one.
       * @enum {string|null}
       */
      allProjects: 'viewer' | 'operator' | 'editor' | 'admin' | null;
      /** @description The roles in single projects. */
      projects: {
        name: string;
        role: components['schemas']['ProjectRole'];
      }[];
      /**
       * @description What the caller may do whatever the project.
       * @example [
       *       "session",
       *       "users:write"
       *     ]
       */
      permissions: string[];
      /**
       * @description What each role in a project allows: by permission, the least role that has it.
       * @example {
       *       "jobs:read": "viewer",
       *       "jobs:write": "editor"
       *     }
       */
      leastRoles: {
        [key: string]: components['schemas']['ProjectRole'];
      };
      /** @description Else the user signs in at the OpenID provider alone. */
      hasPassword: boolean;
      /** @description The password was made up, or set by somebody else: the user should choose another one. */
      passwordGiven: boolean;
      /**
       * Format: date-time
       * @description When session or token ends; null: never.
       * @example 2027-01-31T08:00:00.000Z
       */
      expiresAt: string | null;
    };
    /**
     * @description Each with what those before it may do.
     * @enum {string}
     */
    ProjectRole: 'viewer' | 'operator' | 'editor' | 'admin';
    SignInInput: {
      name: string;
      password: string;
    };
    PasswordChange: {
      current: string;
      /** Format: password */
      password: string;
    };
    SignInMethods: {
      /** @enum {boolean} */
      password: true;
      oidc: boolean;
      /**
       * @description What people call the OpenID provider.
       * @example Example SSO
       */
      oidcName: string | null;
    };
    UserPage: {
      items: components['schemas']['User'][];
      /** @description Null at the end of the list. */
      nextCursor: string | null;
    };
    User: {
      id: string;
      name: string;
      role: components['schemas']['ClusterRole'];
      email: string | null;
      disabled: boolean;
      /** @description How the user can. */
      signIn: {
        password: boolean;
        oidc: boolean;
      };
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      lastSignInAt: string | null;
    };
    /**
     * @description `admin` may do everything everywhere; what a `user` may do is for each project to say.
     * @enum {string}
     */
    ClusterRole: 'user' | 'admin';
    UserCreated: {
      user: components['schemas']['User'];
      /** @description What was made up; null where it was given. */
      password: string | null;
    };
    UserInput: {
      /** @example ann */
      name: string;
      role?: components['schemas']['ClusterRole'];
      /** Format: email */
      email?: string;
      /**
       * @description `oidc`: without a password; the first who signs in with this verified email is it.
       * @default password
       * @enum {string}
       */
      signIn?: 'password' | 'oidc';
      /**
       * Format: password
       * @description Made up when absent, and answered once.
       */
      password?: string;
    };
    UserPatch: {
      role?: components['schemas']['ClusterRole'];
      /** @description Sessions and API tokens of the user count no more. */
      disabled?: boolean;
      /** Format: email */
      email?: string | null;
    };
    PasswordReset: {
      /** @description What was made up; null where it was given. */
      password: string | null;
    };
    PasswordResetInput: {
      /** Format: password */
      password?: string;
    };
    /** @description All roles of a user in projects, by project. */
    UserMemberships: {
      items: {
        project: string;
        role: components['schemas']['ProjectRole'];
        /**
         * Format: date-time
         * @example 2027-01-31T08:00:00.000Z
         */
        createdAt: string;
      }[];
      nextCursor: null;
    };
    ApiTokenPage: {
      items: components['schemas']['ApiToken'][];
      /** @description Null at the end of the list. */
      nextCursor: string | null;
    };
    ApiToken: {
      id: string;
      name: string;
      /** @description Its first characters. */
      hint: string;
      /** @description Whose it is; null: made with the bootstrap token. */
      userId: string | null;
      role: components['schemas']['TokenRole'];
      project: string | null;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      expiresAt: string | null;
      /**
       * Format: date-time
       * @description To the minute.
       * @example 2027-01-31T08:00:00.000Z
       */
      lastUsedAt: string | null;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      revokedAt: string | null;
    };
    /**
     * @description The most that it may do, in the projects that it reaches. `cluster_admin`: all that a cluster administrator may.
     * @enum {string}
     */
    TokenRole: 'viewer' | 'operator' | 'editor' | 'admin' | 'cluster_admin';
    ApiTokenCreated: {
      apiToken: components['schemas']['ApiToken'];
      /** @description Shown this once. */
      token: string;
    };
    ApiTokenInput: {
      /** @description What it is for. */
      name: string;
      role: components['schemas']['TokenRole'];
      /**
       * @description The only project it reaches; all of its owner’s when null.
       * @example default
       */
      project?: string | null;
      /**
       * Format: date-time
       * @description Never, when null.
       * @example 2027-01-31T08:00:00.000Z
       */
      expiresAt?: string;
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
      alerts: components['schemas']['JobAlertsAnswer'];
      /** @description Who keeps it in files and writes it from there. */
      managedBy: string | null;
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
    JobAlertsAnswer: {
      channels: string[];
      on: (
        | ('failure' | 'missed' | 'silence')
        | {
            /** @enum {string} */
            kind: 'failure';
          }
        | {
            /** @enum {string} */
            kind: 'failures_in_row';
            count: number;
          }
        | {
            /** @enum {string} */
            kind: 'failure_rate';
            percent: number;
            windowMs: number;
            /** @default 10 */
            minRuns?: number;
          }
        | {
            /** @enum {string} */
            kind: 'slow';
            longerThanMs: number;
          }
        | {
            /** @enum {string} */
            kind: 'late';
            laterThanMs: number;
          }
        | {
            /** @enum {string} */
            kind: 'missed';
          }
        | {
            /** @enum {string} */
            kind: 'silence';
          }
        | {
            /** @enum {string} */
            kind: 'not_run_by';
            withinMs: number;
          }
      )[];
      recovery?: boolean;
      escalation?: {
        channels: string[];
        /** @description Unless somebody has acknowledged the alert by then. */
        afterMs: number;
      };
    };
    JobBulkInput: {
      items: components['schemas']['JobInput'][];
    };
    /** @description In the order of the request. */
    JobApply: {
      created: {
        /** Format: uuid */
        id: string;
        project: string;
        name: string;
        version: number;
      }[];
      updated: {
        /** Format: uuid */
        id: string;
        project: string;
        name: string;
        version: number;
      }[];
      /** @description With the version that was the last. */
      deleted: {
        /** Format: uuid */
        id: string;
        project: string;
        name: string;
        version: number;
      }[];
    };
    JobApplyInput: {
      /**
       * @description The mark that the jobs carry afterwards.
       * @example billing
       */
      managedBy: string;
      /** @default [] */
      creates?: components['schemas']['AppliedJobInput'][];
      /** @default [] */
      updates?: {
        /** Format: uuid */
        id: string;
        /** @description The version that the change was made for; another is in its way. */
        version: number;
        job: components['schemas']['AppliedJobInput'];
        /**
         * @description Whether the job may be taken over from whoever else keeps it, or from nobody.
         * @default false
         */
        adopt?: boolean;
      }[];
      /**
       * @description Of jobs that carry the mark.
       * @default []
       */
      deletes?: {
        /** Format: uuid */
        id: string;
        /** @description The version that the change was made for; another is in its way. */
        version: number;
      }[];
    };
    /** @description A whole job, as for a new one: fields that are not given have their defaults. */
    AppliedJobInput: {
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
        /**
         * @description Names of channels of the project or of the cluster. None: where the rules of the project or the cluster say.
         * @default []
         */
        channels?: string[];
        /**
         * @default [
         *       "failure"
         *     ]
         */
        on?: (
          | ('failure' | 'missed' | 'silence')
          | {
              /** @enum {string} */
              kind: 'failure';
            }
          | {
              /** @enum {string} */
              kind: 'failures_in_row';
              count: number;
            }
          | {
              /** @enum {string} */
              kind: 'failure_rate';
              percent: number;
              windowMs: number;
              /** @default 10 */
              minRuns?: number;
            }
          | {
              /** @enum {string} */
              kind: 'slow';
              longerThanMs: number;
            }
          | {
              /** @enum {string} */
              kind: 'late';
              laterThanMs: number;
            }
          | {
              /** @enum {string} */
              kind: 'missed';
            }
          | {
              /** @enum {string} */
              kind: 'silence';
            }
          | {
              /** @enum {string} */
              kind: 'not_run_by';
              withinMs: number;
            }
        )[];
        /** @description Tell when it is over, too. Default: false. */
        recovery?: boolean;
        escalation?: {
          channels: string[];
          /** @description Unless somebody has acknowledged the alert by then. */
          afterMs: number;
        };
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
        /**
         * @description Names of channels of the project or of the cluster. None: where the rules of the project or the cluster say.
         * @default []
         */
        channels?: string[];
        /**
         * @default [
         *       "failure"
         *     ]
         */
        on?: (
          | ('failure' | 'missed' | 'silence')
          | {
              /** @enum {string} */
              kind: 'failure';
            }
          | {
              /** @enum {string} */
              kind: 'failures_in_row';
              count: number;
            }
          | {
              /** @enum {string} */
              kind: 'failure_rate';
              percent: number;
              windowMs: number;
              /** @default 10 */
              minRuns?: number;
            }
          | {
              /** @enum {string} */
              kind: 'slow';
              longerThanMs: number;
            }
          | {
              /** @enum {string} */
              kind: 'late';
              laterThanMs: number;
            }
          | {
              /** @enum {string} */
              kind: 'missed';
            }
          | {
              /** @enum {string} */
              kind: 'silence';
            }
          | {
              /** @enum {string} */
              kind: 'not_run_by';
              withinMs: number;
            }
        )[];
        /** @description Tell when it is over, too. Default: false. */
        recovery?: boolean;
        escalation?: {
          channels: string[];
          /** @description Unless somebody has acknowledged the alert by then. */
          afterMs: number;
        };
      };
      /**
       * @description Who keeps the job in files and writes it from there (`POST /jobs/apply`); null: nobody.
       * @default null
       * @example billing
       */
      managedBy?: string | null;
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
        /**
         * @description Names of channels of the project or of the cluster. None: where the rules of the project or the cluster say.
         * @default []
         */
        channels?: string[];
        /**
         * @default [
         *       "failure"
         *     ]
         */
        on?: (
          | ('failure' | 'missed' | 'silence')
          | {
              /** @enum {string} */
              kind: 'failure';
            }
          | {
              /** @enum {string} */
              kind: 'failures_in_row';
              count: number;
            }
          | {
              /** @enum {string} */
              kind: 'failure_rate';
              percent: number;
              windowMs: number;
              /** @default 10 */
              minRuns?: number;
            }
          | {
              /** @enum {string} */
              kind: 'slow';
              longerThanMs: number;
            }
          | {
              /** @enum {string} */
              kind: 'late';
              laterThanMs: number;
            }
          | {
              /** @enum {string} */
              kind: 'missed';
            }
          | {
              /** @enum {string} */
              kind: 'silence';
            }
          | {
              /** @enum {string} */
              kind: 'not_run_by';
              withinMs: number;
            }
        )[];
        /** @description Tell when it is over, too. Default: false. */
        recovery?: boolean;
        escalation?: {
          channels: string[];
          /** @description Unless somebody has acknowledged the alert by then. */
          afterMs: number;
        };
      } | null;
      /**
       * @description Who keeps the job in files and writes it from there (`POST /jobs/apply`); null: nobody.
       * @example billing
       */
      managedBy?: string | null;
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
    JobVersionPage: {
      items: components['schemas']['JobVersionHead'][];
      /** @description Null at the end of the list. */
      nextCursor: string | null;
    };
    JobVersionHead: {
      /** Format: uuid */
      jobId: string;
      version: number;
      /** @description Who made it; `crony` where a pause came to its end. */
      author: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      createdAt: string;
      /**
       * @description The fields that differ from the version before; null where that is not on record.
       * @example [
       *       "schedule.cron"
       *     ]
       */
      changed: string[] | null;
    };
    JobVersion: {
      /** Format: uuid */
      jobId: string;
      version: number;
      /** @description Who made it; `crony` where a pause came to its end. */
      author: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      createdAt: string;
      job: components['schemas']['JobSpec'];
    };
    JobSpec: {
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
      alerts: components['schemas']['JobAlertsAnswer'];
      /** @description Who keeps it in files and writes it from there. */
      managedBy: string | null;
      /** @description What whoever paused it said. */
      pause?: {
        note: string | null;
        /**
         * Format: date-time
         * @example 2027-01-31T08:00:00.000Z
         */
        until: string | null;
      };
    };
    JobDiff: {
      /** Format: uuid */
      jobId: string;
      /** @description The version that is compared. */
      before: number;
      /** @description The version that it is compared with. */
      after: number;
      changes: {
        /** @example schedule.cron */
        path: string;
        /** @description Absent where the field was not there. */
        before?: unknown;
        /** @description Absent where the field is not there. */
        after?: unknown;
      }[];
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
      figures: components['schemas']['NodeFigures'];
    };
    /** @description As of its last heartbeat. Null before it, or unknown. */
    NodeFigures: {
      /** @description CPU used lately, in cores: 1 is one core all the time. */
      cpuCores: number;
      /** @description Resident memory. */
      memoryBytes: number;
      /** @description JavaScript heap in use. */
      heapBytes: number;
      /** @description How long a timer that was due waited for its turn. */
      eventLoopDelayP99Ms: number;
      eventLoopDelayMaxMs: number;
      /** @description Cores that the process may use. */
      machineCores: number;
      /** @description Load average of the machine over a minute. */
      machineLoad: number;
      /** @description Of the last minute; interpolated within the buckets of a histogram. */
      lateness: {
        /** @description First attempts started. */
        runs: number;
        p50Ms: number | null;
        p99Ms: number | null;
      };
    } | null;
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
      figures: components['schemas']['ProcessFigures'];
      /** @description The leader’s term. */
      term: number | null;
    };
    /** @description As told in the last half minute; null: nothing was. */
    ProcessFigures: {
      /** @description CPU used lately, in cores: 1 is one core all the time. */
      cpuCores: number;
      /** @description Resident memory. */
      memoryBytes: number;
      /** @description JavaScript heap in use. */
      heapBytes: number;
      /** @description How long a timer that was due waited for its turn. */
      eventLoopDelayP99Ms: number;
      eventLoopDelayMaxMs: number;
      /** @description Cores that the process may use. */
      machineCores: number;
      /** @description Load average of the machine over a minute. */
      machineLoad: number;
    } | null;
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
      reportUrl: string | null;
      retention: components['schemas']['Retention'];
    };
    /** @description In days; null: as the hub is set. */
    Retention: {
      runsDays: number | null;
      alertsDays: number | null;
      auditDays: number | null;
      statsDays: number | null;
      versionsDays: number | null;
    };
    ProjectInput: {
      /** @example default */
      name: string;
    };
    /** @description Fields that are given replace the project’s as wholes; null puts one back to its default. */
    ProjectPatch: {
      retention?: components['schemas']['RetentionInput'];
      /**
       * Format: uri
       * @description Where every result and every alert of the project is posted as a CloudEvent; null: nowhere.
       * @example https://events.internal/crony
       */
      reportUrl?: string | null;
    };
    RetentionInput: {
      /** @description Days that runs that have ended are kept. Absent or null: as the hub is set. */
      runsDays?: number | null;
      /** @description Days that alerts are kept. Absent or null: as the hub is set. */
      alertsDays?: number | null;
      /** @description Days that rows of the audit are kept. Absent or null: as the hub is set. */
      auditDays?: number | null;
      /** @description Days that counters by job and hour are kept. Absent or null: as the hub is set. */
      statsDays?: number | null;
      /** @description Days that versions of jobs, from the next one on, are kept. Absent or null: as the hub is set. */
      versionsDays?: number | null;
    } | null;
    MemberPage: {
      items: components['schemas']['Member'][];
      /** @description Null at the end of the list. */
      nextCursor: string | null;
    };
    Member: {
      userId: string;
      name: string;
      role: components['schemas']['ProjectRole'];
      disabled: boolean;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      createdAt: string;
    };
    MemberInput: {
      /**
       * @description The name of the user.
       * @example ann
       */
      user: string;
      role: components['schemas']['ProjectRole'];
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
    Acknowledged: {
      /** @description Those that nobody had acknowledged before. */
      acknowledged: number;
      notFound: string[];
    };
    AcknowledgeInput: {
      ids: string[];
    };
    AlertPage: {
      items: components['schemas']['Alert'][];
      /** @description Null at the end of the list. */
      nextCursor: string | null;
    };
    Alert: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      kind:
        | 'failure'
        | 'failures_in_row'
        | 'failure_rate'
        | 'slow'
        | 'late'
        | 'missed'
        | 'silence'
        | 'not_run_by'
        | 'no_node'
        | 'node_lost'
        | 'leader_lost'
        | 'etcd_unreachable'
        | 'database_unreachable'
        | 'circuit_open'
        | 'clock_skew';
      /** @description Null: the cluster’s. */
      project: string | null;
      /** @description Null: a rule in the job itself, or what is watched for without any rule. */
      ruleId: string | null;
      jobId: string | null;
      jobName: string | null;
      runId: string | null;
      nodeId: string | null;
      hubId: string | null;
      target: string | null;
      /**
       * @description `open` until what it says is over.
       * @enum {string}
       */
      state: 'open' | 'resolved';
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      plannedAt: string | null;
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
      outcome: string | null;
      attempts: number | null;
      errorCode: string | null;
      errorMessage: string | null;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      nextPlannedAt: string | null;
      /** @description What the rule looks at: runs in a row, per cent of failures, milliseconds, jobs, nodes. */
      measured: number | null;
      limit: number | null;
      /** @description Over which it was measured. */
      windowMs: number | null;
      reason: string | null;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      acknowledgedAt: string | null;
      acknowledgedBy: string | null;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      resolvedAt: string | null;
      /** @description A silence kept it from being sent. */
      silenced: boolean;
      silenceId: string | null;
    };
    AlertCount: {
      count: number;
      /** @description False: there are more than 1000. */
      complete: boolean;
    };
    AlertWithNotifications: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      kind:
        | 'failure'
        | 'failures_in_row'
        | 'failure_rate'
        | 'slow'
        | 'late'
        | 'missed'
        | 'silence'
        | 'not_run_by'
        | 'no_node'
        | 'node_lost'
        | 'leader_lost'
        | 'etcd_unreachable'
        | 'database_unreachable'
        | 'circuit_open'
        | 'clock_skew';
      /** @description Null: the cluster’s. */
      project: string | null;
      /** @description Null: a rule in the job itself, or what is watched for without any rule. */
      ruleId: string | null;
      jobId: string | null;
      jobName: string | null;
      runId: string | null;
      nodeId: string | null;
      hubId: string | null;
      target: string | null;
      /**
       * @description `open` until what it says is over.
       * @enum {string}
       */
      state: 'open' | 'resolved';
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      plannedAt: string | null;
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
      outcome: string | null;
      attempts: number | null;
      errorCode: string | null;
      errorMessage: string | null;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      nextPlannedAt: string | null;
      /** @description What the rule looks at: runs in a row, per cent of failures, milliseconds, jobs, nodes. */
      measured: number | null;
      limit: number | null;
      /** @description Over which it was measured. */
      windowMs: number | null;
      reason: string | null;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      acknowledgedAt: string | null;
      acknowledgedBy: string | null;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      resolvedAt: string | null;
      /** @description A silence kept it from being sent. */
      silenced: boolean;
      silenceId: string | null;
      notifications: components['schemas']['AlertNotification'][];
    };
    AlertNotification: {
      /** Format: uuid */
      id: string;
      /** Format: uuid */
      channelId: string;
      /** @description Null: the channel is gone, or it is the report address. */
      channelName: string | null;
      /** @description It goes to the address where the project wants every result. */
      isReportAddress: boolean;
      /** @enum {string} */
      kind: 'alert' | 'escalation' | 'recovery' | 'result';
      /** @enum {string} */
      status: 'pending' | 'sent' | 'failed' | 'dropped';
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      dueAt: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      sentAt: string | null;
      /** @description How often it was tried in vain. */
      tries: number;
      lastError: string | null;
    };
    AlertRulePage: {
      items: components['schemas']['AlertRuleRow'][];
      /** @description Null at the end of the list. */
      nextCursor: string | null;
    };
    AlertRuleRow: {
      id: string;
      project: string | null;
      rule: components['schemas']['AlertRule'];
      channels: string[];
      recovery: boolean;
      escalation: {
        channels: string[];
        /** @description Unless somebody has acknowledged the alert by then. */
        afterMs: number;
      } | null;
      enabled: boolean;
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
    AlertRule:
      | {
          /** @enum {string} */
          kind: 'failure';
        }
      | {
          /** @enum {string} */
          kind: 'failures_in_row';
          count: number;
        }
      | {
          /** @enum {string} */
          kind: 'failure_rate';
          percent: number;
          windowMs: number;
          /** @default 10 */
          minRuns?: number;
        }
      | {
          /** @enum {string} */
          kind: 'slow';
          longerThanMs: number;
        }
      | {
          /** @enum {string} */
          kind: 'late';
          laterThanMs: number;
        }
      | {
          /** @enum {string} */
          kind: 'missed';
        }
      | {
          /** @enum {string} */
          kind: 'silence';
        }
      | {
          /** @enum {string} */
          kind: 'not_run_by';
          withinMs: number;
        }
      | {
          /** @enum {string} */
          kind: 'no_node';
          /** @default 30000 */
          afterMs?: number;
        }
      | {
          /** @enum {string} */
          kind: 'node_lost';
          /** @default 0 */
          afterMs?: number;
        }
      | {
          /** @enum {string} */
          kind: 'leader_lost';
          /** @default 30000 */
          afterMs?: number;
        }
      | {
          /** @enum {string} */
          kind: 'etcd_unreachable';
          /** @default 30000 */
          afterMs?: number;
        }
      | {
          /** @enum {string} */
          kind: 'database_unreachable';
          /** @default 30000 */
          afterMs?: number;
        }
      | {
          /** @enum {string} */
          kind: 'circuit_open';
        }
      | {
          /** @enum {string} */
          kind: 'clock_skew';
          /** @default 2000 */
          limitMs?: number;
        };
    AlertRuleInput: {
      /**
       * @description Null: for the whole cluster.
       * @default null
       * @example default
       */
      project?: string | null;
      rule: components['schemas']['AlertRule'];
      /** @default [] */
      channels?: string[];
      /** @default false */
      recovery?: boolean;
      /** @default null */
      escalation?: {
        channels: string[];
        /** @description Unless somebody has acknowledged the alert by then. */
        afterMs: number;
      } | null;
      /**
       * @description Of no_node, node_lost, leader_lost, etcd_unreachable, database_unreachable, circuit_open, clock_skew, which are watched for by themselves, false is the way to do without.
       * @default true
       */
      enabled?: boolean;
    };
    EffectiveAlertRules: {
      project: string;
      items: {
        rule: components['schemas']['AlertRule'];
        channels: string[];
        recovery: boolean;
        escalation: {
          channels: string[];
          /** @description Unless somebody has acknowledged the alert by then. */
          afterMs: number;
        } | null;
        /**
         * @description Whose figures count; `default`: what is watched for without any rule.
         * @enum {string}
         */
        from: 'job' | 'project' | 'cluster' | 'default';
        ruleId: string | null;
      }[];
    };
    SilencePage: {
      items: components['schemas']['Silence'][];
      /** @description Null at the end of the list. */
      nextCursor: string | null;
    };
    Silence: {
      /** Format: uuid */
      id: string;
      project: string | null;
      jobId: string | null;
      /** @enum {string|null} */
      kind:
        | 'failure'
        | 'failures_in_row'
        | 'failure_rate'
        | 'slow'
        | 'late'
        | 'missed'
        | 'silence'
        | 'not_run_by'
        | 'no_node'
        | 'node_lost'
        | 'leader_lost'
        | 'etcd_unreachable'
        | 'database_unreachable'
        | 'circuit_open'
        | 'clock_skew'
        | null;
      note: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      startsAt: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      endsAt: string;
      createdBy: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      createdAt: string;
    };
    SilenceInput: {
      /**
       * @description Null: the whole cluster.
       * @default null
       * @example default
       */
      project?: string | null;
      /**
       * Format: uuid
       * @default null
       */
      jobId?: string | null;
      /**
       * @default null
       * @enum {string|null}
       */
      kind?:
        | 'failure'
        | 'failures_in_row'
        | 'failure_rate'
        | 'slow'
        | 'late'
        | 'missed'
        | 'silence'
        | 'not_run_by'
        | 'no_node'
        | 'node_lost'
        | 'leader_lost'
        | 'etcd_unreachable'
        | 'database_unreachable'
        | 'circuit_open'
        | 'clock_skew'
        | null;
      /** @description Why, for whoever finds it. */
      note: string;
      /**
       * Format: date-time
       * @description Default: now.
       * @example 2027-01-31T08:00:00.000Z
       */
      startsAt?: string;
      /**
       * Format: date-time
       * @description Every silence has an end: within 90 days of its start.
       * @example 2027-01-31T08:00:00.000Z
       */
      endsAt: string;
    };
    SilencePatch: {
      note?: string;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      startsAt?: string;
      /**
       * Format: date-time
       * @description After now, and within 90 days of its start.
       * @example 2027-01-31T08:00:00.000Z
       */
      endsAt?: string;
    };
    ChannelTallies: {
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      from: string;
      items: {
        channelId: string;
        sent: number;
        /** @description Given up: it was tried for a day, or trying again is in vain. */
        failed: number;
        /** @description Due, or to be tried again. */
        waiting: number;
        /**
         * Format: date-time
         * @example 2027-01-31T08:00:00.000Z
         */
        lastSentAt: string | null;
      }[];
    };
    ChannelDeliveries: {
      items: (components['schemas']['AlertNotification'] & {
        /** @description Null: a result, or an alert that is no longer kept. */
        alertId: string | null;
        /** @enum {string|null} */
        alertKind:
          | 'failure'
          | 'failures_in_row'
          | 'failure_rate'
          | 'slow'
          | 'late'
          | 'missed'
          | 'silence'
          | 'not_run_by'
          | 'no_node'
          | 'node_lost'
          | 'leader_lost'
          | 'etcd_unreachable'
          | 'database_unreachable'
          | 'circuit_open'
          | 'clock_skew'
          | null;
        jobName: string | null;
      })[];
    };
    ChannelUses: {
      rules: {
        id: string;
        project: string | null;
        /** @enum {string} */
        kind:
          | 'failure'
          | 'failures_in_row'
          | 'failure_rate'
          | 'slow'
          | 'late'
          | 'missed'
          | 'silence'
          | 'not_run_by'
          | 'no_node'
          | 'node_lost'
          | 'leader_lost'
          | 'etcd_unreachable'
          | 'database_unreachable'
          | 'circuit_open'
          | 'clock_skew';
      }[];
      jobs: {
        id: string;
        name: string;
        project: string;
      }[];
      /** @description False: more jobs than these may name it. */
      complete: boolean;
    };
    ChannelPage: {
      items: components['schemas']['Channel'][];
      /** @description Null at the end of the list. */
      nextCursor: string | null;
    };
    Channel: {
      id: string;
      /** @description Null: the cluster’s. */
      project: string | null;
      name: string;
      /** @enum {string} */
      type: 'email' | 'feishu' | 'dingtalk' | 'wecom' | 'slack' | 'webhook';
      /** @enum {string} */
      language: 'en' | 'zh';
      enabled: boolean;
      version: number;
      settings:
        | {
            to: string[];
            from?: string;
            smtp?: components['schemas']['SmtpServer'];
          }
        | {
            /** @description The body: JSON with `{{…}}` variables. Default: the body that docs/alerts.md describes. */
            template?: string;
          }
        | Record<string, never>;
      /** @description Which secrets it has, such as `password` or `headers.x-team`. */
      secretsSet: string[];
      /** @description Where it sends, without the rest of the address. */
      host: string | null;
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
    SmtpServer: {
      host: string;
      port: number;
      /**
       * @description `tls` from the first byte, `starttls` (refused where the server has none), or `none`.
       * @enum {string}
       */
      security: 'none' | 'starttls' | 'tls';
      user?: string;
      /** @description PEM; may vouch for the server instead of the system’s authorities. */
      ca?: string;
    };
    /** @description `secrets` are sealed at once and never shown again. */
    ChannelInput:
      | {
          /**
           * @description Unique in its project.
           * @example ops-feishu
           */
          name: string;
          /**
           * @description Null: the channel is for the jobs of all projects.
           * @example default
           */
          project?: string | null;
          /**
           * @default en
           * @enum {string}
           */
          language?: 'en' | 'zh';
          /** @default true */
          enabled?: boolean;
          /** @enum {string} */
          type: 'email';
          settings: {
            to: string[];
            from?: string;
            smtp?: components['schemas']['SmtpServer'];
          };
          /** @default {} */
          secrets?: {
            password?: string;
          };
        }
      | {
          /**
           * @description Unique in its project.
           * @example ops-feishu
           */
          name: string;
          /**
           * @description Null: the channel is for the jobs of all projects.
           * @example default
           */
          project?: string | null;
          /**
           * @default en
           * @enum {string}
           */
          language?: 'en' | 'zh';
          /** @default true */
          enabled?: boolean;
          /** @enum {string} */
          type: 'feishu';
          /** @default {} */
          settings?: Record<string, never>;
          secrets: {
            /** Format: uri */
            url: string;
            signingSecret?: string;
          };
        }
      | {
          /**
           * @description Unique in its project.
           * @example ops-feishu
           */
          name: string;
          /**
           * @description Null: the channel is for the jobs of all projects.
           * @example default
           */
          project?: string | null;
          /**
           * @default en
           * @enum {string}
           */
          language?: 'en' | 'zh';
          /** @default true */
          enabled?: boolean;
          /** @enum {string} */
          type: 'dingtalk';
          /** @default {} */
          settings?: Record<string, never>;
          secrets: {
            /** Format: uri */
            url: string;
            signingSecret?: string;
          };
        }
      | {
          /**
           * @description Unique in its project.
           * @example ops-feishu
           */
          name: string;
          /**
           * @description Null: the channel is for the jobs of all projects.
           * @example default
           */
          project?: string | null;
          /**
           * @default en
           * @enum {string}
           */
          language?: 'en' | 'zh';
          /** @default true */
          enabled?: boolean;
          /** @enum {string} */
          type: 'wecom';
          /** @default {} */
          settings?: Record<string, never>;
          secrets: {
            /** Format: uri */
            url: string;
          };
        }
      | {
          /**
           * @description Unique in its project.
           * @example ops-feishu
           */
          name: string;
          /**
           * @description Null: the channel is for the jobs of all projects.
           * @example default
           */
          project?: string | null;
          /**
           * @default en
           * @enum {string}
           */
          language?: 'en' | 'zh';
          /** @default true */
          enabled?: boolean;
          /** @enum {string} */
          type: 'slack';
          /** @default {} */
          settings?: Record<string, never>;
          secrets: {
            /** Format: uri */
            url: string;
          };
        }
      | {
          /**
           * @description Unique in its project.
           * @example ops-feishu
           */
          name: string;
          /**
           * @description Null: the channel is for the jobs of all projects.
           * @example default
           */
          project?: string | null;
          /**
           * @default en
           * @enum {string}
           */
          language?: 'en' | 'zh';
          /** @default true */
          enabled?: boolean;
          /** @enum {string} */
          type: 'webhook';
          /** @default {} */
          settings?: {
            /** @description The body: JSON with `{{…}}` variables. Default: the body that docs/alerts.md describes. */
            template?: string;
          };
          secrets: {
            /** Format: uri */
            url: string;
            signingSecret?: string;
            headers?: {
              [key: string]: string;
            };
          };
        };
    ChannelPatch: {
      /**
       * @description Unique in its project.
       * @example ops-feishu
       */
      name?: string;
      /** @enum {string} */
      language?: 'en' | 'zh';
      enabled?: boolean;
      /** @description Fields that are given replace those that are there; null takes one away. */
      settings?: {
        [key: string]: unknown;
      };
      /** @description Those that are not given stay as they are; null takes one away. `headers` go one by one. */
      secrets?: {
        [key: string]: unknown;
      };
    };
    ChannelTest: {
      /** @description The other side has taken the message over. */
      delivered: boolean;
      tookMs: number;
      error: {
        /** @description What the other side said, or what kept it from being asked. */
        message: string;
        /** @description False: in vain until somebody changes the channel. */
        retryable: boolean;
        retryAfterMs: number | null;
      } | null;
    };
    /** @description A page may come out shorter than asked for, and even empty: go on until `nextCursor` is null. */
    AuditPage: {
      items: components['schemas']['AuditEntry'][];
      /** @description Null at the end of the list. */
      nextCursor: string | null;
    };
    AuditEntry: {
      /** @description Grows with every row. */
      seq: number;
      /**
       * Format: date-time
       * @example 2027-01-31T08:00:00.000Z
       */
      at: string;
      actor: {
        /**
         * @description `anonymous`: whoever tried to sign in. `system`: Crony by itself.
         * @enum {string}
         */
        kind: 'user' | 'token' | 'anonymous' | 'system';
        id: string | null;
        name: string;
        /** @description Where the request came from; empty where there was none. */
        address: string;
      };
      /** @enum {string} */
      action:
        | 'alert.acknowledge'
        | 'alert_rule.create'
        | 'alert_rule.delete'
        | 'alert_rule.edit'
        | 'api_token.create'
        | 'api_token.revoke'
        | 'backfill.cancel'
        | 'backfill.create'
        | 'channel.create'
        | 'channel.delete'
        | 'channel.edit'
        | 'channel.test'
        | 'job.create'
        | 'job.delete'
        | 'job.edit'
        | 'job.pause'
        | 'job.restore'
        | 'job.resume'
        | 'member.delete'
        | 'member.put'
        | 'node.edit'
        | 'project.create'
        | 'project.edit'
        | 'run.cancel'
        | 'run.create'
        | 'run.rerun'
        | 'secret.delete'
        | 'secret.put'
        | 'session.refuse'
        | 'session.sign_in'
        | 'session.sign_out'
        | 'signing_secret.next'
        | 'signing_secret.promote'
        | 'silence.create'
        | 'silence.edit'
        | 'silence.end'
        | 'target.delete'
        | 'target.put'
        | 'user.create'
        | 'user.delete'
        | 'user.edit'
        | 'user.end_sessions'
        | 'user.link'
        | 'user.password';
      /** @description Null: the cluster’s. */
      project: string | null;
      subject: {
        type: string;
        id: string;
        name: string;
      };
      /** @description Without secrets; null where there was nothing, or nothing to tell. */
      before?: unknown;
      after?: unknown;
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
    /** @description By project; one that has nothing at all may be absent. */
    ProjectCountsList: {
      items: components['schemas']['ProjectCounts'][];
    };
    ProjectCounts: {
      project: string;
      jobs: number;
      members: number;
      channels: number;
    };
    Settings: {
      /** @description The hub that answers; each has settings of its own. */
      hubId: string;
      version: string;
      /** @example Node.js v20.19.0 */
      runtime: string;
      publicUrl: string;
      /** @enum {string} */
      database: 'sqlite' | 'mysql';
      /** @enum {string} */
      coordination: 'memory' | 'etcd';
      items: components['schemas']['EffectiveSetting'][];
    };
    EffectiveSetting: {
      /** @example CRONY_LEASE_TTL_S */
      variable: string;
      /** @description Null: a secret, or nothing is set. */
      value: string | null;
      /**
       * @description Where it comes from.
       * @enum {string}
       */
      source: 'flag' | 'environment' | 'file' | 'default';
      /** @description Whether there is a value, shown or not. */
      isSet: boolean;
      isSecret: boolean;
      /**
       * @description What a number counts.
       * @example seconds
       */
      unit: string | null;
      /** @description What happens where nothing is set. */
      fallback: string | null;
      help: string;
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
      /** @description False: not all jobs have been looked at, yet or at all. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. `sign_in_throttled`: Too many failed under this name or from this address; `Retry-After` says when to try again. */
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
  changePassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PasswordChange'];
      };
    };
    responses: {
      /** @description Changed; the answer carries the cookie of a new session. */
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
      /** @description `user_not_found`: There is no user with this id or name. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. `sign_in_throttled`: Too many failed under this name or from this address; `Retry-After` says when to try again. */
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
  listSignInMethods: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The ways. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SignInMethods'];
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
    };
  };
  startOidcSignIn: {
    parameters: {
      query?: {
        /** @description The path of this hub to come back to. */
        returnTo?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description To the provider, or to the sign-in page. */
      302: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `oidc_not_configured`: This cluster has no OpenID provider. */
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
      /** @description `oidc_unavailable`: The OpenID provider does not answer; `Retry-After` says when to try again. */
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
  finishOidcSignIn: {
    parameters: {
      query?: {
        state?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description On to where the sign-in began, or to the sign-in page. */
      302: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `oidc_sign_in_failed`: What came back from the OpenID provider signs nobody in; `detail` says why. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `oidc_not_configured`: This cluster has no OpenID provider. */
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
      /** @description `oidc_unavailable`: The OpenID provider does not answer; `Retry-After` says when to try again. `store_unavailable`: The database does not answer; `Retry-After` says when to try again. */
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
  listUsers: {
    parameters: {
      query?: {
        limit?: number;
        /** @description The `nextCursor` of the page before; keep the filters the same. */
        cursor?: string;
        /** @description Part of the name. */
        name?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of users. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UserPage'];
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  createUser: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UserInput'];
      };
    };
    responses: {
      /** @description The user, and this once the password that was made up. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UserCreated'];
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
      /** @description `user_name_taken`: There is a user with this name. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  getUser: {
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
      /** @description The user. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['User'];
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
      /** @description `user_not_found`: There is no user with this id or name. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  deleteUser: {
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
      /** @description `user_not_found`: There is no user with this id or name. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `last_admin`: Nobody else who can sign in is a cluster administrator. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  editUser: {
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
        'application/json': components['schemas']['UserPatch'];
      };
    };
    responses: {
      /** @description The user as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['User'];
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
      /** @description `user_not_found`: There is no user with this id or name. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `last_admin`: Nobody else who can sign in is a cluster administrator. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  resetPassword: {
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
        'application/json': components['schemas']['PasswordResetInput'];
      };
    };
    responses: {
      /** @description This once, the password that was made up. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PasswordReset'];
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
      /** @description `user_not_found`: There is no user with this id or name. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  listMemberships: {
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
      /** @description All of them. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UserMemberships'];
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
      /** @description `user_not_found`: There is no user with this id or name. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  endSessions: {
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
      /** @description Ended. */
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
      /** @description `user_not_found`: There is no user with this id or name. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  listApiTokens: {
    parameters: {
      query?: {
        limit?: number;
        /** @description The `nextCursor` of the page before; keep the filters the same. */
        cursor?: string;
        /** @description For cluster administrators, who see those of everybody. */
        userId?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of tokens. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ApiTokenPage'];
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  createApiToken: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ApiTokenInput'];
      };
    };
    responses: {
      /** @description The token. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ApiTokenCreated'];
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
      /** @description `too_many_api_tokens`: The caller has as many API tokens as one may have. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  revokeApiToken: {
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
      /** @description The token as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ApiToken'];
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
      /** @description `api_token_not_found`: There is no API token with this id that the caller may see. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  applyJobs: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['JobApplyInput'];
      };
    };
    responses: {
      /** @description All of it is done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobApply'];
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
      /** @description `apply_conflict`: Jobs stand in the way of an apply, and nothing of it was done; `conflicts` names each, and why. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  listJobs: {
    parameters: {
      query?: {
        limit?: number;
        /** @description The `nextCursor` of the page before; keep the filters the same. */
        cursor?: string;
        project?: string;
        enabled?: boolean;
        /** @description Jobs that carry this mark. */
        managedBy?: string;
        /** @description A part of the name; case does not matter. */
        name?: string;
        /** @description Jobs that this node took over last. */
        nodeId?: string;
        /** @description Only these; may be given several times. */
        id?: string[];
        /** @description Only jobs that should fire and that no living node owns. */
        assignment?: 'pending';
        /** @description How their newest run that has ended, ended; `none`: jobs without any run. A page may be shorter than asked for, even empty, and go on: follow `nextCursor`. */
        lastRun?: ('succeeded' | 'failed' | 'timed_out' | 'cancelled' | 'skipped' | 'missed' | 'lost' | 'none')[];
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  listJobVersions: {
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
      /** @description A page of versions. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobVersionPage'];
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  getJobVersion: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
        version: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The version. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobVersion'];
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
      /** @description `job_not_found`: There is no job with this id. `job_version_not_found`: There is no record of this version of the job. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  diffJobVersions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
        version: number;
        other: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Each field that differs, before (`version`) and after (`other`). */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobDiff'];
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
      /** @description `job_not_found`: There is no job with this id. `job_version_not_found`: There is no record of this version of the job. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  restoreJobVersion: {
    parameters: {
      query?: never;
      header?: {
        /** @description Refuses the write when the version is another one. */
        'If-Match'?: string;
      };
      path: {
        id: string;
        version: number;
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
      /** @description `job_not_found`: There is no job with this id. `job_version_not_found`: There is no record of this version of the job. */
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
      /** @description `invalid_input`: Fields break rules; `errors` names each with its value and rule. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  getProject: {
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
      /** @description The project. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Project'];
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  updateProject: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ProjectPatch'];
      };
    };
    responses: {
      /** @description The project as it is now. */
      200: {
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
      /** @description `project_not_found`: There is no project with this name. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  listMembers: {
    parameters: {
      query?: {
        limit?: number;
        /** @description The `nextCursor` of the page before; keep the filters the same. */
        cursor?: string;
      };
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of members. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MemberPage'];
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  putMember: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['MemberInput'];
      };
    };
    responses: {
      /** @description The member. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Member'];
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
      /** @description `project_not_found`: There is no project with this name. `user_not_found`: There is no user with this id or name. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `too_many_memberships`: The user has a role in as many projects as one may have. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  deleteMember: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
        userId: string;
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
      /** @description `project_not_found`: There is no project with this name. `member_not_found`: The user has no role of its own in the project. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  acknowledgeAlerts: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AcknowledgeInput'];
      };
    };
    responses: {
      /** @description How many, and which are not there. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Acknowledged'];
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  listAlerts: {
    parameters: {
      query?: {
        limit?: number;
        /** @description The `nextCursor` of the page before; keep the filters the same. */
        cursor?: string;
        project?: string;
        jobId?: string;
        /** @description Give `jobId` with it, where it is known: it is found faster. */
        runId?: string;
        kind?:
          | 'failure'
          | 'failures_in_row'
          | 'failure_rate'
          | 'slow'
          | 'late'
          | 'missed'
          | 'silence'
          | 'not_run_by'
          | 'no_node'
          | 'node_lost'
          | 'leader_lost'
          | 'etcd_unreachable'
          | 'database_unreachable'
          | 'circuit_open'
          | 'clock_skew';
        state?: 'open' | 'resolved';
        acknowledged?: boolean;
        /** @description Raised at or after. */
        from?: string;
        /** @description Raised before. */
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of alerts. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AlertPage'];
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  countAlerts: {
    parameters: {
      query?: {
        project?: string;
        jobId?: string;
        /** @description Give `jobId` with it, where it is known: it is found faster. */
        runId?: string;
        kind?:
          | 'failure'
          | 'failures_in_row'
          | 'failure_rate'
          | 'slow'
          | 'late'
          | 'missed'
          | 'silence'
          | 'not_run_by'
          | 'no_node'
          | 'node_lost'
          | 'leader_lost'
          | 'etcd_unreachable'
          | 'database_unreachable'
          | 'circuit_open'
          | 'clock_skew';
        state?: 'open' | 'resolved';
        acknowledged?: boolean;
        /** @description Raised at or after. */
        from?: string;
        /** @description Raised before. */
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description How many. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AlertCount'];
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  getAlert: {
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
      /** @description The alert. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AlertWithNotifications'];
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
      /** @description `alert_not_found`: There is no alert with this id. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  acknowledgeAlert: {
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
      /** @description The alert. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Alert'];
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
      /** @description `alert_not_found`: There is no alert with this id. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  listAlertRules: {
    parameters: {
      query?: {
        limit?: number;
        /** @description The `nextCursor` of the page before; keep the filters the same. */
        cursor?: string;
        project?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of rules. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AlertRulePage'];
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  createAlertRule: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AlertRuleInput'];
      };
    };
    responses: {
      /** @description The rule. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AlertRuleRow'];
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
      /** @description `alert_rule_exists`: The project, or the cluster, has a rule of this kind; `existingId` is its id. `too_many_alert_rules`: There are as many alert rules as there may be. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  replaceAlertRule: {
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
        'application/json': components['schemas']['AlertRuleInput'];
      };
    };
    responses: {
      /** @description The rule as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AlertRuleRow'];
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
      /** @description `alert_rule_not_found`: There is no alert rule with this id. `project_not_found`: There is no project with this name. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  deleteAlertRule: {
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
      /** @description `alert_rule_not_found`: There is no alert rule with this id. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  getEffectiveAlertRules: {
    parameters: {
      query?: {
        project?: string;
        jobId?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One rule a kind; kinds that nobody asks for are left out. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EffectiveAlertRules'];
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
      /** @description `job_not_found`: There is no job with this id. `project_not_found`: There is no project with this name. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  listSilences: {
    parameters: {
      query?: {
        limit?: number;
        /** @description The `nextCursor` of the page before; keep the filters the same. */
        cursor?: string;
        project?: string;
        /** @description `true`: those that are over, too. */
        over?: boolean;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of silences. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SilencePage'];
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  createSilence: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SilenceInput'];
      };
    };
    responses: {
      /** @description The silence. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Silence'];
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
      /** @description `project_not_found`: There is no project with this name. `job_not_found`: There is no job with this id. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  endSilence: {
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
      /** @description It is over. */
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
      /** @description `silence_not_found`: There is no silence with this id that is not over. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  editSilence: {
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
        'application/json': components['schemas']['SilencePatch'];
      };
    };
    responses: {
      /** @description The silence as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Silence'];
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
      /** @description `silence_not_found`: There is no silence with this id that is not over. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  tallyChannelDeliveries: {
    parameters: {
      query?: {
        /** @description Empty: the channel is for the jobs of all projects. */
        project?: string;
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
          'application/json': components['schemas']['ChannelTallies'];
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  listChannelDeliveries: {
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
      /** @description The messages. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChannelDeliveries'];
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
      /** @description `channel_not_found`: There is no channel with this id. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  listChannelUses: {
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
      /** @description The rules and jobs that the caller may see. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChannelUses'];
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
      /** @description `channel_not_found`: There is no channel with this id. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  listChannels: {
    parameters: {
      query?: {
        limit?: number;
        /** @description The `nextCursor` of the page before; keep the filters the same. */
        cursor?: string;
        /** @description Only those of this project; empty: of the cluster. */
        project?: string;
        type?: 'email' | 'feishu' | 'dingtalk' | 'wecom' | 'slack' | 'webhook';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of channels. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChannelPage'];
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  createChannel: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChannelInput'];
      };
    };
    responses: {
      /** @description The channel, without its secrets. */
      201: {
        headers: {
          /** @description The version. */
          ETag: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Channel'];
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
      /** @description `channel_name_taken`: The project, or the cluster, has a channel with this name. `too_many_channels`: The project, or the cluster, has as many channels as it may have. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  getChannel: {
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
      /** @description The channel, without its secrets. */
      200: {
        headers: {
          /** @description The version. */
          ETag: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Channel'];
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
      /** @description `channel_not_found`: There is no channel with this id. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  deleteChannel: {
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
      /** @description `channel_not_found`: There is no channel with this id. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  updateChannel: {
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
        'application/json': components['schemas']['ChannelPatch'];
      };
    };
    responses: {
      /** @description The channel as it is now. */
      200: {
        headers: {
          /** @description The version. */
          ETag: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Channel'];
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
      /** @description `channel_not_found`: There is no channel with this id. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `channel_name_taken`: The project, or the cluster, has a channel with this name. `write_conflict`: Others kept changing the same row; try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  testChannel: {
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
      /** @description What came of it. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChannelTest'];
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
      /** @description `channel_not_found`: There is no channel with this id. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  listAudit: {
    parameters: {
      query?: {
        limit?: number;
        /** @description The `nextCursor` of the page before; keep the filters the same. */
        cursor?: string;
        project?: string;
        /** @description Id or name of who did it. */
        actor?: string;
        action?:
          | 'alert.acknowledge'
          | 'alert_rule.create'
          | 'alert_rule.delete'
          | 'alert_rule.edit'
          | 'api_token.create'
          | 'api_token.revoke'
          | 'backfill.cancel'
          | 'backfill.create'
          | 'channel.create'
          | 'channel.delete'
          | 'channel.edit'
          | 'channel.test'
          | 'job.create'
          | 'job.delete'
          | 'job.edit'
          | 'job.pause'
          | 'job.restore'
          | 'job.resume'
          | 'member.delete'
          | 'member.put'
          | 'node.edit'
          | 'project.create'
          | 'project.edit'
          | 'run.cancel'
          | 'run.create'
          | 'run.rerun'
          | 'secret.delete'
          | 'secret.put'
          | 'session.refuse'
          | 'session.sign_in'
          | 'session.sign_out'
          | 'signing_secret.next'
          | 'signing_secret.promote'
          | 'silence.create'
          | 'silence.edit'
          | 'silence.end'
          | 'target.delete'
          | 'target.put'
          | 'user.create'
          | 'user.delete'
          | 'user.edit'
          | 'user.end_sessions'
          | 'user.link'
          | 'user.password';
        subjectType?: string;
        subjectId?: string;
        /** @description At or after. */
        from?: string;
        /** @description Before. */
        to?: string;
        /** @description Somewhere in names or values. The case of ASCII letters does not matter. */
        text?: string;
      };
      header?: never;
      path?: never;
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
          'application/json': components['schemas']['AuditPage'];
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  exportAudit: {
    parameters: {
      query?: {
        project?: string;
        /** @description Id or name of who did it. */
        actor?: string;
        action?:
          | 'alert.acknowledge'
          | 'alert_rule.create'
          | 'alert_rule.delete'
          | 'alert_rule.edit'
          | 'api_token.create'
          | 'api_token.revoke'
          | 'backfill.cancel'
          | 'backfill.create'
          | 'channel.create'
          | 'channel.delete'
          | 'channel.edit'
          | 'channel.test'
          | 'job.create'
          | 'job.delete'
          | 'job.edit'
          | 'job.pause'
          | 'job.restore'
          | 'job.resume'
          | 'member.delete'
          | 'member.put'
          | 'node.edit'
          | 'project.create'
          | 'project.edit'
          | 'run.cancel'
          | 'run.create'
          | 'run.rerun'
          | 'secret.delete'
          | 'secret.put'
          | 'session.refuse'
          | 'session.sign_in'
          | 'session.sign_out'
          | 'signing_secret.next'
          | 'signing_secret.promote'
          | 'silence.create'
          | 'silence.edit'
          | 'silence.end'
          | 'target.delete'
          | 'target.put'
          | 'user.create'
          | 'user.delete'
          | 'user.edit'
          | 'user.end_sessions'
          | 'user.link'
          | 'user.password';
        subjectType?: string;
        subjectId?: string;
        /** @description At or after. */
        from?: string;
        /** @description Before. */
        to?: string;
        /** @description Somewhere in names or values. The case of ASCII letters does not matter. */
        text?: string;
        format?: 'ndjson' | 'csv';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A row a line. Cells that a spreadsheet would run begin with an apostrophe. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': string;
          'text/csv': string;
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  countByProject: {
    parameters: {
      query?: never;
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
          'application/json': components['schemas']['ProjectCountsList'];
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
  getSettings: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The settings. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Settings'];
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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
      /** @description `too_many_requests`: More requests than the hub takes of this caller; `Retry-After` says when to try again. */
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

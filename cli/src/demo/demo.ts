/**
 * The demo: a whole Crony in this process, a service that it calls, and a few jobs. At its end it holds what Crony
 * has written down against what the service has counted.
 */
import { randomBytes } from 'node:crypto';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';
import type { Lifecycle } from '@crony/shared/runtime/process-lifecycle';
import { Loop, type Service } from '@crony/shared/runtime/service';
import { readSettings } from '@crony/shared/runtime/settings/read-settings';
import { DEFAULT_PROJECT } from '@crony/shared/wire/job';
import { composeStandalone, type Standalone } from '../standalone.js';
import { VERSION } from '../version.js';
import { DemoApi } from './api.js';
import { DEMO_JOBS, FAIL_FIRST } from './demo-jobs.js';
import { RunList } from './run-list.js';
import { SampleService } from './sample-service.js';
import type { Screen } from './screen.js';

export interface DemoOptions {
  directory: string;
  port: number;
  /** Ends by itself after this long; null goes on until it is stopped. */
  seconds: number | null;
  screen: Screen;
  clock: Clock;
  logger: Logger;
  lifecycle: Lifecycle;
}

const POLL_MS = 250;
/** For the runs that are open when the demo ends: the longest retry of a job, and some room. */
const SETTLE_LIMIT_MS = 15_000;
const OPEN_STATES = 'pending,claimed,running,retrying,accepted';

export class Demo implements Service {
  readonly #options: DemoOptions;
  readonly #service: SampleService;
  #standalone: Standalone | undefined;
  #api: DemoApi | undefined;
  #list: Loop | undefined;
  #runs: RunList | undefined;
  readonly #jobIds = new Map<string, string>();
  readonly #stopped = new AbortController();
  /** What the end has shown; null where it never came to that. */
  agrees: boolean | null = null;

  constructor(options: DemoOptions) {
    this.#options = options;
    this.#service = new SampleService({ clock: options.clock, failFirst: FAIL_FIRST });
  }

  async start(): Promise<void> {
    const { directory, port, screen, clock, logger, lifecycle, seconds } = this.#options;
    const token = `demo-${randomBytes(12).toString('hex')}`;
    const password = randomBytes(9).toString('base64url');
    const env = {
      CRONY_DATA_DIR: directory,
      CRONY_PORT: String(port),
      CRONY_API_TOKEN: token,
      CRONY_ADMIN_PASSWORD: password,
    };
    const { settings, effective } = readSettings('standalone', { argv: [], env });
    await this.#service.start();
    this.#standalone = await composeStandalone({
      settings,
      effective,
      clock,
      logger,
      lifecycle,
      onFirstUser: () => {},
    });
    await this.#standalone.start();
    const { url } = this.#standalone;
    this.#api = new DemoApi({ url, token, clock });

    screen.title(`Crony ${VERSION} demo`);
    screen.facts([
      ['dashboard', url],
      ['sign-in', `user admin, password ${password}`],
      ['API', `${url}/api/v1   (authorization: Bearer ${token})`],
      ['API description', `${url}/openapi.json`],
      ['metrics', `${url}/metrics`],
      ['sample service', this.#service.url],
      ['data', `${directory}, removed at the end`],
    ]);
    screen.title('Jobs');
    screen.facts(DEMO_JOBS.map(({ job, what }) => [job.name, what]));

    const secret = await this.#api.signingSecret(DEFAULT_PROJECT);
    this.#service.trust([secret.current, ...(secret.next === null ? [] : [secret.next])]);
    this.#runs = new RunList(this.#api, clock);
    for (const { endpoint, job } of DEMO_JOBS) {
      const callback = { type: 'http', url: `${this.#service.url}${endpoint}`, body: JSON.stringify({ from: 'demo' }) };
      this.#jobIds.set(endpoint, (await this.#api.createJob({ ...job, callback })).id);
    }
    screen.title(seconds === null ? 'Runs as they happen; Ctrl-C ends the demo' : `Runs of the next ${seconds} s`);
    screen.runHeadings();
    this.#list = new Loop({ name: 'demo', clock, logger, intervalMs: POLL_MS, runOnce: () => this.#showNews() });
    await this.#list.start();
    if (seconds !== null) {
      const ending = clock.sleep(seconds * 1_000, this.#stopped.signal);
      void ending.then(() => lifecycle.finish());
    }
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#list?.stop();
    try {
      if (this.#list) await this.#settle();
    } finally {
      await this.#standalone?.stop();
      await this.#service.stop();
    }
  }

  async #showNews(): Promise<void> {
    for (const line of (await this.#runs?.news()) ?? []) this.#options.screen.run(line);
  }

  /** Plans nothing new, lets what is open come to its end, and compares. */
  async #settle(): Promise<void> {
    const { screen, clock } = this.#options;
    const api = this.#api!;
    screen.line('\n  pausing the jobs, waiting for the runs that are open');
    for (const id of this.#jobIds.values()) await api.pauseJob(id);
    const until = clock.monotonic() + SETTLE_LIMIT_MS;
    while ((await api.runs({ status: OPEN_STATES })).length > 0 && clock.monotonic() < until) {
      await clock.sleep(POLL_MS);
    }
    await this.#showNews();
    await this.#compare(api);
  }

  async #compare(api: DemoApi): Promise<void> {
    const { screen } = this.#options;
    screen.title('What Crony wrote down, and what the service counted');
    const differing: string[] = [];
    const facts: [string, string][] = [];
    for (const { endpoint, job } of DEMO_JOBS) {
      const rows = (await api.runs({ jobId: this.#jobIds.get(endpoint)!, status: 'succeeded' })).length;
      const { requests, done, runs } = this.#service.visits(endpoint);
      const equal = rows === done && rows === runs.size;
      if (!equal) differing.push(job.name);
      const turnedAway = requests === done ? '' : `, besides ${requests - done} turned away on purpose`;
      facts.push([job.name, `rows succeeded: ${rows}, requests done: ${done}${turnedAway}${equal ? '' : ' (differ)'}`]);
    }
    screen.facts(facts);
    if (this.#service.refused > 0) differing.push(`${this.#service.refused} requests without a valid signature`);
    this.agrees = differing.length === 0;
    screen.verdict(this.agrees, this.agrees ? 'They are equal.' : `They differ: ${differing.join(', ')}`);
  }
}

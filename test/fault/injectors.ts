/** What is done to the cluster, how it is undone, and as what the checker hears of it. */
import type { FaultKind } from '../check/fault-kinds.js';
import type { Fault } from '../check/story.js';
import type { Random } from '../sim/random.js';
import type { TcpProxy } from '../kit/tcp-proxy.js';
import type { FaultCluster, Member } from './fault-cluster.js';

/** With room for the time it takes, and far beyond what a clean stop may need. */
const STOP_WITHIN_MS = 40_000;
const READY_WITHIN_MS = 60_000;
const SMALLEST_SPOOL = { CRONY_SPOOL_MIB: '1' };

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One fault at a time for each member, and one for etcd and the database each: several of these overlap freely. */
export class Injectors {
  readonly faults: Fault[] = [];
  readonly counts = new Map<string, number>();
  readonly #busy = new Set<string>();
  readonly #cluster: FaultCluster;
  readonly #random: Random;

  constructor(cluster: FaultCluster, random: Random) {
    this.#cluster = cluster;
    this.#random = random;
  }

  get names(): string[] {
    return Object.keys(this.#injectors);
  }

  /** False: what it needs is in trouble already, and nothing was done. */
  async inject(name: string): Promise<boolean> {
    const done = await this.#injectors[name]!();
    if (done) this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    return done;
  }

  readonly #injectors: Record<string, () => Promise<boolean>> = {
    'kill a node': () => this.#withNode((node) => this.#kill('node_killed', node, this.#ttl(1.5), this.#ttl(3))),
    'kill a node, back within the TTL': () =>
      this.#withNode((node) => this.#kill('node_restarted', node, 100, this.#ttl(0.5))),
    'kill a hub': () => this.#withHub((hub) => this.#kill('hub_killed', hub, 500, this.#ttl(2))),
    'stop a node for a while': () => this.#withNode((node) => this.#stand('node_stalled', node)),
    'stop a hub for a while': () => this.#withHub((hub) => this.#stand('hub_stalled', hub)),
    'cut a node from etcd': () => this.#withNode((node) => this.#cut('node_cut_from_etcd', node, [node.etcd])),
    'cut a node from the database': () =>
      this.#withNode((node) => this.#cut('node_cut_from_database', node, [node.database])),
    'cut a node from both': () =>
      this.#withNode((node) => this.#cut('node_isolated', node, [node.etcd, node.database])),
    'cut a hub from etcd': () => this.#withHub((hub) => this.#cut('hub_cut_from_etcd', hub, [hub.etcd])),
    'cut a hub from the database': () =>
      this.#withHub((hub) => this.#cut('hub_cut_from_database', hub, [hub.database])),
    'restart etcd': () => this.#restartEtcd(),
    'stall etcd': () => this.#stallEtcd(),
    'compact etcd': () => this.#compactEtcd(),
    'restart the database': () => this.#restartDatabase(),
    'stall the database': () => this.#stallDatabase(),
    'database down and the owner dies': () => this.#databaseDownAndOwnerDies(),
    'full spool': () => this.#fullSpool(),
    'restart a node by SIGTERM': () => this.#withNode((node) => this.#terminate('node_stopped', node)),
    'restart a hub by SIGTERM': () => this.#withHub((hub) => this.#terminate('hub_stopped', hub)),
  };

  #ttl(times: number): number {
    return times * this.#cluster.ttlMs;
  }

  #note(kind: FaultKind, target: string): Fault {
    const fault: Fault = { kind, target, from: Date.now(), until: Infinity };
    this.faults.push(fault);
    return fault;
  }

  #end(fault: Fault): void {
    fault.until = Date.now();
  }

  async #exclusively(name: string, work: () => Promise<void>): Promise<boolean> {
    if (this.#busy.has(name)) return false;
    this.#busy.add(name);
    try {
      await work();
    } finally {
      this.#busy.delete(name);
    }
    return true;
  }

  #with(members: readonly Member[], work: (member: Member) => Promise<void>): Promise<boolean> {
    const free = members.filter(({ id, process }) => !this.#busy.has(id) && process.isRunning());
    if (free.length === 0) return Promise.resolve(false);
    const member = this.#random.pick(free);
    return this.#exclusively(member.id, () => work(member));
  }

  #withNode(work: (member: Member) => Promise<void>): Promise<boolean> {
    return this.#with(this.#cluster.nodes(), work);
  }

  #withHub(work: (member: Member) => Promise<void>): Promise<boolean> {
    return this.#with(this.#cluster.hubs(), work);
  }

  async #kill(kind: FaultKind, { id }: Member, fromMs: number, toMs: number): Promise<void> {
    const fault = this.#note(kind, id);
    await this.#cluster.kill(id);
    await sleep(this.#random.integer(fromMs, toMs));
    await this.#comeBack(id, fault);
  }

  async #comeBack(id: string, fault: Fault, env: Record<string, string> = {}): Promise<void> {
    await this.#cluster.startAgain(id, env);
    // It may have to wait for a database that is away as well: the fault lasts until it has come back.
    await this.#cluster.waitUntilReady(id, READY_WITHIN_MS).catch(() => {});
    this.#end(fault);
  }

  async #stand(kind: FaultKind, member: Member): Promise<void> {
    const fault = this.#note(kind, member.id);
    member.process.kill('SIGSTOP');
    await sleep(this.#random.pick([1_500, this.#ttl(1.5), this.#ttl(4)]));
    member.process.kill('SIGCONT');
    this.#end(fault);
  }

  async #cut(kind: FaultKind, member: Member, ways: readonly TcpProxy[]): Promise<void> {
    const how = this.#random.pick(['refuse', 'to-client', 'to-server', 'both'] as const);
    const fault = this.#note(kind, member.id);
    for (const way of ways) {
      if (how === 'refuse') await way.refuse();
      if (how === 'to-client' || how === 'both') way.stall('to-client');
      if (how === 'to-server' || how === 'both') way.stall('to-server');
    }
    await sleep(this.#random.integer(1_000, this.#ttl(3)));
    for (const way of ways) await way.heal();
    this.#end(fault);
  }

  #restartEtcd(): Promise<boolean> {
    return this.#exclusively('etcd', async () => {
      const fault = this.#note('etcd_down', 'all');
      await this.#cluster.etcd.kill();
      await sleep(this.#random.integer(0, this.#ttl(2)));
      await this.#cluster.etcd.restart();
      this.#end(fault);
    });
  }

  #stallEtcd(): Promise<boolean> {
    return this.#exclusively('etcd', async () => {
      const fault = this.#note('etcd_down', 'all');
      await this.#cluster.etcd.pause();
      await sleep(this.#random.integer(500, this.#ttl(2)));
      this.#cluster.etcd.resume();
      this.#end(fault);
    });
  }

  #compactEtcd(): Promise<boolean> {
    return this.#exclusively('etcd', async () => {
      const fault = this.#note('etcd_compacted', 'all');
      // Where nothing was written since the last time, there is nothing to forget, and etcd says so.
      await this.#cluster.etcd.compact().catch(() => {});
      this.#end(fault);
    });
  }

  #restartDatabase(): Promise<boolean> {
    return this.#exclusively('database', async () => {
      const fault = this.#note('database_down', 'all');
      await this.#cluster.mariadb.kill();
      await sleep(this.#random.integer(0, this.#ttl(4)));
      await this.#cluster.mariadb.restart();
      this.#end(fault);
    });
  }

  #stallDatabase(): Promise<boolean> {
    return this.#exclusively('database', async () => {
      const fault = this.#note('database_down', 'all');
      await this.#cluster.mariadb.pause();
      await sleep(this.#random.integer(500, this.#ttl(3)));
      this.#cluster.mariadb.resume();
      this.#end(fault);
    });
  }

  async #databaseDownAndOwnerDies(): Promise<boolean> {
    return this.#exclusively('database', async () => {
      const down = this.#note('database_down', 'all');
      await this.#cluster.mariadb.kill();
      await sleep(this.#random.integer(500, 3_000));
      const dying = this.#withNode((node) => this.#kill('node_killed', node, 500, this.#ttl(2)));
      await sleep(this.#random.integer(500, 3_000));
      await this.#cluster.mariadb.restart();
      this.#end(down);
      await dying;
    });
  }

  /** A node whose spool holds a few seconds is left alone with a database that stays away for longer. */
  #fullSpool(): Promise<boolean> {
    return this.#withNode(async ({ id }) => {
      const restarted = this.#note('node_restarted', id);
      await this.#cluster.kill(id);
      await this.#comeBack(id, restarted, SMALLEST_SPOOL);
      await this.#exclusively('database', async () => {
        const full = this.#note('spool_full', id);
        const down = this.#note('database_down', 'all');
        await this.#cluster.mariadb.kill();
        await sleep(this.#ttl(4));
        await this.#cluster.mariadb.restart();
        this.#end(down);
        this.#end(full);
      });
      const again = this.#note('node_stopped', id);
      await this.#cluster.terminate(id, STOP_WITHIN_MS);
      await this.#comeBack(id, again);
    });
  }

  async #terminate(kind: FaultKind, { id }: Member): Promise<void> {
    const fault = this.#note(kind, id);
    await this.#cluster.terminate(id, STOP_WITHIN_MS);
    await this.#comeBack(id, fault);
  }
}

import { asc, desc, eq, getTableColumns } from 'drizzle-orm';
import { OPEN_STATES, type Holder } from '../domain/run.js';
import type { NodeRegistration } from '../domain/assignment.js';
import type { NodeFigures } from '../domain/process-figures.js';
import { DuplicateKeyError, type Database } from './database/database.js';
import { read, type NamedValues, type SqlRow } from './database/statement.js';
import type { Tables } from './database/tables.js';
import type { Heartbeat, NodeIncarnation, NodeStore, RunningRun, TargetState } from './store.js';

/** Incarnations of one node that are shown; older ones are forgotten by the leader anyway. */
const MOST_INCARNATIONS = 1_000;
const MOST_SETTINGS = 10_000;
const MOST_SKEW_MS = 2_000_000_000;

const REGISTER = `
  INSERT INTO node_incarnations (node_id, incarnation, registration, started_at, heartbeat_at, watermark,
    applied_revision, in_flight, jobs, stopped_at)
  VALUES (:nodeId, :incarnation, :registration, :startedAt, :now, :watermark, :appliedRevision, :inFlight, :jobs, NULL)`;

const HEARTBEAT = `
  UPDATE node_incarnations SET heartbeat_at = :now, watermark = :watermark, applied_revision = :appliedRevision,
    in_flight = :inFlight, jobs = :jobs, clock_skew_ms = :clockSkewMs, running = :running,
    targets = :targets, figures = :figures
  WHERE node_id = :nodeId AND incarnation = :incarnation AND stopped_at IS NULL`;

const REGISTER_AGAIN = `
  UPDATE node_incarnations SET registration = :registration, heartbeat_at = :now
  WHERE node_id = :nodeId AND incarnation = :incarnation`;

const STOP = `
  UPDATE node_incarnations SET stopped_at = :now, heartbeat_at = :now, watermark = :watermark,
    applied_revision = :appliedRevision, in_flight = :inFlight, jobs = :jobs, running = NULL, targets = NULL
  WHERE node_id = :nodeId AND incarnation = :incarnation AND stopped_at IS NULL`;

const COLUMNS = `n.node_id, n.incarnation, n.registration, n.started_at, n.heartbeat_at, n.watermark,
  n.applied_revision, n.in_flight, n.jobs, n.stopped_at, n.clock_skew_ms, n.figures`;

const NEWEST = read(
  `SELECT ${COLUMNS} FROM node_incarnations n WHERE NOT EXISTS (
     SELECT 1 FROM node_incarnations newer WHERE newer.node_id = n.node_id
       AND (newer.started_at > n.started_at
         OR (newer.started_at = n.started_at AND newer.incarnation > n.incarnation)))
   ORDER BY n.node_id LIMIT :limit`,
);

const SILENT = read(
  `SELECT ${COLUMNS} FROM node_incarnations n
   WHERE (n.heartbeat_at < :before OR n.stopped_at IS NOT NULL)
     AND NOT EXISTS (SELECT 1 FROM {rows} WHERE c.node_id = n.node_id AND c.incarnation = n.incarnation)
   ORDER BY n.heartbeat_at, n.node_id, n.incarnation LIMIT :limit`,
  { node_id: 'ascii', incarnation: 'ascii' },
);

const RUNNING = read(
  `SELECT n.running FROM {rows} {then join} node_incarnations n
   ON n.node_id = c.node_id AND n.incarnation = c.incarnation WHERE n.running IS NOT NULL`,
  { node_id: 'ascii', incarnation: 'ascii' },
);

const TARGETS = read(
  `SELECT n.node_id, n.targets FROM {rows} {then join} node_incarnations n
   ON n.node_id = c.node_id AND n.incarnation = c.incarnation WHERE n.targets IS NOT NULL`,
  { node_id: 'ascii', incarnation: 'ascii' },
);

const FORGET = `
  DELETE FROM node_incarnations
  WHERE node_id = :nodeId AND incarnation = :incarnation
    AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.owner_node = :nodeId AND j.owner_incarnation = :incarnation)
    AND NOT EXISTS (SELECT 1 FROM runs r {by state}
      WHERE r.state IN (${OPEN_STATES.map((state) => `'${state}'`).join(', ')})
        AND r.node_id = :nodeId AND r.incarnation = :incarnation)`;

interface IncarnationRow {
  node_id: string;
  incarnation: string;
  registration: string;
  started_at: number;
  heartbeat_at: number;
  watermark: number;
  applied_revision: number;
  in_flight: number;
  jobs: number;
  stopped_at: number | null;
  clock_skew_ms: number | null;
  figures: string | null;
}

export function createNodeStore(database: Database): NodeStore {
  return {
    async register(holder, registration, first) {
      const values: NamedValues = {
        ...toValues(holder, first),
        registration: JSON.stringify(registration),
        startedAt: registration.startedAt,
      };
      try {
        await database.execute(REGISTER, values);
      } catch (error) {
        if (!(error instanceof DuplicateKeyError)) throw error;
        await database.execute(REGISTER_AGAIN, values); // after a lost answer, or with another address
      }
    },

    async heartbeat(
      holder,
      heartbeat,
      { running, clockSkewMs, targets = [], figures } = { running: [], clockSkewMs: null },
    ) {
      const signs: NamedValues = {
        clockSkewMs: clockSkewMs === null ? null : boundedSkew(clockSkewMs),
        running: running.length === 0 ? null : JSON.stringify(running),
        targets: targets.length === 0 ? null : JSON.stringify(targets),
        figures: figures ? JSON.stringify(figures) : null,
      };
      const known = await database.execute(HEARTBEAT, { ...toValues(holder, heartbeat), ...signs });
      return known === 1 ? database.now() : null;
    },

    async running(holders) {
      const asked = holders.map(({ nodeId, incarnation }): SqlRow => [nodeId, incarnation]);
      const rows = asked.length === 0 ? [] : await database.query<{ running: string }>(RUNNING, {}, asked);
      return rows.flatMap(({ running }) => JSON.parse(running) as RunningRun[]);
    },

    async targets(holders) {
      const asked = holders.map(({ nodeId, incarnation }): SqlRow => [nodeId, incarnation]);
      const rows =
        asked.length === 0 ? [] : await database.query<{ node_id: string; targets: string }>(TARGETS, {}, asked);
      return rows.map(({ node_id: nodeId, targets }) => ({ nodeId, targets: JSON.parse(targets) as TargetState[] }));
    },

    async markStopped(holder, last) {
      await database.execute(STOP, toValues(holder, last));
    },

    async incarnations(nodeId) {
      const rows = await database.orm((db, { nodeIncarnations: nodes }) =>
        db
          .select(columnsBesides(nodes))
          .from(nodes)
          .where(eq(nodes.nodeId, nodeId))
          .orderBy(desc(nodes.startedAt), desc(nodes.incarnation))
          .limit(MOST_INCARNATIONS),
      );
      return rows.map(toIncarnation);
    },

    async listNewest(limit) {
      return (await database.query<IncarnationRow>(NEWEST, { limit })).map(fromSql);
    },

    async silent(before, living, limit) {
      const alive = living.map(({ nodeId, incarnation }): SqlRow => [nodeId, incarnation]);
      return (await database.query<IncarnationRow>(SILENT, { before, limit }, alive)).map(fromSql);
    },

    async forget({ nodeId, incarnation }) {
      return (await database.execute(FORGET, { nodeId, incarnation })) === 1;
    },

    settings() {
      return database.orm((db, { nodeSettings }) =>
        db.select().from(nodeSettings).orderBy(asc(nodeSettings.nodeId)).limit(MOST_SETTINGS),
      );
    },

    async saveSettings({ nodeId, weight, draining }) {
      const values = { weight, draining };
      const change = async (): Promise<boolean> => {
        const [answer] = await database.orm((db, { nodeSettings }) =>
          db.update(nodeSettings).set(values).where(eq(nodeSettings.nodeId, nodeId)),
        );
        return answer.affectedRows === 1;
      };
      if (await change()) return;
      try {
        await database.orm((db, { nodeSettings }) => db.insert(nodeSettings).values({ nodeId, ...values }));
      } catch (error) {
        if (!(error instanceof DuplicateKeyError)) throw error;
        await change(); // somebody else has just inserted it: the last writer wins
      }
    },
  };
}

function toValues({ nodeId, incarnation }: Holder, heartbeat: Heartbeat): NamedValues {
  const { watermark, appliedRevision, inFlight, jobs } = heartbeat;
  return { nodeId, incarnation, watermark, appliedRevision, inFlight, jobs };
}

/** Within the column, whatever a broken clock says. */
function boundedSkew(skewMs: number): number {
  return Math.round(Math.min(Math.max(skewMs, -MOST_SKEW_MS), MOST_SKEW_MS));
}

/** All but what is running: that is read where it is shown. */
function columnsBesides(nodes: Tables['nodeIncarnations']) {
  const { running: _running, targets: _targets, ...columns } = getTableColumns(nodes);
  return columns;
}

function toIncarnation(row: Omit<Tables['nodeIncarnations']['$inferSelect'], 'running' | 'targets'>): NodeIncarnation {
  return { ...row, registration: row.registration as NodeRegistration, figures: row.figures as NodeFigures | null };
}

function fromSql(row: IncarnationRow): NodeIncarnation {
  return {
    nodeId: row.node_id,
    incarnation: row.incarnation,
    registration: JSON.parse(row.registration) as NodeRegistration,
    startedAt: Number(row.started_at),
    heartbeatAt: Number(row.heartbeat_at),
    watermark: Number(row.watermark),
    appliedRevision: Number(row.applied_revision),
    inFlight: Number(row.in_flight),
    jobs: Number(row.jobs),
    stoppedAt: row.stopped_at === null ? null : Number(row.stopped_at),
    clockSkewMs: row.clock_skew_ms === null ? null : Number(row.clock_skew_ms),
    figures: row.figures === null ? null : (JSON.parse(row.figures) as NodeFigures),
  };
}

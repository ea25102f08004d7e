import type { ProcessFigures } from '../domain/process-figures.js';
import { DAY_MS } from '../domain/durations.js';
import type { Database } from './database/database.js';
import { read } from './database/statement.js';
import type { HubFiguresStore } from './store.js';

const KEPT_MS = DAY_MS;
const MOST_HUBS = 1_000;

const SAVE = `INSERT INTO hub_figures (hub_id, at, figures) VALUES (:hubId, :now, :figures)
  {upsert} at = {new}at{end new}, figures = {new}figures{end new}`;
const FORGET = 'DELETE FROM hub_figures WHERE at < :now - :kept';
const LIST = read('SELECT f.hub_id, f.at, f.figures FROM hub_figures f ORDER BY f.hub_id LIMIT :limit');

export function createHubFiguresStore(database: Database): HubFiguresStore {
  return {
    async save(hubId, figures) {
      await database.execute(SAVE, { hubId, figures: JSON.stringify(figures) });
      await database.execute(FORGET, { kept: KEPT_MS });
    },

    async list() {
      const rows = await database.query<{ hub_id: string; at: number; figures: string }>(LIST, { limit: MOST_HUBS });
      return rows.map(({ hub_id: hubId, at, figures }) => ({
        hubId,
        at: Number(at),
        figures: JSON.parse(figures) as ProcessFigures,
      }));
    },
  };
}

import { DuplicateKeyError, type Database } from '../database/database.js';
import type { WorkLeaseStore } from '../store.js';

const TAKE = `UPDATE work_leases SET holder = :holder, expires_at = :now + :ttlMs
  WHERE name = :name AND (holder = :holder OR expires_at <= :now)`;
const CREATE = 'INSERT INTO work_leases (name, holder, expires_at) VALUES (:name, :holder, :now + :ttlMs)';
const RELEASE = 'DELETE FROM work_leases WHERE name = :name AND holder = :holder';

export function createWorkLeaseStore(database: Database): WorkLeaseStore {
  return {
    async take(name, holder, ttlMs) {
      if ((await database.execute(TAKE, { name, holder, ttlMs })) === 1) return true;
      try {
        return (await database.execute(CREATE, { name, holder, ttlMs })) === 1;
      } catch (error) {
        if (error instanceof DuplicateKeyError) return false; // somebody has it
        throw error;
      }
    },

    async release(name, holder) {
      await database.execute(RELEASE, { name, holder });
    },
  };
}

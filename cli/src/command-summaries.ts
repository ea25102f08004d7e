import type { SettledCommand } from '@crony/shared/runtime/settings/settings';

export const COMMAND_SUMMARIES: Record<SettledCommand, string> = {
  standalone: 'hub and one node in one process, with SQLite: no servers needed',
  admin: 'a hub: API, dashboard, job table; the elected one assigns the jobs',
  node: 'a node: keeps time for the jobs assigned to it and fires their callbacks',
  migrate: 'brings the tables of a database up to date, and ends',
  backup: "copies a standalone's database and secret into a new directory, while it works, and ends",
  reseal: 'encrypts stored secrets anew, under CRONY_SECRET in place of CRONY_SECRET_PREVIOUS, and ends',
};

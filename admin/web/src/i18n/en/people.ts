/** What only the pages of projects, people and settings say: it comes with them. */
import { account } from './account';
import { audit } from './audit';
import { projects } from './projects';
import { settings } from './settings';
import { tokens } from './tokens';
import { users } from './users';

export const people = {
  projects,
  users,
  tokens,
  audit,
  account,
  settings,
};
export type PeopleMessages = typeof people;

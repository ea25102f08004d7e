import type { PeopleMessages } from '../en/people';
import { account } from './account';
import { audit } from './audit';
import { projects } from './projects';
import { settings } from './settings';
import { tokens } from './tokens';
import { users } from './users';

export const people: PeopleMessages = {
  projects,
  users,
  tokens,
  audit,
  account,
  settings,
};

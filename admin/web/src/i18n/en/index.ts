import { alertRules } from './alert-rules';
import { alerts } from './alerts';
import { channels } from './channels';
import { projects } from './projects';
import { users } from './users';
import { tokens } from './tokens';
import { audit } from './audit';
import { account } from './account';
import { settings } from './settings';
import { jobs } from './jobs';
import { jobForm } from './job-form';
import { nodes } from './nodes';
import { overview } from './overview';
import { runs } from './runs';
import { shell } from './shell';
import { timeline } from './timeline';
import { attemptError, problem, runReason, runStatus, runStatusMeaning, trigger, units, words } from './words';

export const messages = {
  shell,
  words,
  units,
  runStatus,
  runStatusMeaning,
  runReason,
  trigger,
  attemptError,
  problem,
  overview,
  jobs,
  jobForm,
  runs,
  timeline,
  nodes,
  alerts,
  alertRules,
  channels,
  projects,
  users,
  tokens,
  audit,
  account,
  settings,
};
export type Messages = typeof messages;

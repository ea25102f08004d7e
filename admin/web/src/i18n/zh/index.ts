import type { Messages } from '../en';
import { alertRules } from './alert-rules';
import { alerts } from './alerts';
import { channels } from './channels';
import { backfills } from './backfills';
import { jobs } from './jobs';
import { jobFields } from './job-fields';
import { jobForm } from './job-form';
import { nodes } from './nodes';
import { overview } from './overview';
import { ruleWords } from './rules';
import { runs } from './runs';
import { shell } from './shell';
import { timeline } from './timeline';
import { versions } from './versions';
import { attemptError, problem, runReason, runStatus, runStatusMeaning, trigger, units, words } from './words';

export const messages: Messages = {
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
  backfills,
  jobFields,
  jobForm,
  ruleWords,
  runs,
  timeline,
  nodes,
  alerts,
  alertRules,
  channels,
  versions,
};

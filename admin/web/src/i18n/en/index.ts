import { alertRules } from './alert-rules';
import { alerts } from './alerts';
import { channels } from './channels';
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
};
export type Messages = typeof messages;

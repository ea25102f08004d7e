import { printPlan } from '../jobs-as-code/print-plan.js';
import { EXIT, type Command } from '../terminal/command.js';
import { connect, CONNECTION } from '../terminal/connect.js';
import { differs, FILES, planFor, readFileSet } from './jobs-files.js';

const JSON_PLAN = { json: { help: 'The plan as one JSON object.' } };

export const jobsPlan: Command = {
  name: 'jobs plan',
  operands: [],
  summary: 'what apply would do to the jobs of the hub, and does not do',
  details: ['Each job that differs is shown with its fields, as the hub has them and as the files do.'],
  options: {
    ...FILES,
    'detailed-exitcode': { help: `Exit with ${EXIT.differs} where something differs, and not with 0.` },
    ...JSON_PLAN,
    ...CONNECTION,
  },
  async run(given, terminal) {
    const set = await readFileSet(given, terminal);
    const planned = await planFor(set, given, connect(given, terminal), terminal);
    await printPlan(terminal, planned, given.has('json'));
    return given.has('detailed-exitcode') && differs(planned) ? EXIT.differs : EXIT.done;
  },
};

export const jobsDiff: Command = {
  name: 'jobs diff',
  operands: [],
  summary: `plan that exits with ${EXIT.differs} where the hub and the files differ`,
  details: ['For a check at night that nobody has changed by hand what is kept in files.'],
  options: { ...FILES, ...JSON_PLAN, ...CONNECTION },
  async run(given, terminal) {
    const set = await readFileSet(given, terminal);
    const planned = await planFor(set, given, connect(given, terminal), terminal);
    await printPlan(terminal, planned, given.has('json'));
    return differs(planned) ? EXIT.differs : EXIT.done;
  },
};

import { jobsDocumentSchema } from '@crony/shared/wire/jobs-document-schema';
import { EXIT, type Command } from '../terminal/command.js';
import { print } from '../terminal/output.js';

export const jobsSchema: Command = {
  name: 'jobs schema',
  operands: [],
  summary: 'the JSON Schema of files of jobs, for editors',
  details: [
    'Save it beside the files: crony jobs schema > jobs.schema.json. Exported files name it in their first line.',
  ],
  options: {},
  async run(_, terminal) {
    await print(terminal, jobsSchemaText().trimEnd());
    return EXIT.done;
  },
};

/** As docs/schema/jobs.schema.json holds it. */
export function jobsSchemaText(): string {
  return `${JSON.stringify(jobsDocumentSchema(), null, 2)}\n`;
}

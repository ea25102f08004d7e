import { EXIT_REFUSED } from './exit-refused.js';
import { DATABASE_URL_VARIABLE } from './import-options.js';

export function importHelp(): string {
  return `Usage: crony import crontab <file>|- [--flag …]
       crony import xxl-job --database-url mysql://user:password@host/xxl_job [--flag …]
       crony import crony-go --database-url mysql://user:password@host/crony [--flag …]

Reads the jobs of another system and says what becomes of each: translated, changed or refused, and why. That is all,
unless --out names a file: then the jobs are written there, for crony jobs plan and crony jobs apply. Nothing is ever
written to the source. docs/coming-from.md tells what is different.

Where the jobs come from:
  <file>, -                    a crontab, or the standard input: crontab -l | crony import crontab -
  --system-crontab             there is a user before the command; so it is read in /etc/crontab and /etc/cron.d
  --user-crontab               there is none
  --database-url <url>         add ?tls=true for TLS; the variable ${DATABASE_URL_VARIABLE} keeps the password out of
                               the list of processes

What becomes of them:
  --time-zone <name>           of the source's times; default: the zone of this machine. CRON_TZ in a crontab wins
  --map <file>                 YAML: which commands or handlers become which callbacks
  --cwd <path>                 where commands of a crontab start that have no HOME= above them
  --node-label <name=value>    only nodes with this label may run the jobs; may be given several times
  --paused                     no job fires before it is resumed
  --name-prefix <text>         before the name of each job, such as web1-
  --project <name>             default: default
  --managed-by <name>          whose jobs the file holds; default: import-crontab, import-xxl-job, import-crony-go

What is said and written:
  --out <file>                 the jobs file
  --force                      write over a file that is there already
  --json                       the report as JSON
  --allow-refused              exit code 0 although something was refused

Exit code: 0 all is carried over; ${EXIT_REFUSED} something was refused; 2 the flags are wrong; 1 something could not be read or written.`;
}

/** Whether a crontab looks like one of the other kind. */
import type { CrontabItem } from './read-crontab.js';

/** Packages and people put these before a command in /etc/crontab; as commands they would mean nothing. */
const USERS = new Set(
  `root daemon bin sys www-data nobody postgres mysql backup mail news git nginx apache redis ubuntu admin deploy app
  logcheck munin nagios list smmsp munge debian-spamd cacti mailman puppet jenkins gitlab oracle tomcat`.split(/\s+/),
);

export function systemHint(items: readonly CrontabItem[], system: boolean): string[] {
  if (system) return [];
  const entries = items.filter((item) => item.kind === 'entry');
  const withUser = entries.filter(({ command }) => {
    const [first, second] = command.split(/[ \t]+/);
    return second !== undefined && USERS.has(first!);
  });
  if (withUser.length === 0 || withUser.length * 2 < entries.length) return [];
  return [
    `This looks like a system crontab: ${withUser.length} of ${entries.length} commands begin with the name of a user, ` +
      `such as "${withUser[0]!.command.split(/[ \t]+/)[0]}". If so, give --system-crontab.`,
  ];
}

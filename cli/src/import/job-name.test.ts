import { expect, it } from 'vitest';
import { slugOf, wordFor } from './job-name.js';

it.each([
  ['/usr/bin/pg_dump shop', 'pg_dump'],
  ['cd /srv/shop && php artisan schedule:run >> /dev/null 2>&1', 'php'],
  ['flock -n /tmp/orders.lock /srv/bin/orders-poll', 'orders-poll'],
  ['nice -n 19 ionice -c3 /usr/bin/rsync -a /a b::c', 'rsync'],
  ['test -x /srv/bin/rotate && /srv/bin/rotate', 'rotate'],
  ['/usr/bin/python3 /srv/bin/rates.py', 'rates.py'],
  ['[ -f /x ] && (cd /y; ./z.sh --all)', 'z.sh'],
  ['DEBUG=1 PGHOST=db /bin/report', 'report'],
  ['.  /etc/profile; backup', 'profile'],
  ['%', 'command'],
])('%j is called %j', (command, word) => expect(wordFor(command)).toBe(word));

it.each([
  ['pg_dump', 'pg_dump'],
  ['Abrechnung für März', 'abrechnung-für-märz'],
  ['测试任务1', '测试任务1'],
  ['...', 'job'],
  ['a'.repeat(100), 'a'.repeat(40)],
])('%j becomes %j', (text, slug) => expect(slugOf(text)).toBe(slug));

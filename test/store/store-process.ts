/**
 * A process of its own for the store's tests: `migrate <url>` migrates and ends; `claim <url> <job id>` claims planned
 * times one after the other, for ever, and prints each that was answered as won.
 */
import { systemClock } from '@crony/shared/runtime/clock';
import { silentLogger } from '@crony/shared/runtime/logger';
import { migrateStore } from '@crony/shared/store/migrate-store';
import { openStore } from '@crony/shared/store/open-store';
import { claimOf, holder } from '../kit/factories.js';

const [task, url, jobId] = process.argv.slice(2);
const options = { clock: systemClock, logger: silentLogger };

if (task === 'migrate') {
  process.stdout.write(`${JSON.stringify(await migrateStore(url!, options))}\n`);
} else if (task === 'claim') {
  const store = await openStore(url!, options);
  const owner = holder();
  for (;;) {
    const claims = Array.from({ length: 5 }, () => claimOf({ id: jobId!, name: 'x', project: 'default' }));
    const answers = await store.claims.claim(owner, claims);
    process.stdout.write(
      `${claims
        .filter((_, i) => answers[i]!.won)
        .map(({ runId }) => runId)
        .join('\n')}\n`,
    );
  }
}

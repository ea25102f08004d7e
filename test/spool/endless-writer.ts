/** Writes intents and results into a spool as fast as it can, and says which are durable. To be killed at any moment. */
import { silentLogger } from '@crony/shared/runtime/logger';
import { systemClock } from '@crony/shared/runtime/clock';
import { openSpool } from '@crony/node/record/open-spool';
import { claimOf, holder, resultOf } from '../kit/factories.js';

const job = { id: '01900000-0000-7000-8000-000000000000', name: 'endless', project: 'default' };
const path = process.argv[2]!;
const spool = openSpool({ path, maxBytes: 64 * 1_024 * 1_024, clock: systemClock, logger: silentLogger });
const owner = holder({ incarnation: 'endless' });
for (;;) {
  const claims = Array.from({ length: 5 }, () => claimOf(job));
  spool.intend(claims.map((claim) => ({ holder: owner, claim })));
  process.stdout.write(claims.map(({ runId }) => `intended ${runId}\n`).join(''));
  const [first, second] = claims;
  spool.conclude([first!, second!].map((claim) => resultOf(claim, { fence: 0 })));
  process.stdout.write(`concluded ${first!.runId}\nconcluded ${second!.runId}\n`);
  spool.forget([second!.runId]);
  process.stdout.write(`forgotten ${second!.runId}\n`);
  await new Promise((resolve) => setImmediate(resolve));
}

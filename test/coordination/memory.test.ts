import { describeCampaign } from './campaign-conformance.js';
import { describeCoordination } from './conformance.js';
import { memoryBench } from './coordination-bench.js';
import { describeLeasedKey } from './leased-key-conformance.js';

describeCoordination('coordination in memory', async () => memoryBench());
describeLeasedKey('presence in memory', async () => memoryBench());
describeCampaign('leadership in memory', async () => memoryBench());

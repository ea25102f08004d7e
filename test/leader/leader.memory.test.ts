import { memoryBench } from '../coordination/coordination-bench.js';
import { describeLeader } from './leader-suite.js';

describeLeader('the leader, in memory', async () => memoryBench());

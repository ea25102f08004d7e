import { memoryBench } from './coordination-bench.js';
import { describeCoordination } from './conformance.js';

describeCoordination('coordination in memory', async () => memoryBench());

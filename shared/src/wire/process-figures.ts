import { z } from '@hono/zod-openapi';

const FIGURES = {
  cpuCores: z.number().openapi({ description: 'CPU used lately, in cores: 1 is one core all the time.' }),
  memoryBytes: z.int().openapi({ description: 'Resident memory.' }),
  heapBytes: z.int().openapi({ description: 'JavaScript heap in use.' }),
  eventLoopDelayP99Ms: z.number().openapi({ description: 'How long a timer that was due waited for its turn.' }),
  eventLoopDelayMaxMs: z.number(),
  machineCores: z.int().openapi({ description: 'Cores that the process may use.' }),
  machineLoad: z.number().openapi({ description: 'Load average of the machine over a minute.' }),
};

export const processFigures = z.strictObject(FIGURES).openapi('ProcessFigures');

export const nodeFigures = z
  .strictObject({
    ...FIGURES,
    lateness: z
      .strictObject({
        runs: z.int().openapi({ description: 'First attempts started.' }),
        p50Ms: z.number().nullable(),
        p99Ms: z.number().nullable(),
      })
      .openapi({ description: 'Of the last minute; interpolated within the buckets of a histogram.' }),
  })
  .openapi('NodeFigures');

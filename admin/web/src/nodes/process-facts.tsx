import { Title } from '@mantine/core';
import type { Schemas } from '../api/client';
import { useFormat } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import { Facts } from '../ui/facts';

type Process = NonNullable<Schemas['ProcessFigures']>;
type Lateness = NonNullable<Schemas['NodeFigures']>['lateness'];

interface ProcessFactsProps {
  figures: Process;
  /** Of a node. */
  lateness?: Lateness;
}

/** How a hub or node gets on itself: what to look at first when callbacks come late. */
export function ProcessFacts({ figures, lateness }: ProcessFactsProps) {
  const { nodes } = useMessages();
  const format = useFormat();
  const { cpuCores, memoryBytes, heapBytes, eventLoopDelayP99Ms, eventLoopDelayMaxMs, machineCores, machineLoad } =
    figures;
  return (
    <section>
      <Title order={2} mb="xs">
        {nodes.process}
      </Title>
      <Facts
        items={[
          lateness !== undefined && ([nodes.lateness, <LatenessText lateness={lateness} />] as const),
          [nodes.cpu, nodes.cpuOf(format.percent(cpuCores), format.number(machineCores))],
          [nodes.machineLoad, format.number(machineLoad)],
          [nodes.memory, nodes.memoryOf(format.bytes(memoryBytes), format.bytes(heapBytes))],
          [
            nodes.eventLoop,
            nodes.eventLoopOf(format.duration(eventLoopDelayP99Ms), format.duration(eventLoopDelayMaxMs)),
          ],
        ]}
      />
    </section>
  );
}

function LatenessText({ lateness: { runs, p50Ms, p99Ms } }: { lateness: Lateness }) {
  const { nodes } = useMessages();
  const format = useFormat();
  if (p50Ms === null || p99Ms === null) return <>{nodes.noRunsLately}</>;
  return <>{nodes.latenessOf(format.duration(p50Ms), format.duration(p99Ms), format.number(runs))}</>;
}

import { Tooltip } from '@mantine/core';
import { IconCircleCheck, IconLogout, IconPlugConnectedX, IconPower, type Icon } from '@tabler/icons-react';
import type { Node } from '../api/client';
import { useMessages } from '../i18n/locale';
import { ToneBadge, type Tone } from '../ui/state-badge';

export function NodeState({ node: { state, draining } }: { node: Pick<Node, 'state' | 'draining'> }) {
  const { nodes } = useMessages();
  const shown: [Tone, Icon, string, string] =
    state === 'live'
      ? draining
        ? ['warn', IconLogout, nodes.stateDraining, nodes.meaningDraining]
        : ['ok', IconCircleCheck, nodes.stateLive, nodes.meaningLive]
      : state === 'lost'
        ? ['bad', IconPlugConnectedX, nodes.stateLost, nodes.meaningLost]
        : ['idle', IconPower, nodes.stateStopped, nodes.meaningStopped];
  const [tone, icon, name, meaning] = shown;
  return (
    <Tooltip label={meaning}>
      <span>
        <ToneBadge tone={tone} icon={icon}>
          {name}
        </ToneBadge>
      </span>
    </Tooltip>
  );
}

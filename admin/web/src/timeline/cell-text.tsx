import { useFormat } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import type { Cell } from './outcome-cells';

export function CellText({ when, cell }: { when: string; cell: Cell | undefined }) {
  const { timeline } = useMessages();
  const format = useFormat();
  if (!cell) return <>{timeline.cellNone(when)}</>;
  return <>{timeline.cell(when, format.number(cell.runs), format.number(cell.notWell))}</>;
}

import { Table } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import classes from './list-table.module.css';

export interface Column<T> {
  key: string;
  title: ReactNode;
  cell: (item: T) => ReactNode;
  width?: number | string;
  align?: 'start' | 'end';
  /** Left out below this width, in pixels. */
  from?: number;
}

interface ListTableProps<T> {
  label: string;
  items: readonly T[];
  columns: readonly Column<T>[];
  idOf: (item: T) => string;
  rowHeight?: number;
  /** On a phone each item is a card of its own. */
  card?: (item: T) => ReactNode;
  isMarked?: (item: T) => boolean;
}

/** Below it all rows are there, for the browser's own search. */
const VIRTUAL_FROM = 80;
const PHONE = '(max-width: 48em)';
/** What stands at the end of its column is a figure, which is not to be broken. */
const NUMBERS = { whiteSpace: 'nowrap' } as const;

/** Rows of a list: as many of them in the page as can be seen, cards on a phone. */
export function ListTable<T>({ label, items, columns, idOf, rowHeight = 41, card, isMarked }: ListTableProps<T>) {
  const isPhone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const width = useWindowWidth();
  const body = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(body.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => rowHeight,
    overscan: 20,
    scrollMargin: top,
  });
  const isVirtual = items.length > VIRTUAL_FROM && !(isPhone && card);
  const shown = isVirtual ? virtual.getVirtualItems().map(({ index }) => index) : Array.from(items.keys());
  if (isPhone && card) {
    return (
      <ul className={classes.cards} aria-label={label}>
        {items.map((item) => (
          <li key={idOf(item)}>{card(item)}</li>
        ))}
      </ul>
    );
  }
  const visible = columns.filter(({ from = 0 }) => width >= from);
  const before = isVirtual ? (virtual.getVirtualItems()[0]?.start ?? top) - top : 0;
  const after = isVirtual ? virtual.getTotalSize() - ((virtual.getVirtualItems().at(-1)?.end ?? top) - top) : 0;
  return (
    <div ref={body} className={classes.scroll}>
      <Table aria-label={label} aria-rowcount={items.length + 1} className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            {visible.map(({ key, title, width: w, align = 'start' }) => (
              <Table.Th key={key} w={w} ta={align}>
                {title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {before > 0 && <Spacer height={before} columns={visible.length} />}
          {shown.map((index) => {
            const item = items[index]!;
            return (
              <Table.Tr key={idOf(item)} aria-rowindex={index + 2} data-marked={isMarked?.(item) || undefined}>
                {visible.map(({ key, cell, align = 'start' }) => (
                  <Table.Td key={key} ta={align} style={align === 'end' ? NUMBERS : undefined}>
                    {cell(item)}
                  </Table.Td>
                ))}
              </Table.Tr>
            );
          })}
          {after > 0 && <Spacer height={after} columns={visible.length} />}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  );
}

function useWindowWidth(): number {
  const [width, setWidth] = useState(window.innerWidth);
  useLayoutEffect(() => {
    const measure = (): void => setWidth(window.innerWidth);
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  return width;
}

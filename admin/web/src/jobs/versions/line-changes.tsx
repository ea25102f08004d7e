import { diffLines } from 'diff';
import { useMessages } from '../../i18n/locale';
import classes from './field-changes.module.css';

/** A text of many lines: what is gone, what is new, and what stayed around it. */
export function LineChanges({ before, after }: { before: string; after: string }) {
  const { versions } = useMessages();
  const lines = diffLines(before, after).flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((text) => ({ text, kind: added ? 'new' : removed ? 'gone' : 'same' })),
  );
  return (
    <pre className={classes.lines} translate="no" tabIndex={0} role="region" aria-label={versions.compare}>
      {lines.map(({ text, kind }, i) => {
        const Line = kind === 'new' ? 'ins' : kind === 'gone' ? 'del' : 'span';
        return (
          <Line key={i} className={classes.line} data-kind={kind}>
            {kind === 'new' ? '+ ' : kind === 'gone' ? '− ' : '  '}
            {text}
          </Line>
        );
      })}
    </pre>
  );
}

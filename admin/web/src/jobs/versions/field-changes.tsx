import { Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useFormat } from '../../format/use-format';
import { useLocale } from '../../i18n/locale';
import { fieldName, fieldValue, flattened, type FieldChange, type FieldValue } from './field-words';
import classes from './field-changes.module.css';

const LineChanges = lazy(() => import('./line-changes').then((view) => ({ default: view.LineChanges })));

/** What differs, a field a row: its name, what it was, what it is. Long texts line by line. */
export function FieldChanges({ changes }: { changes: readonly FieldChange[] }) {
  const { messages } = useLocale();
  const { versions } = messages;
  return (
    <div className={classes.table} role="table" aria-label={versions.compare}>
      <div role="row" className={classes.head}>
        <span role="columnheader">{versions.field}</span>
        <span role="columnheader">{versions.before}</span>
        <span role="columnheader">{versions.after}</span>
      </div>
      {flattened(changes).map((change) => (
        <div key={change.path} role="row" className={classes.row}>
          <span role="rowheader" className={classes.name}>
            <Name path={change.path} />
          </span>
          <Values change={change} />
        </div>
      ))}
    </div>
  );
}

export function Name({ path }: { path: string }) {
  const { messages } = useLocale();
  const { text, own } = fieldName(path, messages);
  return (
    <>
      {text}
      {own !== undefined && (
        <span className="mono" translate="no">
          {text === '' ? '' : ' '}
          {own}
        </span>
      )}
    </>
  );
}

function Values({ change: { path, before, after } }: { change: FieldChange }) {
  if (isLong(before) || isLong(after)) {
    return (
      <span role="cell" className={classes.wide} aria-colspan={2}>
        <Suspense fallback={null}>
          <LineChanges before={asText(before)} after={asText(after)} />
        </Suspense>
      </span>
    );
  }
  return (
    <>
      <span role="cell" className={classes.cell} data-side="before">
        <Value path={path} value={before} side="before" />
      </span>
      <span role="cell" className={classes.cell} data-side="after">
        <Value path={path} value={after} side="after" />
      </span>
    </>
  );
}

function Value({ path, value, side }: { path: string; value: unknown; side: 'before' | 'after' }) {
  const { messages, language } = useLocale();
  const format = useFormat();
  const shown = fieldValue(path, value, { messages, language, format });
  if (!shown) {
    return (
      <Text span size="xs" c="dimmed">
        {messages.versions.notSet}
      </Text>
    );
  }
  // What was there and is no more is crossed out for eyes and told to readers alike.
  const Mark = side === 'before' ? 'del' : 'ins';
  return (
    <Mark className={classes.value} data-side={side}>
      <Shown shown={shown} />
    </Mark>
  );
}

function Shown({ shown: { text, words, isOurs } }: { shown: FieldValue }) {
  return (
    <>
      <span translate={isOurs ? undefined : 'no'} className={isOurs ? undefined : 'mono'}>
        {text}
      </span>
      {words !== undefined && <span className={classes.words}>{words}</span>}
    </>
  );
}

const LONG_TEXT = 160;

function isLong(value: unknown): boolean {
  return asText(value).includes('\n') || (typeof value === 'string' && value.length > LONG_TEXT);
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value, null, 2) : '';
}

/**
 * A file of jobs: YAML or JSON (which YAML includes), one document. What is wrong with it is told with file, line and
 * column, all of it at once, and nothing of a file with an error is used.
 */
import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { fieldErrors } from '@crony/shared/wire/field-errors';
import { jobInput, MAX_BULK_ITEMS, type JobInput, type JobWritten } from '@crony/shared/wire/job';
import { JOBS_DOCUMENT_FIELDS, jobsDocumentFrame } from '@crony/shared/wire/jobs-document';

/** A job as a file says it: the fields of `POST /api/v1/jobs`. */
export type JobEntry = JobInput;

/** The same, checked, with every default filled in. */
export type JobDeclared = JobWritten;

export interface Place {
  /** As it was named to the program; `-` is standard input. */
  file: string;
  line: number;
  column: number;
}

export interface DeclaredJob {
  spec: JobDeclared;
  /** The fields that the file gives; of others the defaults stand in `spec`. */
  given: ReadonlySet<string>;
  /** Where a field such as `schedule.cron` is written, or, where it is not, what it would stand in. */
  placeOf: (path: string) => Place;
}

export interface JobsFile {
  file: string;
  managedBy: string | null;
  /** Of jobs that name none. */
  project: string | null;
  jobs: DeclaredJob[];
}

export interface FileError extends Place {
  /** Such as `jobs.2.schedule.cron`; empty for the file as a whole. */
  path: string;
  rule: string;
}

export class JobsFileError extends Error {
  override name = 'JobsFileError';

  constructor(readonly errors: readonly FileError[]) {
    super(errors.map(describeFileError).join('\n'));
  }
}

export function describeFileError({ file, line, column, path, rule }: FileError): string {
  return `${file}:${line}:${column}: ${path === '' ? '' : `${path} `}${rule}`;
}

export const LARGEST_FILE_BYTES = 16 * 1_024 * 1_024;
export const MOST_JOBS = MAX_BULK_ITEMS;
const MOST_ERRORS = 50;
/** A few shared blocks are a convenience; thousands of references to references are an attack on memory. */
const MOST_ALIASES = 1_000;

/** `file` stands in errors only. Throws a `JobsFileError` with all that is wrong. */
export function parseJobsFile(text: string, file: string): JobsFile {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    uniqueKeys: true,
    strict: true,
  });
  const errors: FileError[] = [];
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const placeOf = (path: readonly string[]): Place => placeAt(offsetOf(document, path));
  const complain = (path: readonly string[], rule: string): void => {
    errors.push({ ...placeOf(path), path: path.join('.'), rule });
  };

  if (document.errors.length > 0) {
    const [first] = document.errors;
    throw new JobsFileError([{ ...placeAt(first!.pos[0]), path: '', rule: ruleOf(first!.message) }]);
  }
  const content = toContent(document, (rule) => {
    throw new JobsFileError([{ ...placeAt(0), path: '', rule }]);
  });

  const framed = jobsDocumentFrame.safeParse(content);
  if (!framed.success) {
    for (const { path, rule } of fieldErrors(framed.error.issues, content)) {
      if (path === '') complain([], 'must be an object with a list of `jobs`');
      else complain(path.split('.'), rule);
    }
  }
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) {
    for (const key of Object.keys(content)) {
      if (JOBS_DOCUMENT_FIELDS.includes(key) || key.startsWith('x-')) continue;
      complain(
        [key],
        `is not a known field; a file has ${JOBS_DOCUMENT_FIELDS.join(', ')}, and x-… for what is shared`,
      );
    }
  }
  if (errors.length > 0 || !framed.success) throw new JobsFileError(errors);

  const { managedBy, project, jobs: entries } = framed.data;
  const jobs: DeclaredJob[] = [];
  for (const [index, entry] of entries.entries()) {
    if (errors.length >= MOST_ERRORS) break;
    const at = ['jobs', String(index)];
    if (typeof entry === 'object' && entry !== null && Object.hasOwn(entry, 'managedBy')) {
      complain([...at, 'managedBy'], 'belongs to the file, beside `jobs`: it is the mark of all of them');
      continue;
    }
    const whole = withProject(entry, project);
    const checked = jobInput.safeParse(whole);
    if (!checked.success) {
      for (const { path, rule } of fieldErrors(checked.error.issues, whole)) {
        complain([...at, ...(path === '' ? [] : path.split('.'))], rule);
      }
      continue;
    }
    jobs.push({
      spec: checked.data,
      given: new Set(Object.keys(whole as object)),
      placeOf: (path) => placeOf([...at, ...(path === '' ? [] : path.split('.'))]),
    });
  }
  if (errors.length > 0) throw new JobsFileError(errors.slice(0, MOST_ERRORS));
  return { file, managedBy: managedBy ?? null, project: project ?? null, jobs };
}

function withProject(entry: unknown, project: string | undefined): unknown {
  if (project === undefined || typeof entry !== 'object' || entry === null || Array.isArray(entry)) return entry;
  return Object.hasOwn(entry, 'project') ? entry : { project, ...entry };
}

function toContent(document: Document, refuse: (rule: string) => never): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown;
  } catch (error) {
    return refuse(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** YAML takes a cron expression that begins with an asterisk for a reference. */
function ruleOf(message: string): string {
  const hint = /alias/i.test(message) ? ' (put a text that begins with * into quotes: cron: "*/5 * * * *")' : '';
  return `is no YAML that can be read: ${message}${hint}`;
}

/** Of the key where it is the last of the path, so that an unknown field is pointed at, and not its value. */
function offsetOf(document: Document, path: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((one) => isPair(one) && isScalar(one.key) && String(one.key.value) === key);
      if (pair === undefined) return offset;
      offset = startOf(pair.key) || offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(key)];
      if (item === undefined) return offset;
      offset = startOf(item) || offset;
      node = item;
    } else return offset; // within a scalar, or behind a reference: whatever holds it
  }
  return offset;
}

function startOf(node: unknown): number {
  return (node as Node | null | undefined)?.range?.[0] ?? 0;
}

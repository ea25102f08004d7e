/** What `-f` names: a file, a folder of files, or `-` for standard input. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import {
  JobsFileError,
  LARGEST_FILE_BYTES,
  MOST_JOBS,
  parseJobsFile,
  type DeclaredJob,
  type FileError,
  type JobsFile,
} from './jobs-file.js';

const EXTENSIONS = ['.yaml', '.yml', '.json'];
const MOST_FILES = 1_000;

/** All of them as one set: the errors of every file together, and no name twice. */
export async function readJobsFiles(paths: readonly string[], stdin: Readable): Promise<JobsFile[]> {
  const errors: FileError[] = [];
  const files: JobsFile[] = [];
  const named: string[] = [];
  for (const path of new Set(paths)) {
    await collecting(errors, async () => {
      named.push(...(await filesAt(path)));
    });
  }
  if (named.length > MOST_FILES)
    throw new JobsFileError([whole(named[MOST_FILES]!, `is one of more than ${MOST_FILES} files`)]);
  for (const file of new Set(named)) {
    await collecting(errors, async () => {
      files.push(parseJobsFile(await textOf(file, stdin), file));
    });
  }
  errors.push(...namesGivenTwice(files));
  const count = files.reduce((sum, { jobs }) => sum + jobs.length, 0);
  if (count > MOST_JOBS)
    errors.push(whole(files.at(-1)!.file, `with the others has ${count} jobs; at most ${MOST_JOBS} go at once`));
  if (errors.length > 0) throw new JobsFileError(errors);
  return files;
}

/** Of a folder those directly in it, by name; not what is hidden. */
async function filesAt(path: string): Promise<string[]> {
  if (path === '-') return [path];
  const found = await stat(path).catch((error: unknown) => refuse(path, error));
  if (!found.isDirectory()) return [path];
  const names = await readdir(path).catch((error: unknown) => refuse(path, error));
  const files = names.filter((name) => EXTENSIONS.includes(extname(name).toLowerCase()) && !name.startsWith('.'));
  if (files.length === 0)
    throw new JobsFileError([whole(path, `is a folder without any file in ${EXTENSIONS.join(', ')}`)]);
  return files.sort().map((name) => join(path, name));
}

async function textOf(file: string, stdin: Readable): Promise<string> {
  if (file === '-') return textOfStream(stdin);
  const { size } = await stat(file).catch((error: unknown) => refuse(file, error));
  if (size > LARGEST_FILE_BYTES) throw tooLarge(file);
  return readFile(file, 'utf8').catch((error: unknown) => refuse(file, error));
}

async function textOfStream(stream: Readable): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream as AsyncIterable<Buffer | string>) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > LARGEST_FILE_BYTES) throw tooLarge('-');
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

function namesGivenTwice(files: readonly JobsFile[]): FileError[] {
  const first = new Map<string, DeclaredJob>();
  const errors: FileError[] = [];
  for (const job of files.flatMap(({ jobs }) => jobs)) {
    const { project, name } = job.spec;
    const key = JSON.stringify([project, name]);
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, job);
      continue;
    }
    const { file, line } = other.placeOf('name');
    const rule = `must be unique in the project ${project}: ${JSON.stringify(name)} stands at ${file}:${line} already`;
    errors.push({ ...job.placeOf('name'), path: 'name', rule });
  }
  return errors;
}

async function collecting(errors: FileError[], read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof JobsFileError)) throw error;
    errors.push(...error.errors);
  }
}

function tooLarge(file: string): JobsFileError {
  return new JobsFileError([whole(file, `is larger than ${LARGEST_FILE_BYTES} bytes`)]);
}

function refuse(file: string, error: unknown): never {
  const why = error instanceof Error ? error.message : String(error);
  throw new JobsFileError([whole(file, `cannot be read: ${why}`)]);
}

function whole(file: string, rule: string): FileError {
  return { file, line: 1, column: 1, path: '', rule };
}

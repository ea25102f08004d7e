/**
 * Lines in a file, appended and synced in batches: whoever asks while a batch is on its way shares the next one. A
 * process may die at any byte, so a line counts only with the line break behind it.
 */
import { open, readFile, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The file names the hub's report tokens. */
const OWNER_ONLY = 0o600;

export class JournalFile {
  readonly #path: string;
  #handle: FileHandle | null = null;
  #bytes = 0;
  /** A write broke off: what follows begins on a line of its own. */
  #torn = false;

  constructor(path: string) {
    this.#path = path;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The whole lines that are there; none when there is no file. */
  async read(): Promise<string[]> {
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    return text.split('\n').slice(0, -1);
  }

  async append(lines: readonly string[]): Promise<void> {
    if (this.#handle === null) throw new Error(`the journal ${this.#path} is not open`);
    const data = Buffer.from((this.#torn ? '\n' : '') + joined(lines));
    this.#torn = true;
    await writeAll(this.#handle, data);
    await this.#handle.datasync();
    this.#torn = false;
    this.#bytes += data.length;
  }

  /** Puts these lines in place of everything. The old file stays whole until the new one is safe. */
  async replace(lines: readonly string[]): Promise<void> {
    const next = `${this.#path}.next`;
    const data = Buffer.from(joined(lines));
    const handle = await open(next, 'w', OWNER_ONLY);
    try {
      await writeAll(handle, data);
      await handle.sync();
      await rename(next, this.#path);
      await syncDirectory(dirname(this.#path));
    } catch (error) {
      await handle.close();
      throw error;
    }
    await this.#handle?.close();
    this.#handle = handle;
    this.#bytes = data.length;
    this.#torn = false;
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = null;
  }
}

function joined(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

async function writeAll(handle: FileHandle, data: Buffer): Promise<void> {
  for (let at = 0; at < data.length;) {
    const { bytesWritten } = await handle.write(data, at, data.length - at);
    at += bytesWritten;
  }
}

/** Without it the new name may be lost with the power. Not every system can open a directory; those need it least. */
async function syncDirectory(path: string): Promise<void> {
  let directory: FileHandle | undefined;
  try {
    directory = await open(path, 'r');
    await directory.sync();
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await directory?.close();
  }
}

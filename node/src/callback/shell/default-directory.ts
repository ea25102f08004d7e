/** Where commands run that name no directory: one of their own in the node's, for this user alone. */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

export class DefaultDirectory {
  readonly path: string;

  constructor(dataDirectory: string) {
    this.path = join(resolve(dataDirectory), 'shell');
  }

  /** Each time: a command may have removed it, and on a node without such jobs it is never there. */
  async ensure(): Promise<string> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    return this.path;
  }
}

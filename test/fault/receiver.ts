import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Delivery } from '../check/story.js';

const MAIN = fileURLToPath(new URL('./receiver-main.js', import.meta.url.replace('/test/fault/', '/test/dist/fault/')));

/** The receiver as its parent sees it. */
export class Receiver {
  readonly url: string;
  readonly #child: ChildProcess;

  static async start(): Promise<Receiver> {
    const child = fork(MAIN);
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    return new Receiver(child, `http://127.0.0.1:${port}`);
  }

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  /** Everything that has reached it, oldest first. */
  async deliveries(file: string): Promise<Delivery[]> {
    const dumped = once(this.#child, 'message');
    this.#child.send({ dump: file });
    await dumped;
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Delivery);
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
  }
}

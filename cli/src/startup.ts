/** What stands between good settings and a running part: servers that are not there yet, and ports that are taken. */
import { createServer, type AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import type { Clock } from '@crony/shared/runtime/clock';
import type { Logger } from '@crony/shared/runtime/logger';

/** One clear sentence for the person who started the program; its stack says nothing to them. */
export class StartupError extends Error {
  override name = 'StartupError';
}

export interface WaitOptions {
  /** As in "waiting for …". */
  what: string;
  probe: () => Promise<void>;
  /** The sentence for a failure that time does not heal (a wrong password, no such database), else null. */
  hopeless?: (error: unknown) => string | null | Promise<string | null>;
  stopping: AbortSignal;
  clock: Clock;
  logger: Logger;
}

const PAUSE_MS = 1_000;
const LOG_EVERY_MS = 5_000;

/**
 * Tries until the server answers: in a cluster that starts as a whole, servers come up in any order, and a program
 * that ends at the first failure makes its supervisor do the waiting. Says every few seconds what it waits for.
 */
export async function waitForServer(options: WaitOptions): Promise<void> {
  const { what, probe, hopeless, stopping, clock, logger } = options;
  let saidAt = Number.NEGATIVE_INFINITY;
  for (;;) {
    const failure = await probe().then(
      () => null,
      (error: unknown) => ({ error }),
    );
    if (failure === null) {
      if (saidAt > Number.NEGATIVE_INFINITY) logger.info(`${what} answers`);
      return;
    }
    const sentence = await hopeless?.(failure.error);
    if (sentence) throw new StartupError(sentence, { cause: failure.error });
    if (clock.monotonic() - saidAt >= LOG_EVERY_MS) {
      saidAt = clock.monotonic();
      logger.warn({ reason: messageOf(failure.error) }, `waiting for ${what}`);
    }
    await clock.sleep(PAUSE_MS, stopping);
    if (stopping.aborted) throw new StartupError(`stopped while waiting for ${what}`);
  }
}

/**
 * `0` becomes a port that was free a moment ago: the public address must be known before anything listens. A port that
 * cannot be had is refused here, before the start has done anything that it could not take back.
 */
export function settlePort(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address() as AddressInfo;
      server.close(() => resolve(address.port));
    });
  });
}

/** This port, or another one where it cannot be had. */
export function preferPort(port: number, host: string): Promise<number> {
  return settlePort(port, host).catch(() => settlePort(0, host));
}

/** Where others reach what listens here, as far as this machine can tell. */
export function addressOf(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? hostname() : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** For the failures that people meet when they start a server; null for all that need their stack. */
export function explainListenFailure(error: unknown, settings: string): string | null {
  if (!(error instanceof Error)) return null;
  const { code, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  const where = `${address ?? ''}:${port ?? ''}`;
  switch (code) {
    case 'EADDRINUSE':
      return `${where} is in use by another program: choose another address (${settings})`;
    case 'EACCES':
      return `this user may not listen on ${where} (${settings})`;
    case 'EADDRNOTAVAIL':
      return `${address} is not an address of this machine (${settings})`;
    case 'ENOTFOUND':
      return `${(error as { hostname?: string }).hostname ?? address} is not a name this machine knows (${settings})`;
    default:
      return null;
  }
}

export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

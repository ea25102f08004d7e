/**
 * How a Crony process begins and ends. One signal asks for a clean stop, another one ends the process at once; a
 * fault that nobody caught ends it too, because what it left behind cannot be trusted.
 */
import type { EventEmitter } from 'node:events';
import { withDeadline, type Clock } from './clock.js';
import type { Logger } from './logger.js';
import type { Service } from './service.js';

/** What of `process` this needs, so that a test can stand in for it. */
export interface ProcessSeam extends Pick<EventEmitter, 'on'> {
  exit(code: number): void;
}

export interface LifecycleOptions {
  clock: Clock;
  logger: Logger;
  /** A stop that takes longer than this is given up. */
  stopWithinMs: number;
  /** At SIGHUP. Without it, as at a terminal that has gone, SIGHUP asks for a clean stop too. */
  onHangup?: (() => void) | undefined;
  process?: ProcessSeam;
}

export interface Lifecycle {
  /** Aborted when a stop is asked for, so that whoever still waits for something at the start gives up. */
  readonly stopping: AbortSignal;
  /** For a part that finds that the process must end: stops cleanly, with exit code 1. */
  readonly fail: (error: unknown) => void;
  /** For a program that has done its work: stops cleanly, with exit code 0. */
  readonly finish: () => void;
}

const STOP_SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/**
 * A signal to the process group arrives twice when npm stands above: once from the group, once passed on. Two within
 * this time are one wish.
 */
const SAME_WISH_MS = 500;

/**
 * Starts the service that `compose` makes, keeps it until a signal or a failure, stops it, and answers with the exit
 * code. What goes wrong while composing or starting is thrown to the caller, who knows how to tell it.
 *
 * It goes on listening after its end: the caller ends the process next, and a signal that arrives twice must not kill
 * it in between, with an exit status that tells of no clean stop.
 */
export async function runProcess(
  compose: (lifecycle: Lifecycle) => Promise<Service>,
  options: LifecycleOptions,
): Promise<number> {
  const { clock, logger } = options;
  const seam: ProcessSeam = options.process ?? process;
  const stopping = new AbortController();
  const stopAsked = new Promise<void>((resolve) => {
    stopping.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  let failed = false;
  let signalledAt: number | undefined;

  const onSignal = (name: keyof typeof STOP_SIGNALS): void => {
    if (signalledAt === undefined) {
      signalledAt = clock.monotonic();
      logger.info({ signal: name }, 'stopping; another signal ends the process at once');
      stopping.abort();
    } else if (clock.monotonic() - signalledAt >= SAME_WISH_MS) {
      logger.warn({ signal: name }, 'ending at once');
      seam.exit(128 + STOP_SIGNALS[name]);
    }
  };
  const fail = (error: unknown): void => {
    failed = true;
    logger.error({ err: error }, 'this process cannot go on');
    stopping.abort();
  };
  const onFault = (error: unknown): void => {
    logger.error({ err: error }, 'a fault that nobody caught ends this process');
    seam.exit(1);
  };
  seam.on('SIGINT', () => onSignal('SIGINT'));
  seam.on('SIGTERM', () => onSignal('SIGTERM'));
  seam.on('SIGHUP', options.onHangup ?? (() => onSignal('SIGHUP')));
  seam.on('uncaughtException', onFault);
  seam.on('unhandledRejection', onFault);

  const service = await composeUnlessStopped(compose, {
    stopping: stopping.signal,
    fail,
    finish: () => stopping.abort(),
  });
  if (service === null) return failed ? 1 : 0;
  const started = stopping.signal.aborted ? stopAsked : service.start();
  // A start that hangs must not hold up the stop; `stop` is safe before and during `start`.
  await Promise.race([started, stopAsked]).catch(async (error: unknown) => {
    await stopInTime(service, options);
    throw error;
  });
  started.catch((error: unknown) => logger.warn({ err: error }, 'the start ended by the stop'));
  await stopAsked;
  const clean = await stopInTime(service, options);
  return clean && !failed ? 0 : 1;
}

/** Null: it was told to give up, and did. */
async function composeUnlessStopped(
  compose: (lifecycle: Lifecycle) => Promise<Service>,
  lifecycle: Lifecycle,
): Promise<Service | null> {
  try {
    return await compose(lifecycle);
  } catch (error) {
    if (lifecycle.stopping.aborted) return null;
    throw error;
  }
}

async function stopInTime(service: Service, { clock, logger, stopWithinMs }: LifecycleOptions): Promise<boolean> {
  try {
    await withDeadline(clock, stopWithinMs, 'the stop', service.stop());
    logger.info('stopped');
    return true;
  } catch (error) {
    logger.error({ err: error }, 'the stop was not clean');
    return false;
  }
}

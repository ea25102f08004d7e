import type { Logger } from './logger.js';

/** Node's own warnings, of itself and of libraries, go to the log, whose lines are all JSON. */
export function logWarnings(logger: Logger): void {
  // The listener that Node brings prints them on standard error.
  process.removeAllListeners('warning');
  process.on('warning', (warning: Error & { code?: string }) => {
    const isForDevelopers = warning.name === 'DeprecationWarning' || warning.name === 'ExperimentalWarning';
    const about = { reason: warning.message, code: warning.code };
    if (isForDevelopers) logger.debug(about, warning.name);
    else logger.warn(about, warning.name);
  });
}

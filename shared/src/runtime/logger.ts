import { pino, type Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Values under these keys never reach a log line. */
const SECRET_KEYS = ['authorization', 'cookie', 'password', 'secret', 'token'];

const childrenOf = new WeakMap<Logger, readonly Logger[]>();

/** JSON lines on standard error, so that standard output stays free for what a command was asked to print. */
export function createLogger(level: LogLevel, bindings: Record<string, string> = {}): Logger {
  const children: Logger[] = [];
  const logger = pino(
    {
      level,
      // The hub and the node have one each; nothing makes them by the request.
      onChild: (child) => void children.push(child as Logger),
      base: bindings,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`]), censor: '[redacted]' },
    },
    pino.destination({ dest: 2, sync: true }),
  );
  childrenOf.set(logger, children);
  return logger;
}

/** Of this logger and of all that came from it: to pino a child's level is its own. */
export function setLogLevel(logger: Logger, level: LogLevel): void {
  for (const one of [logger, ...(childrenOf.get(logger) ?? [])]) one.level = level;
}

export const silentLogger: Logger = pino({ level: 'silent' });

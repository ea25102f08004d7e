/** The commands that have settings: they serve, or do their work on the database, and tell in plain words what went wrong. */
import { systemClock } from '@crony/shared/runtime/clock';
import { DataDirectoryError } from '@crony/shared/runtime/data-directory';
import { logGrpc } from '@crony/shared/runtime/grpc-log';
import { createLogger, type Logger } from '@crony/shared/runtime/logger';
import { logWarnings } from '@crony/shared/runtime/process-warnings';
import { runProcess, type Lifecycle } from '@crony/shared/runtime/process-lifecycle';
import type { Service } from '@crony/shared/runtime/service';
import type { EffectiveSetting } from '@crony/shared/runtime/settings/effective-settings';
import { SettingsError, readSettings } from '@crony/shared/runtime/settings/read-settings';
import type { Settings, SettledCommand } from '@crony/shared/runtime/settings/settings';
import { PolicyLoadError } from '@crony/admin/leader/placement/load-policy';
import { composeAdmin } from './admin.js';
import { backup } from './backup.js';
import { migrate } from './migrate.js';
import { composeNode } from './node.js';
import { print } from './print.js';
import { Reloader, type Reloadable, type ServerCommand } from './reloading.js';
import { reseal } from './reseal.js';
import { composeStandalone } from './standalone.js';
import { StartupError, explainListenFailure } from './startup.js';
import { VERSION } from './version.js';

/** What the user wrote cannot be understood. */
const EXIT_USAGE = 2;
/** Beyond the grace period, for what has to be written and closed after it. */
const STOP_MARGIN_MS = 15_000;

type Environment = Readonly<Record<string, string | undefined>>;

/** Answers with the exit code. */
export async function runSettledCommand(
  command: SettledCommand,
  argv: readonly string[],
  env: Environment,
): Promise<number> {
  try {
    switch (command) {
      case 'standalone':
        return await serve(command, { argv, env }, async (parts) => {
          const standalone = await composeStandalone({ ...parts, onFirstUser: printFirstUser });
          return announced(standalone, `Crony ${VERSION} standalone: ${standalone.url}`);
        });
      case 'admin':
        return await serve(command, { argv, env }, async (parts) => {
          const admin = await composeAdmin({ ...parts, onFirstUser: printFirstUser });
          return announced(admin, `Crony ${VERSION} hub: ${admin.url}`);
        });
      case 'node':
        return await serve(command, { argv, env }, composeNode);
      case 'migrate': {
        const { settings } = readSettings(command, { argv, env });
        await migrate(settings, print);
        return 0;
      }
      case 'reseal': {
        const { settings } = readSettings(command, { argv, env });
        await reseal(settings, print);
        return 0;
      }
      case 'backup': {
        const { settings } = readSettings(command, { argv, env });
        await backup(settings, print);
        return 0;
      }
    }
  } catch (error) {
    return failed(command, error);
  }
}

interface ServerParts<C extends SettledCommand> {
  settings: Settings<C>;
  effective: readonly EffectiveSetting[];
  clock: typeof systemClock;
  logger: Logger;
  lifecycle: Lifecycle;
}

async function serve<C extends ServerCommand>(
  command: C,
  sources: { argv: readonly string[]; env: Environment },
  compose: (parts: ServerParts<C>) => Promise<Reloadable<C>>,
): Promise<number> {
  const running = readSettings(command, sources);
  const { settings, effective, unused, overruled } = running;
  // The compiler does not look into the settings of a command that it does not know yet.
  const { logLevel, graceMs } = settings as Settings<C> & Pick<Settings<'node'>, 'logLevel' | 'graceMs'>;
  const logger = createLogger(logLevel, { command });
  logGrpc(logger);
  logWarnings(logger);
  if (unused.length > 0) logger.info({ unused }, `these variables are set, but crony ${command} has no use for them`);
  if (overruled.length > 0) {
    logger.warn({ overruled }, 'the settings file says these in vain: a variable or a flag wins over it');
  }
  const reloader = new Reloader({ command, sources, running, logger });
  const composed = async (lifecycle: Lifecycle): Promise<Service> => {
    const service = await compose({ settings, effective, clock: systemClock, logger, lifecycle });
    reloader.serve(service);
    return service;
  };
  return runProcess(composed, {
    clock: systemClock,
    logger,
    stopWithinMs: graceMs + STOP_MARGIN_MS,
    // Somebody at a terminal who closes it does not expect to leave a scheduler behind.
    onHangup: process.stdin.isTTY ? undefined : () => reloader.hangup(),
  });
}

function announced<C extends ServerCommand>(service: Reloadable<C>, line: string): Reloadable<C> {
  return {
    reload: (settings) => service.reload(settings),
    async start() {
      await service.start();
      print(line);
    },
    stop: () => service.stop(),
  };
}

function printFirstUser(name: string, password: string): void {
  print(`First start: sign in as "${name}" with the password ${password} (it is not shown again).`);
}

function failed(command: SettledCommand, error: unknown): number {
  if (error instanceof SettingsError) {
    const problems = error.message.split('\n').map((line) => `  ${line}`);
    const text = [
      `crony ${command} cannot start with these settings:`,
      ...problems,
      '',
      `See crony ${command} --help.`,
    ];
    return print(text.join('\n'), 'stderr', EXIT_USAGE);
  }
  const sentence = explain(command, error);
  if (sentence !== null) return print(`crony ${command}: ${sentence}`, 'stderr', 1);
  createLogger('error', { command }).error({ err: error }, 'the start failed');
  return 1;
}

/** In a sentence what needs no stack to be understood. */
function explain(command: SettledCommand, error: unknown): string | null {
  if (error instanceof StartupError || error instanceof DataDirectoryError || error instanceof PolicyLoadError) {
    return error.message;
  }
  const settings = command === 'node' ? 'CRONY_NODE_HOST, CRONY_NODE_PORT' : 'CRONY_HOST, CRONY_PORT';
  return explainListenFailure(error, settings);
}

/**
 * SIGHUP: the settings are read again, as at the start. What may change while the process runs is taken over, what may
 * not is named and waits for the next start, and settings with a mistake in them change nothing at all.
 */
import { LOG_LEVELS, setLogLevel, type LogLevel, type Logger } from '@crony/shared/runtime/logger';
import type { Service } from '@crony/shared/runtime/service';
import type { EffectiveSetting } from '@crony/shared/runtime/settings/effective-settings';
import { SettingsError, keysOf, readSettings, type ReadSettings } from '@crony/shared/runtime/settings/read-settings';
import {
  SETTINGS,
  type AnySetting,
  type SettingKey,
  type Settings,
  type SettledCommand,
} from '@crony/shared/runtime/settings/settings';
import { messageOf } from './startup.js';

export type ServerCommand = 'standalone' | 'admin' | 'node';

/** A part of the program that takes new settings while it runs. */
export interface Reloadable<C extends SettledCommand> extends Service {
  /** Throws before it has changed anything, where something is wrong with them. */
  reload(settings: Settings<C>): Promise<void> | void;
}

export interface ReloadPlan<C extends SettledCommand> {
  /** As they will be: the new value where it may be taken over, the old one where not. */
  settings: Settings<C>;
  effective: EffectiveSetting[];
  /** Variables, each of which has changed. */
  changed: string[];
  needRestart: string[];
}

/** Pure. */
export function planReload<C extends SettledCommand>(
  command: C,
  running: Pick<ReadSettings<C>, 'settings' | 'effective'>,
  read: Pick<ReadSettings<C>, 'settings' | 'effective'>,
): ReloadPlan<C> {
  const values: Partial<Record<SettingKey, unknown>> = {};
  const plan = { effective: [] as EffectiveSetting[], changed: [] as string[], needRestart: [] as string[] };
  for (const [index, key] of keysOf(command).entries()) {
    const { variable, reload }: AnySetting = SETTINGS[key];
    const [before, after] = [running.settings, read.settings].map((all) => (all as Record<string, unknown>)[key]);
    const from = reload ? read : running;
    values[key] = reload ? after : before;
    plan.effective.push(from.effective[index]!);
    if (JSON.stringify(before) !== JSON.stringify(after)) (reload ? plan.changed : plan.needRestart).push(variable);
  }
  return { ...plan, settings: Object.freeze(values) as Settings<C> };
}

export interface ReloaderOptions<C extends ServerCommand> {
  command: C;
  sources: Parameters<typeof readSettings>[1];
  /** Its `effective` is what people are shown: it is kept up to date in place. */
  running: ReadSettings<C>;
  logger: Logger;
}

/** Reloads one after another; a signal during a reload asks for one more. */
export class Reloader<C extends ServerCommand> {
  readonly #options: ReloaderOptions<C>;
  #settings: Settings<C>;
  #target: Reloadable<C> | null = null;
  #wanted = false;
  #working = false;

  constructor(options: ReloaderOptions<C>) {
    this.#options = options;
    this.#settings = options.running.settings;
  }

  /** From here on there is something that takes them. */
  serve(target: Reloadable<C>): void {
    this.#target = target;
    if (this.#wanted) void this.#work();
  }

  hangup(): void {
    this.#wanted = true;
    if (this.#target !== null && !this.#working) void this.#work();
  }

  async #work(): Promise<void> {
    this.#working = true;
    while (this.#wanted) {
      this.#wanted = false;
      await this.#reload(this.#target!);
    }
    this.#working = false;
  }

  async #reload(target: Reloadable<C>): Promise<void> {
    const { command, sources, running, logger } = this.#options;
    const { effective } = running;
    try {
      const read = readSettings(command, sources);
      const plan = planReload(command, { settings: this.#settings, effective }, read);
      await target.reload(plan.settings);
      this.#settings = plan.settings;
      effective.splice(0, effective.length, ...plan.effective);
      const { changed, needRestart } = plan;
      const { logLevel } = plan.settings as Settings<C> & Pick<Settings<'node'>, 'logLevel'>;
      // Who turns the log off is still told, and so is who turns it on.
      if (LOG_LEVELS.indexOf(logLevel) < LOG_LEVELS.indexOf(logger.level as LogLevel)) setLogLevel(logger, logLevel);
      logger.info({ changed }, 'settings reloaded, and files of certificates read again');
      if (needRestart.length > 0) {
        logger.warn({ needRestart }, 'these settings have changed too, and count from the next start');
      }
      if (read.overruled.length > 0) {
        const { overruled } = read;
        logger.warn({ overruled }, 'the settings file says these in vain: a variable or a flag wins over it');
      }
      setLogLevel(logger, logLevel);
    } catch (error) {
      const problems = error instanceof SettingsError ? error.message.split('\n') : [messageOf(error)];
      logger.error({ problems }, 'the settings were not reloaded and stay as they were');
    }
  }
}

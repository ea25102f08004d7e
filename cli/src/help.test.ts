import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  CLIENT_VARIABLES,
  COMMANDS_WITH_SETTINGS,
  SETTINGS,
  SETTING_KEYS,
  flagOf,
  type AnySetting,
} from '@crony/shared/runtime/settings/settings';
import { commandHelp, describeFallback, programHelp } from './help.js';
import { settingsDocument } from './settings-document.js';

const root = join(import.meta.dirname, '../..');

describe('help', () => {
  it.each(COMMANDS_WITH_SETTINGS)('crony %s --help lists every setting it takes, and no other', (command) => {
    const text = commandHelp(command).replaceAll(/\s+/g, ' ');
    for (const key of SETTING_KEYS) {
      const { variable, kind, help, on }: AnySetting = SETTINGS[key];
      const fallback = on[command];
      if (fallback === undefined) {
        expect(text).not.toMatch(new RegExp(`${variable}\\b`));
        continue;
      }
      for (const part of [`${flagOf(variable)} <${kind.placeholder}>`, variable, help, kind.rule]) {
        expect(text, variable).toContain(part);
      }
      expect(text, variable).toContain(describeFallback(fallback));
    }
  });

  it('names every command', () => {
    for (const command of COMMANDS_WITH_SETTINGS) expect(programHelp()).toContain(`  ${command} `);
  });

  it('fits a terminal', () => {
    const texts = [programHelp(), ...COMMANDS_WITH_SETTINGS.map(commandHelp)];
    for (const line of texts.flatMap((text) => text.split('\n'))) expect(line.length).toBeLessThanOrEqual(110);
  });
});

describe('documentation', () => {
  it('docs/configuration.md is made from the list', async () => {
    await expect(settingsDocument()).toMatchFileSnapshot(join(root, 'docs/configuration.md'));
  });

  it('no page speaks of a setting that there is not', () => {
    const pages = [
      ...readdirSync(root).filter((name) => name.endsWith('.md')),
      ...['docs', 'docs/zh'].flatMap(
        (folder) =>
        readdirSync(join(root, folder)).filter((name) => name.endsWith('.md')).map((name) => join(folder, name)), // prettier-ignore
      ),
    ];
    const known = new Set<string>([...SETTING_KEYS.map((key) => SETTINGS[key].variable), ...CLIENT_VARIABLES]);
    // Commands find these in their environment.
    const ofCommands = /^CRONY_(JOB_ID|JOB_NAME|RUN_ID|ATTEMPT|PLANNED_AT|TIMEOUT_MS|RETRY_LIMIT)$/;
    // Services call theirs as they like; these are the names in the SDK's examples.
    const ofServices = /^CRONY_(SIGNING_SECRET|TOKEN)$/;
    const isOther = (page: string, name: string): boolean =>
      (page.endsWith('callbacks-shell.md') && ofCommands.test(name)) ||
      (page.endsWith('sdk.md') && ofServices.test(name));
    for (const page of pages) {
      const named = readFileSync(join(root, page), 'utf8').match(/\bCRONY_[A-Z0-9_]*[A-Z0-9]\b(?!_)/g) ?? [];
      expect(
        named.filter((name) => !known.has(name) && !isOther(page, name)),
        page,
      ).toEqual([]);
    }
  });
});

import { parseArgs } from 'node:util';
import { PLANTS, type PlantName } from './plants.js';

export interface SimOptions {
  /** How many stories, from `first` on. */
  seeds: number;
  first: number;
  /** Tells one story at length. */
  only: number | null;
  plant: PlantName | null;
  /** Stops looking for more after so many stories with findings. */
  mostFailed: number;
  workers: number;
}

const MOST_SEEDS = 10_000_000;

/** Throws a sentence that names the option, the value and the rule. */
export function readSimOptions(argv: readonly string[], cores: number): SimOptions {
  const { values } = parseArgs({
    args: [...argv],
    strict: true,
    options: {
      seeds: { type: 'string', default: '1000' },
      first: { type: 'string', default: '1' },
      seed: { type: 'string' },
      plant: { type: 'string' },
      'most-failed': { type: 'string', default: '20' },
      workers: { type: 'string', default: String(cores) },
    },
  });
  return {
    seeds: wholeNumber('--seeds', values.seeds, 1, MOST_SEEDS),
    first: wholeNumber('--first', values.first, 0, Number.MAX_SAFE_INTEGER),
    only: values.seed === undefined ? null : wholeNumber('--seed', values.seed, 0, Number.MAX_SAFE_INTEGER),
    plant: values.plant === undefined ? null : plantName(values.plant),
    mostFailed: wholeNumber('--most-failed', values['most-failed'], 1, MOST_SEEDS),
    workers: wholeNumber('--workers', values.workers, 1, 64),
  };
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  throw new Error(`${option} is ${JSON.stringify(text)}: it must be a whole number from ${least} to ${most}`);
}

function plantName(text: string): PlantName {
  if (Object.hasOwn(PLANTS, text)) return text as PlantName;
  throw new Error(`--plant is ${JSON.stringify(text)}: it must be one of ${Object.keys(PLANTS).join(', ')}`);
}

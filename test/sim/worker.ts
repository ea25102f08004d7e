/** Tells the stories that its parent asks for, one after the other. */
import { PLANTS, type PlantName } from './plants.js';
import { summaryOf } from './report.js';
import { takeOverChance } from './seeded-crypto.js';
import { Simulator, simulate } from './simulate.js';

export interface WorkOrder {
  seed: number;
  plant: PlantName | null;
}

takeOverChance();
const simulator = new Simulator();

process.on('message', ({ seed, plant }: WorkOrder) => {
  simulate({ seed, plant: plant === null ? {} : PLANTS[plant] }, simulator).then(
    (result) => process.send!(summaryOf(result)),
    (error: unknown) => {
      console.error(`story ${seed} broke:`, error);
      process.exit(1);
    },
  );
});

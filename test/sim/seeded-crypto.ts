/**
 * Within this process, everything that the product draws by chance comes from the seed: ids, incarnations, traces,
 * back-off. The product itself knows nothing of it.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { Random } from './random.js';

let random = new Random(0);

export function seedChance(seed: number): void {
  random = new Random(seed);
}

/** To be called once, before anything of the product draws. */
export function takeOverChance(): void {
  const bytes = (size: number): Buffer => {
    const buffer = Buffer.alloc(size);
    for (let i = 0; i < size; i += 1) buffer[i] = Math.floor(random.next() * 256);
    return buffer;
  };
  Math.random = () => random.next();
  (crypto as { randomBytes: unknown }).randomBytes = bytes;
  (crypto as { randomUUID: unknown }).randomUUID = () => {
    const hex = bytes(16).toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  };
  syncBuiltinESMExports();
}

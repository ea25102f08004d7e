/**
 * Passwords are kept as scrypt hashes in the PHC string format, `$scrypt$ln=…,r=…,p=…$salt$hash`: each hash carries
 * its parameters, so that they can grow without locking anybody out.
 */
import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

export interface ScryptCost {
  /** Binary logarithm of the iterations. */
  logN: number;
  blockSize: number;
  parallelism: number;
}

/** 32 MiB and some tenths of a second for each guess. */
export const DEFAULT_COST: ScryptCost = { logN: 15, blockSize: 8, parallelism: 3 };
/** A hash that asks for more did not come from here, and would take the hub's memory. */
const HIGHEST_COST: ScryptCost = { logN: 18, blockSize: 16, parallelism: 8 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

export async function hashPassword(password: string, cost: ScryptCost = DEFAULT_COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, HASH_BYTES, cost);
  return `$scrypt$ln=${cost.logN},r=${cost.blockSize},p=${cost.parallelism}$${encode(salt)}$${encode(hash)}`;
}

/** False for a wrong password and for a hash that cannot be read. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const match = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(stored);
  if (!match) return false;
  const [logN, blockSize, parallelism] = match.slice(1, 4).map(Number) as [number, number, number];
  const tooDear =
    logN > HIGHEST_COST.logN || blockSize > HIGHEST_COST.blockSize || parallelism > HIGHEST_COST.parallelism;
  if (tooDear || logN < 1 || blockSize < 1 || parallelism < 1) return false;
  const expected = Buffer.from(match[5]!, 'base64');
  if (expected.length !== HASH_BYTES) return false;
  const salt = Buffer.from(match[4]!, 'base64');
  const actual = await derive(password, salt, expected.length, { logN, blockSize, parallelism });
  return timingSafeEqual(actual, expected);
}

/** For people to type once: 120 bits, in letters and digits that mail and terminals leave alone. */
export function generatePassword(): string {
  return randomBytes(15).toString('base64url');
}

function derive(password: string, salt: Buffer, length: number, cost: ScryptCost): Promise<Buffer> {
  const N = 2 ** cost.logN;
  const options: ScryptOptions = {
    N,
    r: cost.blockSize,
    p: cost.parallelism,
    maxmem: 128 * cost.blockSize * (N + cost.parallelism + 2) + 1_024,
  };
  return new Promise((resolve, reject) => {
    // The same letters typed on different keyboards are the same password.
    scrypt(password.normalize('NFKC'), salt, length, options, (error, hash) => {
      if (error) reject(error);
      else resolve(hash);
    });
  });
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

import { createRequire } from 'node:module';

const manifest = createRequire(import.meta.url)('../package.json') as { version: string };

export const VERSION = manifest.version;

/** With what decides about behaviour besides: the runtime, and the time zone data that schedules are computed with. */
export function describeVersion(): string {
  return `crony ${VERSION} (Node.js ${process.version}, time zones ${process.versions.tz ?? 'unknown'})`;
}

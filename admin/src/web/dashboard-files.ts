/** The built dashboard, in memory: a few files, read once, each with its name for caches and its compressed forms. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Beside the sources and beside what is built of them alike. */
const BUILT_DASHBOARD = fileURLToPath(new URL('../../web/dist/', import.meta.url));

export type ContentCoding = 'br' | 'gzip';
/** The better one first; the build leaves a file with this ending beside what is worth compressing. */
const CODINGS: readonly [ContentCoding, string][] = [
  ['br', '.br'],
  ['gzip', '.gz'],
];

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};

export interface DashboardFile {
  mediaType: string;
  etag: string;
  body: Uint8Array<ArrayBuffer>;
  compressed: Partial<Record<ContentCoding, Uint8Array<ArrayBuffer>>>;
}

/** By path below the root, such as `/assets/index-3f2a.js`. Null: nobody has built it. */
export function readDashboardFiles(folder: string = BUILT_DASHBOARD): ReadonlyMap<string, DashboardFile> | null {
  if (!existsSync(join(folder, 'index.html'))) return null;
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const files = new Map<string, DashboardFile>();
  for (const name of names) {
    const mediaType = MEDIA_TYPES[extname(name)];
    if (mediaType === undefined) continue; // a compressed form, or nothing that a browser asks for
    const body = new Uint8Array(readFileSync(name));
    const compressed: DashboardFile['compressed'] = {};
    for (const [coding, ending] of CODINGS) {
      if (names.includes(name + ending)) compressed[coding] = new Uint8Array(readFileSync(name + ending));
    }
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    files.set(`/${relative(folder, name).split(sep).join('/')}`, { mediaType, etag, body, compressed });
  }
  return files;
}

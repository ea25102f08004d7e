/** What lies in deploy/, as tests read it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

export const DEPLOY = join(import.meta.dirname, '../../deploy');

export function textOf(path: string): string {
  return readFileSync(join(DEPLOY, path), 'utf8');
}

/** Every file of it that people write, by its path below deploy/. */
export function deployFiles(): string[] {
  return readdirSync(DEPLOY, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(DEPLOY.length + 1))
    .filter((path) => !path.startsWith('grafana/'));
}

export interface Service {
  image: string;
  command?: string[];
  environment?: Record<string, string>;
  env_file?: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test?: string[]; disable?: boolean };
}

export interface Compose {
  name: string;
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
}

export function compose(): Compose {
  return parse(textOf('docker/compose.yaml'), { merge: true }) as Compose;
}

export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  spec?: Record<string, unknown>;
  stringData?: Record<string, string>;
}

const BASE = 'kubernetes/base';

/** Every object in the files of the base, the kustomization itself apart. */
export function manifests(): Manifest[] {
  return readdirSync(join(DEPLOY, BASE))
    .filter((name) => name !== 'kustomization.yaml')
    .flatMap((name) => parseAllDocuments(textOf(join(BASE, name))).map((one) => one.toJS() as Manifest));
}

export interface Kustomization {
  resources: string[];
  configMapGenerator: { name: string; literals: string[] }[];
  images: { name: string; newName: string; newTag: string }[];
}

export function kustomization(): Kustomization {
  return parse(textOf(join(BASE, 'kustomization.yaml'))) as Kustomization;
}

/** `NAME=value`, without comments. */
export function pairsOf(text: string): [string, string][] {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
}

export interface Container {
  name: string;
  image: string;
  args: string[];
  ports?: { name: string; containerPort: number }[];
  env?: { name: string; value?: string }[];
  envFrom: { configMapRef?: { name: string }; secretRef?: { name: string } }[];
  startupProbe?: { httpGet: { path: string; port: string } };
  livenessProbe?: { httpGet: { path: string; port: string } };
  readinessProbe?: { httpGet: { path: string; port: string } };
  volumeMounts?: { mountPath: string }[];
}

export interface PodSpec {
  terminationGracePeriodSeconds?: number;
  enableServiceLinks?: boolean;
  containers: Container[];
}

/** Of whatever makes pods. */
export function podOf({ kind, spec }: Manifest): PodSpec | null {
  if (!['Deployment', 'StatefulSet', 'Job'].includes(kind)) return null;
  return (spec as { template: { spec: PodSpec } }).template.spec;
}

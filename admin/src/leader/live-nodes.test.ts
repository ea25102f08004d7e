import { describe, expect, it } from 'vitest';
import type { NodeRegistration } from '@crony/shared/domain/assignment';
import type { NodeIncarnation, NodeSettings } from '@crony/shared/store/store';
import { rosterNodes, rosterShape } from './live-nodes.js';

const registration: NodeRegistration = {
  incarnation: 'i2',
  address: '',
  weight: 2,
  labels: { zone: 'a' },
  projects: ['p'],
  capacity: 1,
  version: '0',
  tzVersion: '0',
  draining: false,
  startedAt: 0,
};
const record = (over: Partial<NodeIncarnation> = {}): NodeIncarnation => ({
  nodeId: 'n',
  incarnation: 'i2',
  registration,
  startedAt: 0,
  heartbeatAt: 94_000,
  stoppedAt: null,
  watermark: 0,
  appliedRevision: 0,
  inFlight: 0,
  jobs: 0,
  clockSkewMs: null,
  figures: null,
  ...over,
});
const roster = (newest: NodeIncarnation[], settings: NodeSettings[] = [], over: Partial<NodeRegistration> = {}) =>
  rosterNodes({
    registrations: [['n', { ...registration, ...over }]],
    settings,
    newest,
    now: 100_000,
    ttlMs: 6_000,
  })[0]!;

describe('a living node in the eyes of placement', () => {
  it.each<[string, NodeIncarnation[], boolean]>([
    ['a fresh heartbeat', [record()], true],
    ['a heartbeat older than the TTL', [record({ heartbeatAt: 93_999 })], false],
    ['no record at all', [], false],
    ['the record of its predecessor', [record({ incarnation: 'i1', heartbeatAt: 100_000 })], false],
    ['a clean stop', [record({ stoppedAt: 99_000 })], false],
  ])('gives jobs away only with a heartbeat of its own: %s', (_name, newest, releasable) => {
    expect(roster(newest).releasable).toBe(releasable);
  });

  it.each<[string, NodeSettings[], Partial<NodeRegistration>, { weight: number; draining: boolean }]>([
    ['its own', [], {}, { weight: 2, draining: false }],
    ['stored', [{ nodeId: 'n', weight: 0, draining: true }], {}, { weight: 0, draining: true }],
    ['half stored', [{ nodeId: 'n', weight: null, draining: true }], {}, { weight: 2, draining: true }],
    [
      'stored against its own will',
      [{ nodeId: 'n', weight: null, draining: false }],
      { draining: true },
      { weight: 2, draining: false },
    ],
    ['those of another node', [{ nodeId: 'm', weight: 0, draining: true }], {}, { weight: 2, draining: false }],
  ])('has the settings that people stored, else its own: %s', (_name, settings, over, expected) => {
    expect(roster([record()], settings, over)).toMatchObject(expected);
  });

  it('has a shape that changes with what placement depends on, and with nothing else', () => {
    const shape = (over: Partial<NodeRegistration> = {}, newest = [record()]): string =>
      rosterShape([roster(newest, [], over)]);
    expect(shape({ labels: { zone: 'a' }, startedAt: 9 }, [])).toBe(shape());
    const others = [
      shape({ weight: 3 }),
      shape({ draining: true }),
      shape({ labels: {} }),
      shape({ projects: [] }),
      rosterShape([]),
    ];
    expect(new Set([shape(), ...others]).size).toBe(6);
    const [a, b] = [
      { ...roster([]), nodeId: 'a' },
      { ...roster([]), nodeId: 'b' },
    ];
    expect(rosterShape([a, b])).toBe(rosterShape([b, a]));
  });
});

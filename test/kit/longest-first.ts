/** The order of test files: those that take longest begin first, so that no core waits for the last of them alone. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders and files by the parts of their paths, longest first. Everything else comes in the order of its size. */
const LONGEST = [
  'test/fault/',
  'test/sim/',
  'test/web/pages',
  'test/cluster/',
  'test/async/',
  'test/web/people',
  'test/leader/leader.etcd',
  'test/schedule/zone-changes',
  'test/web/',
  'test/cli/',
  'test/store/',
  'test/sdk/restart',
  'test/node/many-jobs',
  'test/metrics/real',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = LONGEST.findIndex((part) => moduleId.includes(part));
      return place === -1 ? LONGEST.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

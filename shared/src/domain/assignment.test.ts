import { describe, expect, it } from 'vitest';
import { ASSIGNMENT_FORMAT, compileJob, type Assignment } from './assignment.js';
import type { Job } from './job.js';
import { NO_RETRY } from './retry-policy.js';

const job: Job = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  name: 'settle-orders',
  project: 'default',
  enabled: true,
  schedule: { cron: '0 */5 * * * *', timeZone: 'Asia/Shanghai' },
  callback: { type: 'http', method: 'POST', url: 'http://orders.internal/settle', body: '{}' },
  timeoutMs: 30_000,
  completion: 'sync',
  retry: NO_RETRY,
  concurrency: 'forbid',
  misfire: 'fire_once',
  misfireAfterMs: 5_000,
  misfireLimit: 100,
  onNodeLoss: 'redispatch',
  onIsolation: 'fire',
  nodeLabels: { zone: 'a' },
  priority: 0,
  tags: { team: 'pay' },
  owner: 'ann',
  description: 'what people read',
  alerts: { channels: ['ops'], on: ['failure'] },
  managedBy: 'billing',
  version: 3,
  epoch: 7,
  effectiveFrom: 1_700_000_000_000,
  ownerNode: 'n1',
  createdAt: 1_600_000_000_000,
  updatedAt: 1_700_000_000_000,
};

describe('compileJob', () => {
  it('leaves out what only people, filters and the table want', () => {
    const left = [
      'id',
      'enabled',
      'tags',
      'owner',
      'description',
      'alerts',
      'managedBy',
      'version',
      'epoch',
      'effectiveFrom',
    ];
    const expected = Object.fromEntries(
      Object.entries(job).filter(([key]) => ![...left, 'ownerNode', 'createdAt', 'updatedAt'].includes(key)),
    );
    expect(compileJob(job)).toEqual(expected);
  });

  it('keeps a start deadline, and names none where the job has none', () => {
    expect(compileJob({ ...job, startDeadlineMs: 9_000 }).startDeadlineMs).toBe(9_000);
    expect(Object.keys(compileJob(job))).not.toContain('startDeadlineMs');
  });

  it('comes back from an etcd value as it went in', () => {
    const assignment: Assignment = {
      format: ASSIGNMENT_FORMAT,
      jobId: job.id,
      version: job.version,
      epoch: job.epoch,
      resumeFrom: 1_700_000_000_123,
      effectiveFrom: job.effectiveFrom,
      job: compileJob(job),
    };
    expect(JSON.parse(JSON.stringify(assignment))).toStrictEqual(assignment);
  });
});

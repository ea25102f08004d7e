import { expect, test } from 'vitest';
import { draftOfJobAlerts, FIRST_JOB_ALERTS, toJobAlerts } from './job-alerts-draft';

test('what a job has goes through the form unchanged', () => {
  const whole = {
    channels: ['ops'],
    on: ['failure' as const, { kind: 'slow' as const, longerThanMs: 90_000 }, 'missed' as const],
    recovery: true,
    escalation: { channels: ['on-call'], afterMs: 900_000 },
  };
  expect(toJobAlerts(draftOfJobAlerts(whole))).toEqual(whole);
  const least = { channels: [], on: [] };
  expect(toJobAlerts(draftOfJobAlerts(least))).toEqual(least);
});

test('a new job asks for failures, and a kind with figures begins with some', () => {
  expect(toJobAlerts(FIRST_JOB_ALERTS)).toEqual({ channels: [], on: ['failure'] });
  const more = { ...FIRST_JOB_ALERTS, on: { ...FIRST_JOB_ALERTS.on, failures_in_row: {} } };
  expect(toJobAlerts(more).on).toEqual(['failure', { kind: 'failures_in_row', count: 3 }]);
});

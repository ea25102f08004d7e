import { describe, expect, it } from 'vitest';
import type { AttemptErrorCode } from '@crony/shared/domain/attempt-error';
import { FakeClock } from '../../../test/kit/fake-clock.js';
import { CircuitBreaker } from './circuit-breaker.js';

const end = (errorCode: AttemptErrorCode | null, statusCode: number | null = null) => ({ errorCode, statusCode });

function opened(clock: FakeClock): CircuitBreaker {
  const breaker = new CircuitBreaker(clock);
  for (let n = 0; n < 20; n += 1) breaker.ended(end('timeout'));
  expect(breaker.state).toBe('open');
  return breaker;
}

describe('what opens it', () => {
  it.each([
    ['twenty that got no answer', end('connection_refused'), 20, 'open'],
    ['nineteen say too little', end('connection_refused'), 19, 'closed'],
    ['a gateway that speaks for a service that is away', end('http_status', 503), 20, 'open'],
    ['a refusal of the service itself is an answer', end('http_status', 500), 20, 'closed'],
    ['nothing was sent: the address is forbidden', end('egress_denied'), 50, 'closed'],
    ['nothing was sent: the request cannot be made', end('invalid_request'), 50, 'closed'],
    ['nothing was sent: there is no token for it', end('auth_failure'), 50, 'closed'],
  ] as const)('%s', (_, each, times, state) => {
    const breaker = new CircuitBreaker(new FakeClock());
    for (let n = 0; n < times; n += 1) breaker.ended(each);
    expect(breaker.state).toBe(state);
  });

  it('what was not sent does not thin out the failures', () => {
    const breaker = new CircuitBreaker(new FakeClock());
    for (let n = 0; n < 100; n += 1) breaker.ended(end('egress_denied'));
    for (let n = 0; n < 20; n += 1) breaker.ended(end('timeout'));
    expect(breaker.recent()).toEqual({ attempts: 20, failures: 20 });
    expect(breaker.state).toBe('open');
  });

  it('failures are forgotten after half a minute', async () => {
    const clock = new FakeClock();
    const breaker = new CircuitBreaker(clock);
    for (let n = 0; n < 19; n += 1) breaker.ended(end('timeout'));
    await clock.advance(36_000);
    breaker.ended(end('timeout'));
    expect(breaker.recent()).toEqual({ attempts: 1, failures: 1 });
    expect(breaker.state).toBe('closed');
  });
});

describe('what closes it', () => {
  it('one attempt goes out after two seconds, and its answer lets all others follow', async () => {
    const clock = new FakeClock();
    const breaker = opened(clock);
    await clock.advance(1_999);
    expect(breaker.mayStart()).toBe(false);
    await clock.advance(1);
    expect(breaker.state).toBe('half_open');
    expect(breaker.mayStart()).toBe(true);
    breaker.started();
    expect(breaker.mayStart()).toBe(false);
    breaker.ended(end(null, 200));
    expect([breaker.state, breaker.mayStart()]).toEqual(['closed', true]);
  });

  it('the pause doubles with each probe that fails', async () => {
    const clock = new FakeClock();
    const breaker = opened(clock);
    await clock.advance(2_000);
    breaker.started();
    breaker.ended(end('timeout'));
    await clock.advance(3_999);
    expect(breaker.mayStart()).toBe(false);
    await clock.advance(1);
    expect(breaker.mayStart()).toBe(true);
  });

  it('a probe that was not sent closes nothing, and lets another go', async () => {
    const clock = new FakeClock();
    const breaker = opened(clock);
    await clock.advance(2_000);
    breaker.started();
    breaker.ended(end('egress_denied'));
    expect([breaker.state, breaker.mayStart()]).toEqual(['half_open', true]);
  });
});

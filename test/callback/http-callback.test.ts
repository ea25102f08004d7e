import { systemClock } from '@crony/shared/runtime/clock';
import type { HttpCallback } from '@crony/shared/domain/job';
import { createHttpCallbackRunner } from '../../node/src/callback/http/http-callback-runner.js';
import { CallbackTarget } from '../kit/callback-target.js';
import { describeCallback } from './callback-conformance.js';
import { DEADLINE_MS, http, unusedPort } from './http-fixture.js';

describeCallback('http', async () => {
  const target = await CallbackTarget.start();
  const ofKind = (query: string): HttpCallback => http(target.url(`/?${query}`));
  return {
    createRunner: () => createHttpCallbackRunner({ clock: systemClock }),
    succeeding: http(target.url()),
    failing: ofKind('status=500'),
    hanging: ofKind('kind=hang'),
    talkative: ofKind('bodyBytes=300000'),
    dripping: ofKind('kind=drip&everyMs=20'),
    unreachable: http(`http://127.0.0.1:${await unusedPort()}/`),
    impossible: http('ftp://127.0.0.1/'),
    cut: ofKind('kind=cut'),
    invalid: ofKind('kind=garbage'),
    underWay: (count) => target.waitFor(() => target.hanging() === count, DEADLINE_MS, `${count} under way`),
    atRest: () => target.waitFor(() => target.hanging() === 0, DEADLINE_MS, 'nothing under way'),
    close: () => target.stop(),
  };
});

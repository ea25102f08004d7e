import type { GrpcCallback } from '@crony/shared/domain/callback';
import { systemClock } from '@crony/shared/runtime/clock';
import { status } from '@grpc/grpc-js';
import { createGrpcCallbackRunner } from '../../node/src/callback/grpc/grpc-callback-runner.js';
import { GrpcTarget } from '../kit/grpc-target.js';
import { waitUntil } from '../kit/wait-until.js';
import { describeCallback } from './callback-conformance.js';
import { DEADLINE_MS, unusedPort } from './http-fixture.js';
import { answerRaw, framed, GRPC_HEADERS, RawGrpcServer } from './raw-grpc-server.js';

describeCallback('grpc', async () => {
  const target = await GrpcTarget.start();
  const cutting = await GrpcTarget.start();
  const dripping = await RawGrpcServer.start((stream) => {
    stream.respond(GRPC_HEADERS);
    stream.write(framed(Buffer.alloc(1), 1_000));
    const drip = setInterval(() => stream.write('x'), 20);
    stream.once('close', () => clearInterval(drip));
  });
  const senseless = await RawGrpcServer.start((stream) => answerRaw(stream, Buffer.from([0xff, 0xff])));
  cutting.script = () => 'cut';
  target.script = ({ request }) => {
    const { how } = JSON.parse((request['payload'] as Buffer).toString()) as { how?: string };
    if (how === 'fail') return { code: status.INTERNAL, details: 'no' };
    if (how === 'hang') return 'hang';
    if (how === 'talk') return { response: { output: 'x'.repeat(300_000) } };
    return { response: { output: 'ok' } };
  };
  const calling = (how: string, address = target.address): GrpcCallback => ({
    type: 'grpc',
    target: address,
    payload: JSON.stringify({ how }),
  });
  return {
    createRunner: () => createGrpcCallbackRunner({ clock: systemClock }),
    succeeding: calling('ok'),
    failing: calling('fail'),
    hanging: calling('hang'),
    talkative: calling('talk'),
    dripping: calling('drip', dripping.address),
    unreachable: calling('ok', `127.0.0.1:${await unusedPort()}`),
    impossible: { type: 'grpc', target: target.address, payload: '{' },
    cut: calling('cut', cutting.address),
    invalid: calling('nonsense', senseless.address),
    underWay: (count) => waitUntil(`${count} under way`, DEADLINE_MS, () => target.hanging() === count).then(() => {}),
    atRest: () =>
      waitUntil('nothing under way', DEADLINE_MS, () => target.hanging() + dripping.open === 0).then(() => {}),
    async close() {
      await target.kill();
      await cutting.kill();
      await dripping.close();
      await senseless.close();
    },
  };
});

/** Hub and SDK check signatures with code of their own; whatever is sent, they must come to the same result. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { signCallback, verifySignature as verifyOfHub } from '@crony/shared/domain/signature';
import { verifySignature } from '@crony/sdk';
import { OTHER_SECRET, SECRET } from './signed-request.js';

const NOW_S = 1_700_000_000;

const disturbed = (text: string) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(text) },
    fc.constant(undefined),
    fc.string(),
    fc
      .tuple(fc.nat(text.length), fc.string({ maxLength: 3 }))
      .map(([at, put]) => text.slice(0, at) + put + text.slice(at + 1)),
  );

it('is the same for signatures disturbed at any place', async () => {
  const cases = fc
    .record({
      body: fc.uint8Array({ maxLength: 40 }),
      signers: fc.constantFrom([SECRET], [OTHER_SECRET], [SECRET, OTHER_SECRET]),
      known: fc.constantFrom([SECRET], [OTHER_SECRET, SECRET]),
      ageS: fc.constantFrom(0, 299, 300, 301, -301),
    })
    .chain(({ body, signers, known, ageS }) => {
      const signed = signCallback({ secrets: signers, runId: 'run', timestampS: NOW_S - ageS, body });
      return fc.record({
        body: fc.constantFrom(body, new Uint8Array([...body, 0])),
        known: fc.constant(known),
        id: disturbed(signed['webhook-id']),
        timestamp: disturbed(signed['webhook-timestamp']),
        signature: disturbed(signed['webhook-signature']),
      });
    });
  await fc.assert(
    fc.asyncProperty(cases, async ({ body, known, id, timestamp, signature }) => {
      const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
      const input = { secrets: known, headers, body, nowMs: NOW_S * 1_000 };
      expect(await verifySignature(input)).toEqual(verifyOfHub(input));
    }),
    { numRuns: 500 },
  );
});

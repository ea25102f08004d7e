/** The test vectors of docs/protocol.md, against everything that claims to speak the protocol. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { verifySignature as verifyOfHub } from '@crony/shared/domain/signature';
import { reportInput } from '@crony/shared/wire/report';
import { verifySignature } from '@crony/sdk';
import { systemClock } from '@crony/shared/runtime/clock';
import { createReportSender } from '../../sdk/src/report/send-report.js';
import { judge, verify } from './plain-receiver.mjs';
import { python } from './python.js';
import { complaintsAbout } from './report-rules.js';

interface SignatureCase {
  name: string;
  secrets: string[];
  headers: Record<string, string>;
  body?: string;
  bodyBase64?: string;
  nowS: number;
  result: string;
}

interface ReportVectors {
  bodies: { name: string; report: unknown; valid: boolean }[];
  answers: { name: string; status: number; headers: Record<string, string>; body: string; then: string }[];
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const read = (name: string): unknown => JSON.parse(readFileSync(here(`../../docs/vectors/${name}`), 'utf8'));
const { cases } = read('signature.json') as { cases: SignatureCase[] };
const { bodies, answers } = read('report.json') as ReportVectors;
const bodyOf = ({ body, bodyBase64 }: SignatureCase): Buffer =>
  bodyBase64 === undefined ? Buffer.from(body!) : Buffer.from(bodyBase64, 'base64');
const resultOf = (verification: { ok: true } | { ok: false; reason: string }): string =>
  verification.ok ? 'ok' : verification.reason;

describe.each(cases.map((one) => [one.name, one] as const))('signature: %s', (_name, one) => {
  const { secrets, headers, nowS, result } = one;

  it('for the hub', () => {
    expect(resultOf(verifyOfHub({ secrets, headers, body: bodyOf(one), nowMs: nowS * 1_000 }))).toBe(result);
  });

  it('for the SDK, with headers of either kind', async () => {
    const input = { secrets, body: bodyOf(one), nowMs: nowS * 1_000 };
    expect(resultOf(await verifySignature({ ...input, headers }))).toBe(result);
    expect(resultOf(await verifySignature({ ...input, headers: new Headers(headers) }))).toBe(result);
  });

  it('for a receiver in plain Node', () => {
    expect(verify(headers, bodyOf(one), secrets, nowS)).toBe(result);
  });
});

describe.each(bodies.map((one) => [one.name, one] as const))('report: %s', (_name, { report, valid }) => {
  it('for the hub', () => {
    expect(reportInput.safeParse(report).success).toBe(valid);
  });

  it('for the hub of these tests', () => {
    expect(complaintsAbout(report).length === 0).toBe(valid);
  });
});

describe.each(answers.map((one) => [one.name, one] as const))('answer to a report: %s', (_name, answer) => {
  it('for the SDK', async () => {
    const { status, headers, body, then } = answer;
    const send = createReportSender(async () => new Response(body || null, { status, headers }), systemClock);
    const result = await send({ url: 'http://hub/', token: 't', attempt: 1 }, { attempt: 1, status: 'running' });
    expect({ answered: 'done', refused: 'give_up', retry: 'retry' }[result.kind]).toBe(then);
    const wanted = Number(headers['retry-after'] ?? 0) * 1_000;
    if (result.kind === 'retry') expect(result.afterMs).toBe(wanted);
  });

  it('for a receiver in plain Node', () => {
    expect(judge(answer)).toBe(answer.then);
  });
});

describe.skipIf(python === null)(`a receiver in Python${python === null ? ' (there is no python3)' : ''}`, () => {
  it('agrees with every vector', () => {
    const { stdout, stderr } = spawnSync(
      python!,
      [here('plain_receiver.py'), '--vectors', here('../../docs/vectors')],
      {
        encoding: 'utf8',
      },
    );
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      verified: Object.fromEntries(cases.map(({ name, result }) => [name, result])),
      judged: Object.fromEntries(answers.map(({ name, then }) => [name, then])),
    });
  });
});

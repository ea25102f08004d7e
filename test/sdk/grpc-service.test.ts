/** The SDK's gRPC service behind a real server, called with the published proto. */
import { fileURLToPath } from 'node:url';
import { credentials, loadPackageDefinition, Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { GrpcObject, ServiceClientConstructor, ServiceError } from '@grpc/grpc-js';
import { loadSync, type Options } from '@grpc/proto-loader';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CallbackError, createReceiver, type Run } from '@crony/sdk';
import { callbackService } from '@crony/sdk/grpc';
import { waitUntil } from '../kit/wait-until.js';
import { ReportHub } from './report-hub.js';
import { JOB_ID, OTHER_SECRET, RUN_ID, SECRET, signedRequest, type CallbackFacts } from './signed-request.js';

const PROTO = fileURLToPath(new URL('../../sdk/proto/crony/callback/v1/callback.proto', import.meta.url));

interface InvokeClient {
  invoke(
    request: object,
    metadata: Metadata,
    done: (error: ServiceError | null, response?: { accepted: boolean; output: string | Uint8Array }) => void,
  ): void;
  close(): void;
}

describe.each<[string, Options]>([
  ['as the loader has it by default', {}],
  ['with names as in the proto and every field', { keepCase: true, defaults: true, longs: String }],
  ['with numbers', { defaults: true, longs: Number }],
])('the gRPC service, its proto loaded %s', (_what, options) => {
  const server = new Server();
  const hub = new ReportHub();
  const runs: Run[] = [];
  const receiver = createReceiver({
    secrets: SECRET,
    onEvent: () => {},
    handlers: { 'by-name': () => 'by name' },
    handler: (run) => {
      runs.push(run);
      const { fail } = run.payload as { fail?: number };
      if (fail !== undefined) throw new CallbackError('as it was told', { status: fail });
      return { settled: run.payload };
    },
  });
  let client: InvokeClient;
  beforeAll(async () => {
    await hub.listen();
    const loaded = loadPackageDefinition(loadSync(PROTO, options));
    const Callback = (loaded as unknown as { crony: { callback: { v1: GrpcObject } } }).crony.callback.v1
      .Callback as ServiceClientConstructor;
    server.addService(Callback.service, callbackService(receiver));
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    client = new Callback(`127.0.0.1:${port}`, credentials.createInsecure()) as unknown as InvokeClient;
  });
  afterAll(async () => {
    client?.close();
    server.forceShutdown();
    await receiver.close();
    await hub.close();
    expect(hub.complaints).toEqual([]);
  });

  const invoke = (facts: CallbackFacts = {}, jobName = 'settle-orders') => {
    const { headers, body } = signedRequest(facts);
    const metadata = new Metadata();
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) metadata.set(name, headers[name]!);
    const fields: Record<string, unknown> = { payload: Buffer.from(body), jobName };
    for (const [name, value] of Object.entries(headers)) {
      if (!name.startsWith('crony-')) continue;
      const field = { 'crony-job': 'jobId', 'crony-run': 'runId' }[name] ?? camelCase(name.slice('crony-'.length));
      fields[field] = value;
    }
    if (facts.retryLimit === 0) delete fields.retryLimit; // as other encoders leave zeros out
    const request = options.keepCase ? snakeCased(fields) : fields;
    return new Promise<{ accepted: boolean; output: string }>((resolve, reject) =>
      client.invoke(request, metadata, (error, response) =>
        error ? reject(error) : resolve({ accepted: response!.accepted, output: response!.output.toString() }),
      ),
    );
  };

  it('answers with what the handler returned', async () => {
    expect(await invoke()).toEqual({ accepted: false, output: '{"settled":{"shard":1}}' });
    expect(runs.at(-1)).toMatchObject({ id: RUN_ID, jobId: JOB_ID, attempt: 1, timeoutMs: 30_000, isAsync: false });
    expect(await invoke({ retryLimit: 0 }, 'by-name')).toEqual({ accepted: false, output: 'by name' });
    expect(await invoke({}, JOB_ID)).toMatchObject({ accepted: false });
  });

  it('accepts, and reports over HTTP', async () => {
    expect(await invoke({ report: { ...hub.expect(RUN_ID), heartbeatMs: 60_000 } })).toEqual({
      accepted: true,
      output: '',
    });
    await waitUntil('the report', 5_000, () => hub.run(RUN_ID).status === 'succeeded');
  });

  it('refuses and fails with a status of gRPC', async () => {
    await expect(invoke({ secrets: [OTHER_SECRET] })).rejects.toMatchObject({ code: status.UNAUTHENTICATED });
    await expect(invoke({ headers: { 'crony-run': 'another' } })).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
    await expect(invoke({ body: '{"fail":500}' })).rejects.toMatchObject({
      code: status.INTERNAL,
      details: 'as it was told',
    });
    await expect(invoke({ body: '{"fail":503}' })).rejects.toMatchObject({ code: status.UNAVAILABLE });
  });
});

function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function snakeCased(fields: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(fields);
  return Object.fromEntries(
    entries.map(([name, value]) => [name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]),
  );
}

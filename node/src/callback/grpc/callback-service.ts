/** Crony's own service (`sdk/proto/crony/callback/v1/callback.proto`), as code: a node needs no file for it. */
import protobuf from 'protobufjs';

const field = (id: number, type: string) => ({ id, type });

/** A test holds it equal to the file. */
export const CALLBACK_SERVICE = protobuf.Root.fromJSON({
  nested: {
    crony: {
      nested: {
        callback: {
          nested: {
            v1: {
              nested: {
                Callback: {
                  methods: { Invoke: { requestType: 'InvokeRequest', responseType: 'InvokeResponse', comment: '' } },
                },
                InvokeRequest: {
                  fields: {
                    payload: field(1, 'bytes'),
                    runId: field(2, 'string'),
                    jobId: field(3, 'string'),
                    jobName: field(4, 'string'),
                    attempt: field(5, 'int32'),
                    plannedAt: field(6, 'string'),
                    timeoutMs: field(7, 'int64'),
                    retryLimit: field(8, 'int32'),
                    reportUrl: field(9, 'string'),
                    reportToken: field(10, 'string'),
                    reportTimeoutMs: field(11, 'int64'),
                    heartbeatMs: field(12, 'int64'),
                  },
                },
                InvokeResponse: { fields: { accepted: field(1, 'bool'), output: field(2, 'string') } },
              },
            },
          },
        },
      },
    },
  },
});

/**
 * The service that benchmarks call, as a process of its own: counts HTTP and gRPC callbacks and how late they came
 * after the planned time in their header. `GET /summary` tells and `POST /reset` starts over; everything else is a
 * callback.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as grpc from '@grpc/grpc-js';
import { Arrivals } from './lateness.js';

const arrivals = new Arrivals();

const http = createServer((request, response) => {
  request.resume();
  if (request.url === '/summary') {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(arrivals.summary()));
  } else if (request.url === '/reset') {
    arrivals.reset();
    response.end();
  } else {
    arrivals.add(String(request.headers['crony-planned-at']));
    response.end('ok');
  }
});
http.keepAliveTimeout = 60_000;

/** An answer whose every field has its default is no bytes at all: the server is as cheap as it can be. */
const EMPTY_MESSAGE = Buffer.alloc(0);
const asItIs = (bytes: Buffer): Buffer => bytes;
const CALLBACK_SERVICE = {
  invoke: {
    path: '/crony.callback.v1.Callback/Invoke',
    requestStream: false,
    responseStream: false,
    requestSerialize: asItIs,
    requestDeserialize: asItIs,
    responseSerialize: asItIs,
    responseDeserialize: asItIs,
  },
} as const;

const grpcServer = new grpc.Server();
grpcServer.addService(CALLBACK_SERVICE, {
  invoke: (call: grpc.ServerUnaryCall<Buffer, Buffer>, answer: grpc.sendUnaryData<Buffer>) => {
    arrivals.add(String(call.metadata.get('crony-planned-at')[0]));
    answer(null, EMPTY_MESSAGE);
  },
});
const grpcPort = await new Promise<number>((resolve, reject) => {
  grpcServer.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) =>
    error ? reject(error) : resolve(port),
  );
});

http.listen(0, '127.0.0.1');
await once(http, 'listening');
process.send?.({ httpPort: (http.address() as AddressInfo).port, grpcPort });
process.once('disconnect', () => process.exit(0));

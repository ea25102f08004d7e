/**
 * Sends spans by OTLP over HTTP, in batches, with a bounded queue. Spans are made here from facts that are known when the
 * work has ended, and not by the API of OpenTelemetry: their ids are those that runs carry and services are told, and a
 * run may begin in one process and end in another.
 */
import { SECOND_MS } from '../domain/durations.js';
import type { Logger } from '../runtime/logger.js';
import type { FinishedSpan, SpanSink } from './span.js';

const MOST_QUEUED = 8_192;
const MOST_IN_BATCH = 512;
const EVERY_MS = 2 * SECOND_MS;
const EXPORT_LIMIT_MS = 5 * SECOND_MS;

export interface OtlpSinkOptions {
  /** Where traces are taken, such as http://127.0.0.1:4318/v1/traces. */
  url: string;
  serviceName: 'crony-hub' | 'crony-node';
  /** Tells this process from others of its kind. */
  instanceId: string;
  version: string;
  logger: Logger;
}

/** The libraries are loaded only where traces are wanted. */
export async function createOtlpSink({
  url,
  serviceName,
  instanceId,
  version,
  logger,
}: OtlpSinkOptions): Promise<SpanSink> {
  const [
    { diag, DiagLogLevel, SpanKind, SpanStatusCode, TraceFlags },
    { BatchSpanProcessor },
    { OTLPTraceExporter },
    { resourceFromAttributes },
  ] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const complain = (message: string): void => logger.warn({ url }, `traces: ${message}`);
  diag.setLogger(
    { error: complain, warn: complain, info: () => {}, debug: () => {}, verbose: () => {} },
    DiagLogLevel.WARN,
  );
  const processor = new BatchSpanProcessor(new OTLPTraceExporter({ url, timeoutMillis: EXPORT_LIMIT_MS }), {
    maxQueueSize: MOST_QUEUED,
    maxExportBatchSize: MOST_IN_BATCH,
    scheduledDelayMillis: EVERY_MS,
    exportTimeoutMillis: EXPORT_LIMIT_MS,
  });
  const resource = resourceFromAttributes({
    'service.name': serviceName,
    'service.version': version,
    'service.instance.id': instanceId,
  });
  const kinds = {
    server: SpanKind.SERVER,
    producer: SpanKind.PRODUCER,
    client: SpanKind.CLIENT,
    internal: SpanKind.INTERNAL,
  };
  const contextOf = (traceId: string, spanId: string) => ({ traceId, spanId, traceFlags: TraceFlags.SAMPLED });
  return {
    add({ name, kind, traceId, spanId, parentSpanId, startedAt, endedAt, attributes, error }: FinishedSpan) {
      const context = contextOf(traceId, spanId);
      processor.onEnd({
        name,
        kind: kinds[kind],
        spanContext: () => context,
        ...(parentSpanId === null ? {} : { parentSpanContext: contextOf(traceId, parentSpanId) }),
        startTime: highResolution(startedAt),
        endTime: highResolution(endedAt),
        duration: highResolution(Math.max(0, endedAt - startedAt)),
        status: error === null ? { code: SpanStatusCode.UNSET } : { code: SpanStatusCode.ERROR, message: error },
        attributes: { ...attributes },
        links: [],
        events: [],
        ended: true,
        resource,
        instrumentationScope: { name: 'crony', version },
        droppedAttributesCount: 0,
        droppedEventsCount: 0,
        droppedLinksCount: 0,
      });
    },
    close: () => processor.shutdown(),
  };
}

/** Seconds and nanoseconds. */
function highResolution(ms: number): [number, number] {
  const seconds = Math.floor(ms / SECOND_MS);
  return [seconds, Math.round((ms - seconds * SECOND_MS) * 1e6)];
}

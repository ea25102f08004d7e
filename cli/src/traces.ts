import type { Logger } from '@crony/shared/runtime/logger';
import { createOtlpSink, type OtlpSinkOptions } from '@crony/shared/trace/otlp-sink';
import type { SpanSink } from '@crony/shared/trace/span';
import { VERSION } from './version.js';

/** Undefined: nobody wants traces, and nothing of them is loaded. */
export async function openTraces(
  url: string | null,
  about: Pick<OtlpSinkOptions, 'serviceName' | 'instanceId'>,
  logger: Logger,
): Promise<SpanSink | undefined> {
  return url === null ? undefined : createOtlpSink({ url, ...about, version: VERSION, logger });
}

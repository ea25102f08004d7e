/** A callback between the form and the API. The form has a field for each of the API's. */
import type { Job, Schemas } from '../api/client';
import { emptyDraft, fromPairs, toPairs, type AuthDraft, type CallbackDraft, type StoredCallback, type TlsDraft } from './job-draft'; // prettier-ignore

const MS = 1_000;
type Auth = Schemas['HttpAuth'];
type Tls = Schemas['CallbackTls'];
type Fields = Record<string, unknown>;

/** `stored`: what the job has now; a field that a later release of the hub has, and this form has not, stays. */
export function toCallback(draft: CallbackDraft, stored?: StoredCallback): StoredCallback {
  const kept = stored?.type === draft.type ? (stored as Fields) : {};
  const fields: Record<CallbackDraft['type'], () => Fields> = {
    http: () => httpFields(draft),
    grpc: () => grpcFields(draft),
    shell: () => shellFields(draft),
  };
  return withoutUndefined({ ...kept, type: draft.type, ...fields[draft.type]() }) as unknown as StoredCallback;
}

function httpFields(draft: CallbackDraft): Fields {
  const { success, tls } = draft;
  const hasTls = tls.on || [tls.ca, tls.cert, tls.key, tls.serverName].some((text) => text !== '');
  return {
    method: draft.method,
    url: draft.url.trim(),
    headers: orNothing(fromPairs(draft.headers)),
    body: draft.body || undefined,
    auth: toAuth(draft.auth),
    tls: hasTls ? toTls(tls) : undefined,
    success: orNothing(
      withoutUndefined({
        statuses: listOrNothing(success.statuses),
        bodyPattern: success.bodyPattern || undefined,
      }),
    ),
    maxRedirects: draft.maxRedirects === '' ? undefined : draft.maxRedirects,
    cancelUrl: draft.cancelUrl.trim() || undefined,
  };
}

function grpcFields(draft: CallbackDraft): Fields {
  return {
    target: draft.target.trim(),
    method: draft.grpcMethod.trim() || undefined,
    payload: draft.payload || undefined,
    metadata: orNothing(fromPairs(draft.metadata)),
    descriptorSet: draft.descriptorSet || undefined,
    expectedCodes: listOrNothing(draft.expectedCodes),
    tls: draft.tls.on ? toTls(draft.tls) : undefined,
  };
}

function shellFields(draft: CallbackDraft): Fields {
  const { setup } = draft;
  return {
    command: draft.command,
    args: draft.isProgram ? draft.args : undefined,
    cwd: draft.cwd.trim() || undefined,
    env: orNothing(fromPairs(draft.env)),
    secrets: listOrNothing(draft.secrets),
    stdin: draft.stdin || undefined,
    successExitCodes: listOrNothing(draft.successExitCodes.map(Number)),
    setup:
      setup.command === ''
        ? undefined
        : withoutUndefined({
            command: setup.command,
            timeoutMs: setup.timeoutS === '' ? undefined : Math.round(setup.timeoutS * MS),
          }),
  };
}

function toAuth({ type, username, password, token, tokenUrl, clientId, clientSecret, scope, audience }: AuthDraft) {
  switch (type) {
    case 'none':
      return undefined;
    case 'basic':
      return { type, username, password };
    case 'bearer':
      return { type, token };
    case 'oauth2':
      return withoutUndefined({
        type,
        tokenUrl: tokenUrl.trim(),
        clientId,
        clientSecret,
        scope: scope || undefined,
        audience: audience || undefined,
      });
  }
}

function toTls({ ca, cert, key, serverName }: TlsDraft): Partial<Tls> {
  return withoutUndefined({
    ca: ca || undefined,
    cert: cert || undefined,
    key: key || undefined,
    serverName: serverName.trim() || undefined,
  });
}

export function toCallbackDraft(stored: Job['callback'] | StoredCallback): CallbackDraft {
  const base = emptyDraft('').callback;
  switch (stored.type) {
    case 'http':
      return {
        ...base,
        type: 'http',
        method: stored.method ?? 'POST',
        url: stored.url,
        headers: toPairs(stored.headers),
        body: stored.body ?? '',
        auth: authDraft(stored.auth, base.auth),
        tls: tlsDraft(stored.tls, base.tls),
        success: { statuses: stored.success?.statuses ?? [], bodyPattern: stored.success?.bodyPattern ?? '' },
        maxRedirects: stored.maxRedirects ?? '',
        cancelUrl: stored.cancelUrl ?? '',
      };
    case 'grpc':
      return {
        ...base,
        type: 'grpc',
        target: stored.target,
        grpcMethod: stored.method ?? '',
        payload: stored.payload ?? '',
        metadata: toPairs(stored.metadata),
        descriptorSet: stored.descriptorSet ?? '',
        expectedCodes: stored.expectedCodes ?? [],
        tls: tlsDraft(stored.tls, base.tls),
      };
    case 'shell':
      return {
        ...base,
        type: 'shell',
        command: stored.command,
        isProgram: stored.args !== undefined,
        args: stored.args ?? [],
        cwd: stored.cwd ?? '',
        env: toPairs(stored.env),
        secrets: stored.secrets ?? [],
        stdin: stored.stdin ?? '',
        successExitCodes: (stored.successExitCodes ?? []).map(String),
        setup: {
          command: stored.setup?.command ?? '',
          timeoutS: stored.setup?.timeoutMs === undefined ? '' : stored.setup.timeoutMs / MS,
        },
      };
  }
}

function authDraft(stored: Auth | undefined, base: AuthDraft): AuthDraft {
  return stored === undefined ? base : { ...base, ...stored };
}

function tlsDraft(stored: Tls | undefined, base: TlsDraft): TlsDraft {
  return stored === undefined ? base : { ...base, ...stored, on: true };
}

function orNothing<T extends object>(map: T): T | undefined {
  return Object.keys(map).length === 0 ? undefined : map;
}

function listOrNothing<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function withoutUndefined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>;
}

/** A job's callback with everything filled in: what goes out. */
import { callbackTemplates, type Callback, type CallbackTls, type HttpAuth } from '@crony/shared/domain/callback';
import { encodeJson, renderTemplate, secretsOf, type Encode, type TemplateValues } from '@crony/shared/domain/template';
import type { RunInHand } from './run-in-hand.js';

export interface RenderedCallback {
  callback: Callback;
  /** The secrets that are in it, which must not be shown again. */
  used: readonly string[];
  /** Secrets that a command finds in its environment. */
  environment: Readonly<Record<string, string>>;
}

export function templateValues(
  run: Pick<RunInHand, 'runId' | 'jobId' | 'plannedAt' | 'attempt' | 'definition'>,
): TemplateValues {
  const { name, project } = run.definition;
  return {
    'job.id': run.jobId,
    'job.name': name,
    'job.project': project,
    'run.id': run.runId,
    'run.plannedAt': new Date(run.plannedAt).toISOString(),
    'run.plannedAtS': String(Math.floor(run.plannedAt / 1_000)),
    'run.attempt': String(run.attempt),
  };
}

/** Throws `TemplateError` for a secret that is not there. `valuesOf` is asked where there is something to fill in. */
export function renderCallback(
  callback: Callback,
  valuesOf: () => TemplateValues,
  secrets: ReadonlyMap<string, string>,
): RenderedCallback {
  if (isPlain(callback)) return { callback, used: NONE, environment: NO_ENVIRONMENT };
  const names = new Set(
    callbackTemplates(callback).flatMap(({ text }) => (text.includes('{{') ? secretsOf(text) : [])),
  );
  const values = valuesOf();
  const text = (template: string, encode?: Encode): string => renderTemplate(template, values, secrets, encode);
  const environment: Record<string, string> = {};
  if (callback.type === 'shell') {
    for (const name of callback.secrets ?? []) {
      names.add(name);
      environment[name] = text(`{{secrets.${name}}}`);
    }
  }
  const used = [...names].flatMap((name) => secrets.get(name) ?? []);
  return { callback: render(callback, text), used, environment };
}

const NONE: readonly string[] = [];
const NO_ENVIRONMENT: Readonly<Record<string, string>> = {};
const plain = new WeakMap<Callback, boolean>();

/** Whether there is nothing to fill in; looked through once for a job that fires often. */
function isPlain(callback: Callback): boolean {
  let known = plain.get(callback);
  if (known === undefined) {
    const namesSecrets = callback.type === 'shell' && (callback.secrets ?? []).length > 0;
    known = !namesSecrets && callbackTemplates(callback).every(({ text }) => !text.includes('{{'));
    plain.set(callback, known);
  }
  return known;
}

type Text = (template: string, encode?: Encode) => string;

function render(callback: Callback, text: Text): Callback {
  switch (callback.type) {
    case 'http': {
      const { url, headers, body, auth, tls, cancelUrl } = callback;
      return {
        ...callback,
        url: text(url, encodeURIComponent),
        ...(headers === undefined ? {} : { headers: renderEach(headers, text) }),
        ...(body === undefined ? {} : { body: text(body, isJson(headers) ? encodeJson : undefined) }),
        ...(auth === undefined ? {} : { auth: renderAuth(auth, text) }),
        ...(tls === undefined ? {} : { tls: renderTls(tls, text) }),
        ...(cancelUrl === undefined ? {} : { cancelUrl: text(cancelUrl, encodeURIComponent) }),
      };
    }
    case 'grpc': {
      const { payload, metadata, tls } = callback;
      return {
        ...callback,
        ...(payload === undefined ? {} : { payload: text(payload, encodeJson) }),
        ...(metadata === undefined ? {} : { metadata: renderEach(metadata, text) }),
        ...(tls === undefined ? {} : { tls: renderTls(tls, text) }),
      };
    }
    case 'shell': {
      const { env, stdin } = callback;
      return {
        ...callback,
        ...(env === undefined ? {} : { env: renderEach(env, text) }),
        ...(stdin === undefined ? {} : { stdin: text(stdin) }),
      };
    }
  }
}

function renderEach(texts: Readonly<Record<string, string>>, text: Text): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, text(value)]));
}

function renderAuth(auth: HttpAuth, text: Text): HttpAuth {
  switch (auth.type) {
    case 'basic':
      return { ...auth, username: text(auth.username), password: text(auth.password) };
    case 'bearer':
      return { ...auth, token: text(auth.token) };
    case 'oauth2':
      return {
        ...auth,
        tokenUrl: text(auth.tokenUrl, encodeURIComponent),
        clientId: text(auth.clientId),
        clientSecret: text(auth.clientSecret),
      };
  }
}

function renderTls(tls: CallbackTls, text: Text): CallbackTls {
  const { ca, cert, key } = tls;
  return {
    ...tls,
    ...(ca === undefined ? {} : { ca: text(ca) }),
    ...(cert === undefined ? {} : { cert: text(cert) }),
    ...(key === undefined ? {} : { key: text(key) }),
  };
}

/** A body goes out as JSON unless a header says otherwise; between its quotes a value needs JSON's escapes. */
function isJson(headers: Readonly<Record<string, string>> | undefined): boolean {
  const type = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return type === undefined || /json/i.test(type);
}

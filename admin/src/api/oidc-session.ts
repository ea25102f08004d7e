/** Sign-in at an OpenID provider: the way there, and the way back. */
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { createRoute, z } from '@hono/zod-openapi';
import { SECOND_MS } from '@crony/shared/domain/durations';
import { signInMethods } from '@crony/shared/wire/session';
import type { Context } from 'hono';
import { CALLBACK_PATH, OidcRefusedError, OidcUnavailableError, type OidcClient } from '../auth/oidc/oidc-client.js';
import { createOidcJourneys, JOURNEY_COOKIE, JOURNEY_LASTS_MS, ownPath } from '../auth/oidc/oidc-journey.js';
import { userOf } from '../auth/oidc/oidc-user.js';
import { audits } from '../audit/audited.js';
import { notedUser, noteRefusal, noteSignIn } from '../audit/session-notes.js';
import { ApiError } from './api-error.js';
import { access, API_PREFIX, jsonAnswer, noQuery, problems, type ApiApp, type ApiEnv } from './api-route.js';
import type { ApiDependencies } from './dependencies.js';
import { toApiError } from './problem-response.js';
import { cookieAttributes, startSession } from './start-session.js';

const PATH = `${API_PREFIX}/session/oidc`;
const TAG = ['session'];
const RETRY_AFTER_S = '5';

const methods = createRoute({
  ...access('public'),
  method: 'get',
  path: `${API_PREFIX}/session/methods`,
  operationId: 'listSignInMethods',
  tags: TAG,
  summary: 'Say how people can sign in',
  request: { query: noQuery },
  responses: { 200: jsonAnswer(signInMethods, 'The ways.'), ...problems('public', 'invalid_input') },
});

const start = createRoute({
  ...access('public'),
  method: 'get',
  path: PATH,
  operationId: 'startOidcSignIn',
  tags: TAG,
  summary: 'Go to the OpenID provider to sign in',
  description: 'For browsers. One that cannot be sent there goes to the sign-in page, which says why.',
  request: {
    query: z.strictObject({
      returnTo: z.string().max(500).optional().openapi({ description: 'The path of this hub to come back to.' }),
    }),
  },
  responses: {
    302: { description: 'To the provider, or to the sign-in page.' },
    ...problems('public', 'invalid_input', 'oidc_not_configured', 'oidc_unavailable'),
  },
});

const callback = createRoute({
  ...access('public'),
  ...audits('session.sign_in', 'session.refuse'),
  method: 'get',
  path: CALLBACK_PATH,
  operationId: 'finishOidcSignIn',
  tags: TAG,
  summary: 'Come back from the OpenID provider',
  description:
    'Only for the browser that went there. Answers with a session cookie; who is not let in goes to the sign-in page, which says why.',
  // What providers add is theirs to choose; the library checks what counts.
  request: { query: z.looseObject({ state: z.string().max(1_024).optional() }) },
  responses: {
    302: { description: 'On to where the sign-in began, or to the sign-in page.' },
    ...problems(
      'public',
      'invalid_input',
      'oidc_not_configured',
      'oidc_sign_in_failed',
      'oidc_unavailable',
      'store_unavailable',
    ),
  },
});

export function registerOidcSession(app: ApiApp, { sessionSecret }: Pick<ApiDependencies, 'sessionSecret'>): void {
  const journeys = createOidcJourneys(sessionSecret);

  app.openapi(methods, (c) => {
    const { oidc } = c.var.api;
    return c.json({ password: true as const, oidc: oidc !== null, oidcName: oidc?.settings.name ?? null }, 200);
  });

  app.openapi(start, async (c) => {
    const { api } = c.var;
    const returnTo = ownPath(c.req.valid('query').returnTo, api.publicUrl);
    const begun = await ending(c, returnTo, () => answered(api, () => configured(api).begin()));
    if (begun instanceof Response) return begun;
    const { url, checks } = begun;
    const expiresAt = api.clock.now() + JOURNEY_LASTS_MS;
    setCookie(c, JOURNEY_COOKIE, journeys.pack({ ...checks, returnTo, expiresAt }), {
      ...journeyCookie(api.publicUrl),
      maxAge: JOURNEY_LASTS_MS / SECOND_MS,
    });
    return c.redirect(url.href, 302);
  });

  app.openapi(callback, async (c) => {
    const { api } = c.var;
    const journey = journeys.unpack(getCookie(c, JOURNEY_COOKIE), api.clock.now());
    deleteCookie(c, JOURNEY_COOKIE, journeyCookie(api.publicUrl));
    const returnTo = journey?.returnTo ?? ownPath(undefined, api.publicUrl);
    const user = await ending(c, returnTo, async () => {
      const oidc = configured(api);
      const tooOld = new OidcRefusedError('expired', 'this browser has not begun a sign-in, or too long ago');
      if (journey === null) throw refused(tooOld);
      return answered(api, async () => {
        const identity = await oidc.finish(new URL(c.req.url).search, journey);
        return notedUser(c, identity.subject, (store) => userOf(identity, oidc.settings, store, api.clock));
      }).catch(async (error: unknown) => {
        if (error instanceof ApiError && error.code === 'oidc_sign_in_failed') await noteRefusal(c, '', 'oidc');
        throw error;
      });
    });
    if (user instanceof Response) return user;
    await noteSignIn(c, user, 'oidc');
    startSession(c, user);
    return c.redirect(returnTo, 302);
  });
}

/** Programs get the problem; a person in a browser the page that says it in words, and offers the other ways in. */
async function ending<T>(c: Context<ApiEnv>, returnTo: string, work: () => Promise<T>): Promise<T | Response> {
  try {
    return await work();
  } catch (error) {
    if (!(c.req.header('accept') ?? '').includes('text/html')) throw error;
    const { method, path } = c.req;
    const told = toApiError(error, { method, path, cursor: undefined }, c.var.api.logger);
    const { pathname } = new URL(c.var.api.publicUrl);
    const home = pathname.replace(/\/$/, '');
    const failed = told.cause instanceof OidcRefusedError ? `oidc_${told.cause.refusal}` : told.code;
    const search = new URLSearchParams({ failed, ...(returnTo === `${home}/` ? {} : { next: returnTo }) });
    return c.redirect(`${home}/sign-in?${search.toString()}`, 302);
  }
}

function configured({ oidc }: ApiDependencies): OidcClient {
  if (oidc === null) throw new ApiError('oidc_not_configured', 'This cluster has no OpenID provider.');
  return oidc;
}

/** What the provider says of a failure goes to the log; a page that anybody can link to must not repeat it. */
async function answered<T>({ logger }: Pick<ApiDependencies, 'logger'>, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof OidcUnavailableError) {
      logger.warn({ err: error }, 'the OpenID provider does not answer');
      throw new ApiError('oidc_unavailable', 'The OpenID provider does not answer; try again shortly.', {
        headers: { 'retry-after': RETRY_AFTER_S },
        cause: error,
      });
    }
    if (!(error instanceof OidcRefusedError)) throw error;
    logger.warn({ err: error }, 'a sign-in at the OpenID provider was refused');
    throw refused(error);
  }
}

function refused(cause: OidcRefusedError): ApiError {
  return new ApiError('oidc_sign_in_failed', `Not signed in: ${cause.message}.`, { cause });
}

/** Lax: it must come along when the provider sends the browser back. */
function journeyCookie(publicUrl: string) {
  return { ...cookieAttributes(publicUrl), sameSite: 'Lax' } as const;
}

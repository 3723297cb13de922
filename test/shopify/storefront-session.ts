import { randomUUID } from 'node:crypto';
import { getCookie, setCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import type { ShopState, Visit } from './shop-state.ts';

export type Consent = 'accepted' | 'declined' | 'unasked';

export interface Visitor {
  id: string;
  consent: Consent;
}

export interface StorefrontEnv {
  Variables: { visitor: Visitor };
}

interface Session {
  visit: Visit;
  seenAt: number;
  recorded: boolean;
}

const SESSION_MS = 30 * 60 * 1000;
const YEAR_S = 365 * 24 * 60 * 60;

/**
 * Knows the visitor by a cookie, and a session by its first page; half an hour of silence ends it. The session becomes
 * part of the visitor's journey once they allow it, and never when they decline.
 */
export function sessions(state: ShopState) {
  const open = new Map<string, Session>();
  return createMiddleware<StorefrontEnv>(async (c, next) => {
    const id = getCookie(c, 'tide_visitor') ?? randomUUID();
    setCookie(c, 'tide_visitor', id, { path: '/', maxAge: YEAR_S, sameSite: 'Lax' });
    const consent = consentOf(getCookie(c, 'tide_consent'));
    const now = new Date();
    const known = open.get(id);
    const session =
      known && now.getTime() - known.seenAt < SESSION_MS
        ? known
        : { visit: firstPage(state, c.req.raw, now), seenAt: 0, recorded: false };
    session.seenAt = now.getTime();
    open.set(id, session);
    if (consent === 'accepted' && !session.recorded) {
      session.recorded = true;
      state.recordVisit(id, session.visit);
    }
    c.set('visitor', { id, consent });
    await next();
  });
}

function consentOf(cookie: string | undefined): Consent {
  return cookie === 'accepted' || cookie === 'declined' ? cookie : 'unasked';
}

function firstPage(state: ShopState, request: Request, at: Date): Visit {
  const { pathname, search } = new URL(request.url);
  const referrer = request.headers.get('referer');
  const own = referrer?.startsWith(`${state.shop.storefrontUrl}/`);
  // A form that is sent after a long silence opens the session on the page that held it.
  const landingPage =
    own && request.method !== 'GET' ? referrer : `${state.shop.storefrontUrl}${pathname}${search}`;
  return { at, landingPage: landingPage ?? state.shop.storefrontUrl, referrer: own ? null : referrer };
}

import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type AppCredentials, isSessionToken } from './session-token.ts';
import type { ShopState } from './shop-state.ts';

const ACCESS_TOKEN_S = 60 * 60;
const REFRESH_TOKEN_S = 90 * 24 * 60 * 60;

const credentials = { client_id: z.string(), client_secret: z.string() };
const requestSchema = z.discriminatedUnion('grant_type', [
  z.object({
    ...credentials,
    grant_type: z.literal('urn:ietf:params:oauth:grant-type:token-exchange'),
    subject_token: z.string(),
    subject_token_type: z.literal('urn:ietf:params:oauth:token-type:id_token'),
    requested_token_type: z.literal('urn:shopify:params:oauth:token-type:offline-access-token'),
    expiring: z.enum(['0', '1']).default('0'),
  }),
  z.object({ ...credentials, grant_type: z.literal('refresh_token'), refresh_token: z.string() }),
]);

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

interface Grant {
  accessToken: string;
  accessUntil: number;
  refreshToken: string | null;
  refreshUntil: number;
}

export interface TokenOffice {
  /** Answers POST /admin/oauth/access_token. */
  issue(body: unknown): Answer;
  /** The scopes of an access token; undefined where it is unknown, expired or of an uninstalled app. */
  scopesOf(accessToken: string): readonly string[] | undefined;
}

/** Issues offline access tokens as Shopify does: exchanged for a session token, or for a refresh token that works once. */
export function openTokenOffice(
  state: ShopState,
  app: AppCredentials,
  now: () => Date = () => new Date(),
): TokenOffice {
  const grants = new Set<Grant>();
  state.events.on('app-uninstalled', () => grants.clear());

  const grant = (expiring: boolean): Answer => {
    const at = now().getTime();
    const made: Grant = {
      accessToken: `shpat_${randomBytes(16).toString('hex')}`,
      accessUntil: expiring ? at + ACCESS_TOKEN_S * 1000 : Infinity,
      refreshToken: expiring ? `shprt_${randomBytes(16).toString('hex')}` : null,
      refreshUntil: at + REFRESH_TOKEN_S * 1000,
    };
    grants.add(made);
    return {
      status: 200,
      body: {
        access_token: made.accessToken,
        scope: (state.grantedScopes ?? []).join(','),
        ...(expiring && {
          expires_in: ACCESS_TOKEN_S,
          refresh_token: made.refreshToken,
          refresh_token_expires_in: REFRESH_TOKEN_S,
        }),
      },
    };
  };

  return {
    issue(body) {
      const request = requestSchema.safeParse(body);
      if (!request.success) return refusal(400, 'invalid_request', 'The request is not complete');
      const wanted = request.data;
      if (wanted.client_id !== app.apiKey || wanted.client_secret !== app.apiSecret)
        return refusal(401, 'invalid_client', 'Client authentication failed');
      if (!state.grantedScopes) return refusal(400, 'invalid_request', 'The app is not installed');

      if (wanted.grant_type === 'refresh_token') {
        const old = [...grants].find(
          (held) => held.refreshToken === wanted.refresh_token && held.refreshUntil > now().getTime(),
        );
        if (!old) return refusal(401, 'invalid_request', 'This request requires an active refresh_token');
        grants.delete(old);
        return grant(true);
      }
      if (!isSessionToken(wanted.subject_token, app, state.shop.domain, now()))
        return refusal(400, 'invalid_subject_token', 'The subject token is not valid');
      return grant(wanted.expiring === '1');
    },

    scopesOf(accessToken) {
      const held = [...grants].find((candidate) => candidate.accessToken === accessToken);
      if (!held || held.accessUntil <= now().getTime()) return undefined;
      return state.grantedScopes ?? undefined;
    },
  };
}

function refusal(status: number, error: string, description: string): Answer {
  return { status, body: { error, error_description: description } };
}

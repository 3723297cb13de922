import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const LIFETIME_S = 60;

/** The app as Shopify knows it. */
export interface AppCredentials {
  apiKey: string;
  apiSecret: string;
}

const claimsSchema = z.object({ aud: z.string(), dest: z.url(), exp: z.number(), nbf: z.number() });

/** The token that proves to the app who is looking at it: signed with the app's secret, good for one minute. */
export function mintSessionToken(app: AppCredentials, domain: string, userId: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const claims = {
    iss: `https://${domain}/admin`,
    dest: `https://${domain}`,
    aud: app.apiKey,
    sub: userId,
    exp: seconds + LIFETIME_S,
    nbf: seconds,
    iat: seconds,
    jti: randomUUID(),
    sid: randomUUID(),
    sig: createHmac('sha256', app.apiSecret).update(randomUUID()).digest('hex'),
  };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${sign(signed, app.apiSecret)}`;
}

/** Whether a token is one that was minted for this app and this shop and is valid at `now`. */
export function isSessionToken(token: string, app: AppCredentials, domain: string, now: Date): boolean {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const expected = Buffer.from(sign(`${header}.${payload}`, app.apiSecret));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  const claims = claimsSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  const seconds = now.getTime() / 1000;
  return (
    claims.success &&
    claims.data.aud === app.apiKey &&
    claims.data.dest === `https://${domain}` &&
    claims.data.exp > seconds &&
    claims.data.nbf <= seconds
  );
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const sign = (text: string, secret: string) => createHmac('sha256', secret).update(text).digest('base64url');

import { beforeEach, describe, expect, it } from 'vitest';
import { openTokenOffice, type TokenOffice } from './oauth.ts';
import { mintSessionToken } from './session-token.ts';
import { ShopState } from './shop-state.ts';

const app = { apiKey: 'key', apiSecret: 'secret' };
const credentials = { client_id: 'key', client_secret: 'secret' };
const MINUTE = 60_000;

let state: ShopState;
let clock: Date;
let office: TokenOffice;

beforeEach(() => {
  state = new ShopState();
  state.installApp(['read_orders', 'write_customers']);
  clock = new Date('2026-11-24T12:00:00Z');
  office = openTokenOffice(state, app, () => clock);
});

const pass = (minutes: number) => {
  clock = new Date(clock.getTime() + minutes * MINUTE);
};
const sessionToken = (by = app) => mintSessionToken(by, state.shop.domain, '1', clock);
const exchange = (token: string, more: object = { expiring: '1' }) =>
  office.issue({
    ...credentials,
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: token,
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
    ...more,
  });
const refresh = (token: unknown) =>
  office.issue({ ...credentials, grant_type: 'refresh_token', refresh_token: token });

describe('token exchange', () => {
  it('gives an hour of access and ninety days of refreshing for a session token', () => {
    const { status, body } = exchange(sessionToken());
    expect(status).toBe(200);
    expect(body).toMatchObject({
      scope: 'read_orders,write_customers',
      expires_in: 3600,
      refresh_token_expires_in: 7_776_000,
    });
    expect(office.scopesOf(String(body.access_token))).toEqual(['read_orders', 'write_customers']);
    pass(60);
    expect(office.scopesOf(String(body.access_token))).toBeUndefined();
  });

  it('gives a token without an end, and none to refresh, where expiry is not asked for', () => {
    const { body } = exchange(sessionToken(), {});
    expect(Object.keys(body).sort()).toEqual(['access_token', 'scope']);
    pass(100_000);
    expect(office.scopesOf(String(body.access_token))).toBeDefined();
  });

  it.each([
    ['signed with another secret', () => sessionToken({ ...app, apiSecret: 'guessed' })],
    ['meant for another app', () => sessionToken({ ...app, apiKey: 'other' })],
    ['changed on its way', () => sessionToken().replace('.', '.e30')],
    ['of no shape at all', () => 'nonsense'],
  ])('refuses a session token that is %s', (_what, token) => {
    expect(exchange(token())).toMatchObject({ status: 400, body: { error: 'invalid_subject_token' } });
  });

  it('refuses a session token after its minute', () => {
    const token = sessionToken();
    pass(1);
    expect(exchange(token)).toMatchObject({ status: 400, body: { error: 'invalid_subject_token' } });
  });

  it('refuses another client secret, and a request that lacks a field', () => {
    expect(exchange(sessionToken(), { client_secret: 'guessed' }).status).toBe(401);
    expect(office.issue({ ...credentials, grant_type: 'password' }).status).toBe(400);
  });
});

describe('refreshing', () => {
  it('gives a new pair and ends the old one', () => {
    const first = exchange(sessionToken()).body;
    const second = refresh(first.refresh_token);
    expect(second.status).toBe(200);
    expect(second.body.refresh_token).not.toBe(first.refresh_token);
    expect(office.scopesOf(String(first.access_token))).toBeUndefined();
    expect(office.scopesOf(String(second.body.access_token))).toBeDefined();
  });

  it('works once per refresh token', () => {
    const { refresh_token: token } = exchange(sessionToken()).body;
    refresh(token);
    expect(refresh(token)).toMatchObject({ status: 401, body: { error: 'invalid_request' } });
  });

  it('works after the access token has expired, but not after ninety days', () => {
    const { refresh_token: first } = exchange(sessionToken()).body;
    pass(24 * 60);
    const { refresh_token: second } = refresh(first).body;
    pass(90 * 24 * 60);
    expect(refresh(second).status).toBe(401);
  });
});

describe('uninstalling', () => {
  it('ends every token at once and gives no new ones', () => {
    const { access_token: access, refresh_token: token } = exchange(sessionToken()).body;
    state.uninstallApp();
    expect(office.scopesOf(String(access))).toBeUndefined();
    expect(refresh(token).status).toBe(400);
    state.installApp(['read_orders']);
    expect(refresh(token).status).toBe(401);
  });
});

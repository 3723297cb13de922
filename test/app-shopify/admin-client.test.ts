import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { db } from '~/db.server';
import { AccessLost, AdminRequestFailed, adminRequest } from '~/shopify/admin-client.server';
import { SHOP } from '~/shopify/operations';
import { type LocalPlatform, startLocalPlatform } from '#test/support/local-platform.ts';

const answer = z.object({ shop: z.object({ name: z.string() }) });
let platform: LocalPlatform;
const ask = (withinMs?: number) => adminRequest(platform.state.shop.domain, SHOP, {}, answer, withinMs);
const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error: unknown) =>
      error instanceof AdminRequestFailed || error instanceof AccessLost ? error.reason : error,
  );

beforeAll(async () => {
  platform = await startLocalPlatform();
});
beforeEach(async () => {
  await db.session.deleteMany();
  platform.nextAnswers.length = 0;
  platform.asked.length = 0;
  platform.refreshes = 0;
});
afterAll(() => platform.stop());

describe('a request to the Admin API', () => {
  it('is answered in the shape asked for', async () => {
    await platform.signIn();
    expect(await ask()).toEqual({ shop: { name: platform.state.shop.name } });
  });

  it('is repeated while throttled', async () => {
    await platform.signIn();
    platform.throttleNext(2);
    expect(await reasonOf(ask())).toBe('answered');
    expect(platform.asked).toHaveLength(3);
  });

  it('is repeated where Shopify fails, but not for ever', async () => {
    await platform.signIn();
    platform.nextAnswers.push({ status: 502, body: {} }, { status: 429, body: {} });
    expect(await reasonOf(ask())).toBe('answered');
    platform.nextAnswers.push(...Array.from({ length: 9 }, () => ({ status: 503, body: {} })));
    expect(await reasonOf(ask())).toBe('http_503');
    expect(platform.nextAnswers).toHaveLength(4);
  });

  it('is not repeated beyond its time', async () => {
    await platform.signIn();
    platform.nextAnswers.push({ status: 502, body: {} });
    expect(await reasonOf(ask(200))).toBe('http_502');
    expect(platform.asked).toHaveLength(1);
  });

  it('is not repeated where it was refused, and says why in one word without any data', async () => {
    await platform.signIn();
    const refusal = { message: 'secret of Ada', extensions: { code: 'ACCESS_DENIED' } };
    platform.nextAnswers.push({ status: 200, body: { data: null, errors: [refusal] } });
    const error = await ask().catch((thrown: unknown) => thrown);
    expect(String(error)).toBe('AdminRequestFailed: Shop: access_denied');
    platform.nextAnswers.push({ status: 423, body: { errors: 'Locked' } });
    expect(await reasonOf(ask())).toBe('http_423');
    expect(platform.asked).toHaveLength(2);
  });

  it('refuses an answer of another shape', async () => {
    await platform.signIn();
    platform.nextAnswers.push({ status: 200, body: { data: { shop: { name: 7 } } } });
    expect(await reasonOf(ask())).toBe('unexpected_answer');
  });
});

describe('the access token', () => {
  it('is renewed once however many ask at the same time', async () => {
    await platform.signIn(60_000);
    const answers = await Promise.all(Array.from({ length: 8 }, () => reasonOf(ask())));
    expect(answers).toEqual(Array.from({ length: 8 }, () => 'answered'));
    expect(platform.refreshes).toBe(1);
  });

  it('is not renewed while it is good', async () => {
    await platform.signIn();
    await ask();
    expect(platform.refreshes).toBe(0);
  });

  it('is used to its end where it cannot be renewed', async () => {
    await platform.signIn(60_000);
    await db.session.updateMany({ data: { refreshToken: null } });
    expect(await reasonOf(ask())).toBe('answered');
  });

  it('is lost where there is none, where it is dead, and after an uninstall', async () => {
    expect(await reasonOf(ask())).toBe('access_lost');
    await platform.signIn();
    platform.nextAnswers.push({ status: 401, body: { errors: 'Invalid API key or access token' } });
    expect(await reasonOf(ask())).toBe('access_lost');
    platform.state.uninstallApp();
    expect(await reasonOf(ask())).toBe('access_lost');
    platform.state.installApp(['read_orders']);
  });

  it('is read anew where a merchant brought another meanwhile', async () => {
    await platform.signIn();
    platform.nextAnswers.push(async () => {
      await platform.signIn();
      return { status: 401, body: { errors: 'Invalid API key or access token' } };
    });
    expect(await reasonOf(ask())).toBe('answered');
  });
});

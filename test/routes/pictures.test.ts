import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { action } from '~/routes/app.pictures';
import { type Merchant, openMerchant } from '#test/support/merchant.ts';
import { pngOf } from '#test/support/picture-factory.ts';

let merchant: Merchant;
beforeAll(async () => {
  merchant = await openMerchant();
});
afterAll(() => merchant.leave());
beforeEach(() => {
  merchant.platform.nextAnswers.length = 0;
  merchant.platform.state.files.failing = false;
});

/** Sends bytes as the editor does. */
async function send(bytes: Buffer<ArrayBuffer>, some: { name?: string; alt?: string; length?: string } = {}) {
  const { headers } = merchant.ask('/');
  headers.set('content-length', some.length ?? String(bytes.length));
  const query = new URLSearchParams({ name: some.name ?? 'beach.png', alt: some.alt ?? 'A beach' });
  const request = new Request(`http://app.test/app/pictures?${query.toString()}`, {
    method: 'POST',
    headers,
    body: bytes,
  });
  const answer = await action({ request, params: {}, context: {} });
  return (await answer.json()) as { ok: boolean; src?: string; width?: number; text?: string };
}
const stored = () => merchant.platform.state.files.stored;

describe('a picture that a merchant sends', () => {
  it('stands in the shop’s files with its description, and is served from there', async () => {
    const bytes = pngOf(40, 25);
    const answer = await send(bytes, { name: 'Beach day.png', alt: 'A beach at noon' });
    expect(answer).toMatchObject({ ok: true, width: 40, height: 25 });
    expect(answer.src).toMatch(/\/cdn\/shop\/files\/Beach-day\.png\?v=\d+$/);
    const file = stored().at(-1);
    expect(file).toMatchObject({ name: 'Beach-day.png', alt: 'A beach at noon', mimeType: 'image/png' });
    expect(file?.bytes.equals(bytes)).toBe(true);
  });

  it('is refused with a sentence where it is no picture, and nothing reaches Shopify', async () => {
    const before = merchant.platform.asked.length;
    const answer = await send(Buffer.from('PK\x03\x04 a document'), { name: 'offer.png' });
    expect(answer.ok).toBe(false);
    expect(answer.text).toContain('no JPEG, PNG or GIF picture');
    expect(merchant.platform.asked.slice(before)).not.toContain('StageUpload');
  });

  it('is refused before its bytes are read where it says that it is too large', async () => {
    const answer = await send(pngOf(1, 1), { length: '5000001' });
    expect(answer).toEqual({ ok: false, text: expect.stringContaining('larger than 5 MB') as string });
  });

  it('is refused where Shopify cannot make anything of it', async () => {
    merchant.platform.state.files.failing = true;
    expect((await send(pngOf(2, 2))).text).toContain('Shopify did not take the picture');
  });

  it('is refused with what to do where the app may not write files', async () => {
    const denied = {
      errors: [{ message: 'Access denied for fileCreate field.', extensions: { code: 'ACCESS_DENIED' } }],
    };
    merchant.platform.nextAnswers.push({ status: 200, body: denied });
    expect((await send(pngOf(2, 2))).text).toContain('may not add files to your shop');
  });

  it('waits for a Shopify that throttles', async () => {
    merchant.platform.throttleNext(1);
    expect((await send(pngOf(3, 3))).ok).toBe(true);
  });
});

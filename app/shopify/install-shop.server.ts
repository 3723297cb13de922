import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Shop } from '~/db.server';
import { env } from '~/env.server';
import { readableId } from '~/lib/ids';
import { logger } from '~/lib/logger.server';
import { done, type Outcome, refused } from '~/lib/outcome';
import { AccessLost, AdminRequestFailed, adminRequest } from '~/shopify/admin-client.server';
import { CREATE_PIXEL, PIXEL, SHOP, UPDATE_PIXEL } from '~/shopify/operations';
import { askForBackfill } from '~/shopify/sync-store.server';
import { setPixel, unscopedLoadShopByDomain, unscopedSaveInstalledShop } from '~/shopify/shop-store.server';

const shopAnswer = z.object({
  shop: z.object({
    name: z.string(),
    email: z.string().nullable(),
    currencyCode: z.string(),
    ianaTimezone: z.string(),
    primaryDomain: z.object({ url: z.string() }),
  }),
});

const pixelAnswer = z.object({ webPixel: z.object({ id: z.string() }).nullable() });
const pixelSaved = z
  .object({
    webPixel: z.object({ id: z.string() }).nullable(),
    userErrors: z.array(z.object({ code: z.string().nullable() })),
  })
  .nullable();

/**
 * Records the shop as installed and activates its pixel. Runs about hourly per active merchant, also twice at a time,
 * and ends in the same state each time. What keeps the pixel from being activated is noted on the shop and shown to
 * the merchant; it never locks anybody out. Nor does a Shopify that cannot be reached, once the shop is known.
 */
export async function installShop(domain: string): Promise<void> {
  const shop = await recordShop(domain);
  if (!shop) return;
  await askForBackfill(shop.id, shop.installedAt, new Date());
  const pixel = await activatePixel(shop).catch((error: unknown) => refused(reasonOf(error)));
  if (!pixel.ok) logger.warn({ shop: shop.id, reason: pixel.reason }, 'pixel_not_activated');
  await setPixel(shop.id, pixel.ok ? { id: pixel.value, error: null } : { id: null, error: pixel.reason });
}

async function recordShop(domain: string): Promise<Shop | undefined> {
  try {
    const { shop } = await adminRequest(domain, SHOP, {}, shopAnswer);
    const facts = {
      domain,
      name: shop.name,
      email: shop.email,
      currency: shop.currencyCode,
      timeZone: shop.ianaTimezone,
      storefrontUrl: shop.primaryDomain.url,
    };
    return await unscopedSaveInstalledShop(facts, readableId(randomBytes(20)), new Date());
  } catch (error) {
    const known = await unscopedLoadShopByDomain(domain);
    if (!known || known.uninstalledAt) throw error;
    logger.warn({ shop: known.id, reason: String(error) }, 'shop_not_read');
    return undefined;
  }
}

/** @returns the pixel's id, or the reason word by which Shopify refuses it */
async function activatePixel(shop: Shop): Promise<Outcome<string, string>> {
  const settings = { accountID: shop.pixelAccount, endpoint: `${env.SHOPIFY_APP_URL}/pixel` };
  const created = await adminRequest(
    shop.domain,
    CREATE_PIXEL,
    { settings },
    z.object({ webPixelCreate: pixelSaved }),
  );
  const outcome = outcomeOf(created.webPixelCreate);
  if (outcome.ok || outcome.reason !== 'taken') return outcome;
  const { webPixel } = await adminRequest(shop.domain, PIXEL, {}, pixelAnswer);
  if (!webPixel) return refused('not_found');
  const variables = { id: webPixel.id, settings };
  const updated = await adminRequest(
    shop.domain,
    UPDATE_PIXEL,
    variables,
    z.object({ webPixelUpdate: pixelSaved }),
  );
  return outcomeOf(updated.webPixelUpdate);
}

const reasonOf = (error: unknown) =>
  error instanceof AdminRequestFailed || error instanceof AccessLost ? error.reason : 'unexpected_error';

function outcomeOf(saved: z.infer<typeof pixelSaved>): Outcome<string, string> {
  const error = saved?.userErrors[0];
  if (error) return refused((error.code ?? 'unexpected_error').toLowerCase());
  return saved?.webPixel ? done(saved.webPixel.id) : refused('unexpected_error');
}

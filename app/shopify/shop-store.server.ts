import { db, fieldsOf, Prisma, type Shop, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { markAllDays } from '~/queue/day-mark-store.server';

const KEPT_FOR_MS = 3_000;
const KEPT_AT_MOST = 10_000;

/** What the hot doors asked for in the last seconds, also when nobody was found; bounded, oldest out first. */
const kept = new Map<string, { shop: Promise<Shop | undefined>; until: number }>();

/** Many who ask at the same moment wait for one answer. */
function remembered(key: string, find: () => Promise<Shop | null>): Promise<Shop | undefined> {
  const known = kept.get(key);
  if (known && known.until > Date.now()) return known.shop;
  const shop = find().then((found) => found ?? undefined);
  const entry = { shop, until: Date.now() + KEPT_FOR_MS };
  kept.delete(key);
  kept.set(key, entry);
  shop.catch(() => kept.get(key) === entry && kept.delete(key));
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_AT_MOST) break;
    kept.delete(oldest);
  }
  return shop;
}

/** The shop of a `*.myshopify.com` domain, at most three seconds old. */
export function unscopedFindShopByDomain(domain: string): Promise<Shop | undefined> {
  return remembered(`domain ${domain}`, () => db.shop.findUnique({ where: { domain } }));
}

/** The shop that the pixel names, at most three seconds old. */
export function unscopedFindShopByPixelAccount(account: string): Promise<Shop | undefined> {
  return remembered(`account ${account}`, () => db.shop.findUnique({ where: { pixelAccount: account } }));
}

/** The shop of a domain as it is now. */
export async function unscopedLoadShopByDomain(domain: string): Promise<Shop | undefined> {
  return (await db.shop.findUnique({ where: { domain } })) ?? undefined;
}

export interface InstalledShop {
  domain: string;
  name: string;
  email: string | null;
  currency: string;
  timeZone: string;
  storefrontUrl: string;
}

/**
 * Records a shop as installed. A shop that comes back gets its row back, with a new time of installation; one that was
 * there all the time keeps its own.
 * @param pixelAccount taken for a shop that is new; must be unguessable
 */
export async function unscopedSaveInstalledShop(
  facts: InstalledShop,
  pixelAccount: string,
  now: Date,
): Promise<Shop> {
  await db.$transaction(async (tx) => {
    const before = await tx.shop.findUnique({ where: { domain: facts.domain } });
    await tx.$executeRaw`
      INSERT INTO shop (domain, pixel_account, name, email, currency, time_zone, storefront_url, installed_at)
      VALUES (${facts.domain}, ${pixelAccount}, ${facts.name}, ${facts.email}, ${facts.currency}, ${facts.timeZone},
        ${facts.storefrontUrl}, ${now})
      ON CONFLICT (domain) DO UPDATE SET
        name = EXCLUDED.name, email = EXCLUDED.email, currency = EXCLUDED.currency, time_zone = EXCLUDED.time_zone,
        storefront_url = EXCLUDED.storefront_url, uninstalled_at = NULL,
        installed_at = CASE WHEN shop.uninstalled_at IS NULL THEN shop.installed_at ELSE EXCLUDED.installed_at END`;
    if (before && (before.currency !== facts.currency || before.timeZone !== facts.timeZone))
      await markAllDays(before.id, tx);
  });
  kept.clear();
  return db.shop.findUniqueOrThrow({ where: { domain: facts.domain } });
}

const SHOP = fieldsOf(Prisma.ShopScalarFieldEnum);

/** The shop, or undefined where it was erased. */
export async function findShop(shop: ShopId, tx: Sql = db): Promise<Shop | undefined> {
  const [found] = await tx.$queryRaw<Shop[]>`SELECT ${SHOP} FROM shop WHERE id = ${shop}`;
  return found;
}

/**
 * Keeps shops from being erased until the caller's transaction ends.
 * @returns those of them that are there, and are not being erased now
 */
export async function unscopedHoldShops(shops: readonly ShopId[], tx: Sql): Promise<Set<ShopId>> {
  const held = await tx.$queryRaw<{ id: ShopId }[]>`
    SELECT id FROM shop WHERE id = ANY (${[...new Set(shops)]}::int[]) ORDER BY id FOR KEY SHARE SKIP LOCKED`;
  return new Set(held.map(({ id }) => id));
}

/** The shop's pixel at Shopify, or the reason word of why there is none. */
export async function setPixel(
  shop: ShopId,
  pixel: { id: string; error: null } | { id: null; error: string },
): Promise<void> {
  await db.shop.updateMany({ where: { id: shop }, data: { pixelId: pixel.id, pixelError: pixel.error } });
}

/**
 * Marks a shop as gone, unless it was installed again after `at`.
 * @returns whether it was marked
 */
export async function markUninstalled(shop: ShopId, at: Date): Promise<boolean> {
  const { count } = await db.shop.updateMany({
    where: { id: shop, installedAt: { lte: at } },
    data: { uninstalledAt: at, pixelId: null, pixelError: null },
  });
  kept.clear();
  return count > 0;
}

const ERASURE = { timeout: 15 * 60 * 1_000 };

/** Deletes a shop and every row of every table that belongs to it. */
export async function eraseShop(shop: ShopId): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM shop WHERE id = ${shop} FOR UPDATE`;
    const tables = await tx.$queryRaw<{ name: string }[]>`
      SELECT c.table_name::text AS name FROM information_schema.columns c
      JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.table_schema = 'public' AND c.column_name = 'shop_id' AND t.table_type = 'BASE TABLE'
      ORDER BY c.table_name = 'contact', c.table_name`; // a contact goes after its deliveries
    for (const { name } of tables) {
      await tx.$executeRaw`DELETE FROM ${Prisma.raw(`"${name}"`)} WHERE shop_id = ${shop}`;
    }
    await tx.shop.deleteMany({ where: { id: shop } });
  }, ERASURE);
  kept.clear();
}

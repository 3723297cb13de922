import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { NO_TAG_DEFAULTS, type TagDefaults } from '~/tagging/tag-defaults';

/** What the tags of new messages start with; nothing where the shop has not said so. */
export async function loadTagDefaults(shop: ShopId): Promise<TagDefaults> {
  return (
    (await db.tagDefaults.findUnique({
      where: { shopId: shop },
      select: { source: true, medium: true, campaign: true },
    })) ?? NO_TAG_DEFAULTS
  );
}

/** Messages that exist already keep their tags. */
export async function saveTagDefaults(
  shop: ShopId,
  { source, medium, campaign }: TagDefaults,
  now: Date,
): Promise<void> {
  const values = { source, medium, campaign, updatedAt: now };
  await db.tagDefaults.upsert({
    where: { shopId: shop },
    create: { shopId: shop, ...values },
    update: values,
  });
}

import { holdTags, saveTags } from '~/contacts/contact-store.server';
import { type TagChange, withTag } from '~/contacts/tags';
import type { Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** Takes over what Shopify tells of the tags of customers, one after the other; who is no contact stays unknown. */
export async function changeTags(
  shop: ShopId,
  changes: readonly (TagChange & { shopifyId: bigint })[],
  now: Date,
  tx: Sql,
): Promise<void> {
  if (changes.length === 0) return;
  const ids = [...new Set(changes.map(({ shopifyId }) => shopifyId))];
  const changed = new Map(
    (await holdTags(shop, ids, tx)).map(({ id, shopifyId, tags }) => {
      const own = changes.filter((change) => change.shopifyId === shopifyId);
      return [id, own.reduce((all, change) => withTag(all, change), tags)];
    }),
  );
  if (changed.size > 0) await saveTags(shop, changed, now, tx);
}

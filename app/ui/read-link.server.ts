import { knownTags } from '~/campaigns/known-tags.server';
import type { Shop } from '~/db.server';
import { SHORT_BASE } from '~/links/short-address.server';
import {
  checkAddress,
  endOfDay,
  type LinkContent,
  linkTokens,
  lintLinkTags,
  type ShopPlace,
} from '~/links/tracking-link';
import { fieldErrors } from '~/ui/form-errors';
import { linkSchema } from '~/ui/link-values';
import { shopHostsOf } from '~/ui/shop-hosts';

/** What the addresses of a shop's links are checked against. */
export function placeOf(shop: Shop): ShopPlace {
  return { hosts: shopHostsOf(shop), storefrontUrl: shop.storefrontUrl, shortBase: SHORT_BASE };
}

/**
 * A tracking link out of a form; or by field why it cannot be saved.
 * @param link the one that is edited, where it is not new
 */
export async function readLink(
  shop: Shop,
  form: Record<string, string>,
  link: { id?: bigint; createdAt: Date },
): Promise<{ content: LinkContent; errors?: undefined } | { errors: Record<string, string> }> {
  const parsed = linkSchema.safeParse(form);
  if (!parsed.success) return { errors: fieldErrors(parsed.error) };
  const { name, groupName, destination, source, medium, campaign, lastDay, fallbackUrl } = parsed.data;
  const place = placeOf(shop);
  const tags = { source, medium, campaign };
  const known = await knownTags(shop.id, link.id === undefined ? {} : { trackingLinkId: link.id });
  const tokens = linkTokens(name, link.createdAt, shop.timeZone);
  const expiresAt = endOfDay(lastDay, shop.timeZone);
  const refusals = [
    ...checkAddress(destination, place, true).map((finding) => ({ ...finding, field: 'destination' })),
    ...(fallbackUrl ? checkAddress(fallbackUrl, place, false) : []).map((finding) => ({
      ...finding,
      field: 'fallbackUrl',
    })),
    ...lintLinkTags(tags, known, { name, tokens }),
  ].filter(({ level }) => level === 'refusal');
  const errors = Object.fromEntries([
    ...refusals.map(({ field, message }) => [field, message] as const),
    ...(expiresAt === undefined ? [['lastDay', 'Enter a day such as 2026-12-24.'] as const] : []),
  ]);
  if (expiresAt === undefined || Object.keys(errors).length > 0) return { errors };
  return { content: { name, groupName, destination, tags, expiresAt, fallbackUrl } };
}

import { type Db, db } from '~/db.server';
import type { ShopId } from '~/lib/ids';

/** The name of a campaign, tracking link or automation of which a tracked version has exactly these tags, the newest first; undefined where none has. */
export async function tagOwner(
  shop: ShopId,
  tags: { source: string; medium: string; campaign: string },
  tx: Db = db,
): Promise<string | undefined> {
  const version = await tx.messageVersion.findFirst({
    where: {
      shopId: shop,
      trackSales: true,
      utmSource: tags.source,
      utmMedium: tags.medium,
      utmCampaign: tags.campaign,
    },
    orderBy: { id: 'desc' },
    select: {
      message: {
        select: {
          campaign: { select: { name: true } },
          trackingLink: { select: { name: true } },
          automation: { select: { name: true } },
        },
      },
    },
  });
  return version
    ? (version.message.campaign?.name ??
        version.message.trackingLink?.name ??
        version.message.automation?.name ??
        '')
    : undefined;
}

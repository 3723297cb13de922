import { audienceSchema, segmentNames } from '~/campaigns/audience';
import { FIRST_VARIANT } from '~/campaigns/variants';
import { db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { resolveTagTokens } from '~/tagging/tag-tokens';

export interface KnownTags {
  source: string[];
  medium: string[];
  campaign: { value: string; initiative: string }[];
}

/**
 * UTM values that a shop's campaigns, automations and tracking links have, the latest first, as they are or will be sent; for
 * `campaign` with the name of what has it. Values whose tokens are not all known yet are left out.
 * @param besides what does not count: the campaign, the automation or the tracking link that is being edited
 */
export async function knownTags(
  shop: ShopId,
  besides: { campaignId?: bigint; trackingLinkId?: bigint; automationId?: bigint } = {},
): Promise<KnownTags> {
  const messages = await db.message.findMany({
    where: {
      shopId: shop,
      trackSales: true,
      variant: FIRST_VARIANT,
      OR: [
        { campaignId: notNullBut(besides.campaignId) },
        { trackingLinkId: notNullBut(besides.trackingLinkId) },
        { automationId: notNullBut(besides.automationId) },
      ],
    },
    select: {
      ...UTM,
      campaign: { select: { name: true, audience: true } },
      trackingLink: { select: { name: true } },
      automation: { select: { name: true } },
      stepName: true,
      versions: { select: UTM, orderBy: { id: 'desc' }, take: 1 },
    },
    orderBy: { updatedAt: 'desc' },
    take: 200,
  });
  const used = messages.map(
    ({ campaign, trackingLink, automation, stepName, versions: [sent], ...written }) => {
      const name = campaign?.name ?? trackingLink?.name ?? automation?.name ?? '';
      const tokens = {
        campaign_name: name,
        ...(automation && { automation: name, step: stepName ?? '' }),
        segment: (campaign && segmentNames(audienceSchema.parse(campaign.audience))) ?? '',
      };
      const resolved = (value: string) => {
        const { value: full, missing, unknown } = resolveTagTokens(value, tokens);
        return missing.length + unknown.length > 0 ? '' : full;
      };
      return sent
        ? { name, ...sent }
        : {
            name,
            utmSource: resolved(written.utmSource),
            utmMedium: resolved(written.utmMedium),
            utmCampaign: resolved(written.utmCampaign),
          };
    },
  );
  const campaigns = new Map(
    used
      .filter(({ utmCampaign }) => utmCampaign)
      .map(({ name, utmCampaign }) => [
        JSON.stringify([utmCampaign, name]),
        { value: utmCampaign, initiative: name },
      ]),
  );
  return {
    source: distinct(used.map(({ utmSource }) => utmSource)),
    medium: distinct(used.map(({ utmMedium }) => utmMedium)),
    campaign: [...campaigns.values()],
  };
}

/** A condition that null never meets either. */
const notNullBut = (id: bigint | undefined) => (id === undefined ? { not: null } : { notIn: [id] });

const UTM = { utmSource: true, utmMedium: true, utmCampaign: true } as const;

const distinct = (values: string[]) => [...new Set(values.filter(Boolean))];

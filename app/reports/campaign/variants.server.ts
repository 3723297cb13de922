import type { Settings } from '~/attribution/facts';
import { loadVariantChoice } from '~/campaigns/variant-choice-store.server';
import { metricsOf, variantTestOf, WINNER_METRICS } from '~/campaigns/variants';
import { channelOf } from '~/channels/channel';
import type { Campaign, Message, Shop } from '~/db.server';
import { headlineOf } from '~/messaging/headline';
import { variantFigures } from '~/reports/campaign/variant-figures.server';
import type { VariantsData } from '~/reports/campaign/variants';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How the variants of a campaign that was sent stand. @param lastSentAt when the latest of its messages went out */
export async function variantsOf(
  shop: Shop,
  campaign: Campaign & { messages: Message[] },
  sent: {
    deliveries: { state: string; reason: string | null; _count: number }[];
    lastSentAt: Date | null;
    settings: Pick<Settings, 'windowDays'>;
  },
): Promise<VariantsData> {
  const channel = channelOf(campaign.channel);
  const test = variantTestOf(campaign);
  const { deliveries, lastSentAt, settings } = sent;
  const waits = ({ state, reason }: (typeof deliveries)[number]) =>
    state === 'queued' && reason === 'awaits_winner';
  const waiting = deliveries.filter(waits).reduce((sum, { _count }) => sum + _count, 0);
  const underWay = deliveries.some(
    (group) => group.state === 'sending' || (group.state === 'queued' && !waits(group)),
  );
  const { expandedAt, startedAt } = campaign;
  const last = Math.max(expandedAt?.getTime() ?? 0, lastSentAt?.getTime() ?? 0);
  const span = test.metric === 'orders' || test.metric === 'revenue' ? settings.windowDays * DAY_MS : DAY_MS;
  return {
    figures: await variantFigures(shop, campaign.id),
    headlines: new Map(
      campaign.messages.map(({ variant, subject, text }) => [
        variant,
        channel === 'email' ? subject : headlineOf(text),
      ]),
    ),
    test,
    choice: await loadVariantChoice(shop.id, campaign.id),
    waiting,
    chosenAt: expandedAt && !underWay ? new Date(last + test.hours * HOUR_MS) : null,
    earlyUntil: new Date((startedAt?.getTime() ?? 0) + span),
    known: WINNER_METRICS.filter((metric) =>
      campaign.messages.every((message) => metricsOf(channel, message).includes(metric)),
    ),
    currency: shop.currency,
  };
}

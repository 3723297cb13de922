import { modelLabel } from '~/attribution/model-names';
import type { Receipt, ReceiptMessage } from '~/attribution/receipt';
import { messageOf } from '~/attribution/receipt-text';
import { versionChannelLabel } from '~/channels/channel';
import { formatShare } from '~/reports/metric';
import type { MessageView } from '~/reports/order-receipt/interpret';

/** Who gets what of an order. */
export interface CreditedMoney {
  credits: { model: string; message: MessageView; share: string; amount: string }[];
  /** What visits from other sources took of a credited order; null where nothing. */
  others: string | null;
  /** What messages get of a renewal, in all, outside every other sum; null of other orders. */
  renewal: string | null;
}

const WHOLE_PPM = 1_000_000;

/** @param money formats minor units of the order's currency */
export function creditedMoney(receipt: Receipt | undefined, money: (minor: bigint) => string): CreditedMoney {
  const credits = receipt?.credits ?? [];
  const taken = credits.reduce((sum, { weightPpm }) => sum + weightPpm, 0);
  const apart = credits.length === 0 ? (receipt?.renewal?.credits ?? []) : [];
  return {
    credits: credits.flatMap((credit) => {
      const message = receipt && messageOf(receipt, credit.versionId);
      return message
        ? [
            {
              model: modelLabel[credit.model],
              message: messageView(message),
              share: formatShare(credit.weightPpm / WHOLE_PPM),
              amount: money(BigInt(credit.amountMinor)),
            },
          ]
        : [];
    }),
    others: credits.length > 0 && taken < WHOLE_PPM ? formatShare((WHOLE_PPM - taken) / WHOLE_PPM) : null,
    renewal:
      apart.length > 0 ? money(apart.reduce((sum, { amountMinor }) => sum + BigInt(amountMinor), 0n)) : null,
  };
}

export const messageView = (message: ReceiptMessage): MessageView => ({
  campaignId: message.campaignId,
  campaign: message.campaign,
  variant: message.variant,
  trackingLinkId: message.trackingLinkId,
  automationId: message.automationId,
  subject: message.subject,
  channelLabel: versionChannelLabel(message.channel),
  utm: message.utm,
});

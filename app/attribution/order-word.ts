/** One message's share of an order, as the order's metafield names it. */
export interface EarnedShare {
  kind: 'campaign' | 'automation' | 'tracking_link';
  name: string;
  /** The subject, or the name of an automation's step or of a link. */
  message: string;
  channel: string;
  /** In millionths of the order. */
  weightPpm: number;
}

export interface OrderCredit {
  orderId: bigint;
  model: string;
  settingsVersion: number;
  shares: readonly EarnedShare[];
}

/**
 * What an order's metafield says of who earned it: who, by which model and settings, and where the receipt is. Nothing
 * of the customer, and no money, which changes with every refund. The same credits give the same text.
 * @param appAddress the app's own address in the shop's admin
 */
export function orderWord(
  { orderId, model, settingsVersion, shares }: OrderCredit,
  appAddress: string,
): string {
  const earnedBy = shares.map(({ kind, name, message, channel, weightPpm }) => ({
    kind,
    name,
    message,
    channel,
    share: weightPpm / 1_000_000,
  }));
  return JSON.stringify({
    earned_by: earnedBy,
    model,
    settings_version: settingsVersion,
    receipt: `${appAddress}/app/orders/${orderId}`,
  });
}

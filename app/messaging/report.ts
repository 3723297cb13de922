import type { Bounce } from '~/channels/channel';
import type { DeliveryState } from '~/messaging/delivery';

/** What a provider reports of a message that it had taken. */
export interface Report {
  status: 'sent' | 'delivered' | 'read' | 'failed';
  /** Of a failure, in the provider's words. */
  reason?: string;
  /** Of a failure that says something of the number. */
  bounce?: Bounce | undefined;
  providerMessageId?: string;
}

/** How far each state is on the way; a report never leads back. */
const RANK: Record<DeliveryState, number> = {
  queued: 0,
  sending: 0,
  unknown: 0,
  sent: 1,
  delivered: 2,
  failed: 2,
  skipped: 2,
};

/**
 * The state that a report leads to from another; undefined where it says nothing new. Whatever a provider reports, it has
 * the message: that ends not knowing, and a wait to be sent again.
 */
export function stateAfter(state: DeliveryState, { status }: Report): DeliveryState | undefined {
  const next = status === 'read' ? 'delivered' : status;
  return RANK[next] > RANK[state] ? next : undefined;
}

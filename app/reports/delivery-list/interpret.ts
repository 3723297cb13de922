import { formatMoment } from '~/lib/period';
import type { UnsubscribedHow } from '~/messaging/delivery';

/** A delivery with the contact it is for. */
export interface DeliveryData {
  id: bigint;
  state: string;
  reason: string | null;
  variant: string;
  unsubscribedAt: Date | null;
  unsubscribedHow: string | null;
  /** Shopify's number; null once the contact is redacted, as are name and address. */
  customerId: bigint | null;
  email: string | null;
  name: string;
  /** What they agree to on the channel now. */
  consentNow: string;
}

export interface UnsubscribedRow {
  id: string;
  /** Null once the contact is erased. */
  customerId: string | null;
  /** As the merchant knows them; their address stays in Shopify. */
  person: string;
  at: string;
  atIso: string;
  how: string;
  variant: string;
  /** Whether they agreed again since. */
  again: boolean;
}

const howInWords: Record<UnsubscribedHow, string> = {
  link: 'Unsubscribe link',
  preferences: 'Choices behind the link',
  reply: 'Replied STOP',
};

/** Who unsubscribed through a message, when and how. */
export function interpretUnsubscribed(data: DeliveryData, zone: string): UnsubscribedRow {
  const at = data.unsubscribedAt ?? new Date(0);
  return {
    id: String(data.id),
    customerId: data.customerId === null ? null : String(data.customerId),
    person: data.customerId === null ? 'Erased contact' : data.name || `Customer ${data.customerId}`,
    at: formatMoment(at, zone),
    atIso: at.toISOString(),
    how:
      data.unsubscribedHow === null
        ? 'Not noted'
        : (howInWords[data.unsubscribedHow as UnsubscribedHow] ?? 'Not noted'),
    variant: data.variant,
    again: data.consentNow === 'subscribed',
  };
}

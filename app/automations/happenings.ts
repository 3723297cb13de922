import type { Duration, Flow, Trigger } from '~/automations/definition';
import { subscribedKey } from '~/contacts/consent-happening';
import { CONSENT_CHANNELS } from '~/contacts/contact';
import type { Contact, Happening } from '~/db.server';

/** The length of a wait, as what happened to a checkout has it for its detail. */
export const abandonedFor = ({ amount, unit }: Duration): string => `${amount} ${unit}`;

/** Which day and time of a date a trigger is for. */
export const dateDetail = ({ date, daysBefore, at }: Extract<Trigger, { kind: 'contact_date' }>): string =>
  `${date} ${daysBefore} ${at}`;

const CHECKOUT = 'checkout:';
export const checkoutKey = (token: string): string => `${CHECKOUT}${token}`;
export const tokenOf = (key: string): string => key.slice(CHECKOUT.length);

/** What an event has to say for a trigger. */
export type Told = Pick<Happening, 'kind' | 'detail'>;

/** The first trigger of a flow that what happened sets off. */
export function triggerFor(flow: Pick<Flow, 'triggers'>, told: Told): Trigger | undefined {
  return flow.triggers.find((trigger) => trigger.kind === told.kind && detailOf(trigger) === told.detail);
}

/** What a happening's detail must be to set a trigger off. */
function detailOf(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'subscribed':
      return trigger.channel;
    case 'segment_entered':
    case 'segment_left':
      return trigger.segment?.id ?? '';
    case 'checkout_abandoned':
      return abandonedFor(trigger.after);
    case 'contact_date':
      return dateDetail(trigger);
    default:
      return '';
  }
}

/**
 * What else happened with it: whoever becomes a customer with a consent gave that too.
 * @param contact the customer as known here
 */
export function alsoHappened(happening: Happening, contact: Contact): Happening[] {
  if (happening.kind !== 'customer_created') return [];
  const given = {
    email: { consent: contact.emailConsent, at: contact.emailConsentAt },
    sms: { consent: contact.smsConsent, at: contact.smsConsentAt },
    whatsapp: { consent: contact.whatsappConsent, at: contact.whatsappConsentAt },
  };
  return CONSENT_CHANNELS.filter((channel) => given[channel].consent === 'subscribed').map((channel) => ({
    ...happening,
    kind: 'subscribed',
    detail: channel,
    key: subscribedKey(channel, given[channel].at),
  }));
}

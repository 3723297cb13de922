import { instant } from './instant.ts';
import type { Customer, PhoneMarketing } from './shop-state.ts';

/** A customer's number with both its consents, as an object of the Admin API. */
export const phoneNumber = (customer: Customer) =>
  customer.phone === null
    ? null
    : {
        phoneNumber: customer.phone,
        smsMarketingConsent: consent(customer.smsMarketing),
        whatsAppMarketingConsent: consent(customer.whatsAppMarketing),
      };

const consent = ({ state, optInLevel, updatedAt }: PhoneMarketing) => ({
  state,
  optInLevel,
  updatedAt: instant(updatedAt),
  collectedFrom: 'SHOPIFY',
  sourceLocation: null,
});

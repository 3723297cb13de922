import { type adminObjects, numberOf, type ObjectSource } from './admin-objects.ts';
import { phoneNumber } from './phone-number.ts';
import type { EmailMarketing, PhoneMarketing } from './shop-state.ts';

interface EmailArguments {
  input: {
    customerId: string;
    emailMarketingConsent: {
      marketingState: EmailMarketing['state'];
      marketingOptInLevel?: EmailMarketing['optInLevel'];
      consentUpdatedAt?: string | null;
    };
  };
}
interface SmsArguments {
  input: {
    customerId: string;
    smsMarketingConsent: {
      marketingState: PhoneMarketing['state'] | 'NOT_SUBSCRIBED';
      marketingOptInLevel?: PhoneMarketing['optInLevel'];
      consentUpdatedAt?: string | null;
    };
  };
}
interface WhatsAppArguments {
  input: {
    customerId: string;
    whatsAppMarketingConsent: {
      state: PhoneMarketing['state'];
      optInLevel?: PhoneMarketing['optInLevel'];
      updatedAt?: string | null;
    };
  };
}

/** The mutations of the Admin API that change what a customer agreed to. */
export function consentMutations(
  { state, now }: ObjectSource,
  make: Pick<ReturnType<typeof adminObjects>, 'customer'>,
) {
  const customerOf = (id: string) => state.customer(numberOf('Customer', id));
  const timeOf = (text: string | null | undefined) => (text ? new Date(text) : now());
  return {
    customerEmailMarketingConsentUpdate: ({ input }: EmailArguments) => {
      const refuse = refusal('CustomerEmailMarketingConsentUpdateUserError', 'customer');
      const customer = customerOf(input.customerId);
      if (!customer) return refuse(['input', 'customerId'], 'Customer not found');
      if (customer.email === null)
        return refuse(['input', 'customerId'], 'Customer must have an email address');
      const { marketingState, marketingOptInLevel, consentUpdatedAt } = input.emailMarketingConsent;
      if (marketingState === 'NOT_SUBSCRIBED')
        return refuse(['input', 'emailMarketingConsent', 'marketingState'], 'Cannot specify NOT_SUBSCRIBED');
      state.setEmailMarketing(customer, {
        state: marketingState,
        optInLevel: marketingOptInLevel ?? customer.emailMarketing.optInLevel,
        updatedAt: timeOf(consentUpdatedAt),
      });
      return { customer: make.customer(customer), userErrors: [] };
    },
    customerSmsMarketingConsentUpdate: ({ input }: SmsArguments) => {
      const refuse = refusal('CustomerSmsMarketingConsentError', 'customer');
      const customer = customerOf(input.customerId);
      if (!customer) return refuse(['input', 'customerId'], 'Customer not found');
      if (customer.phone === null)
        return refuse(['input', 'customerId'], 'A phone number is required to set the SMS consent state.');
      const { marketingState, marketingOptInLevel, consentUpdatedAt } = input.smsMarketingConsent;
      if (marketingState === 'NOT_SUBSCRIBED')
        return refuse(['input', 'smsMarketingConsent', 'marketingState'], 'Cannot specify NOT_SUBSCRIBED');
      state.setPhoneMarketing(customer, 'sms', {
        state: marketingState,
        optInLevel: marketingOptInLevel ?? customer.smsMarketing.optInLevel,
        updatedAt: timeOf(consentUpdatedAt),
      });
      return { customer: make.customer(customer), userErrors: [] };
    },
    customerWhatsAppMarketingConsentUpdate: ({ input }: WhatsAppArguments) => {
      const refuse = refusal('CustomerMarketingConsentError', 'customerPhoneNumber');
      const customer = customerOf(input.customerId);
      if (!customer) return refuse(['input', 'customerId'], 'Customer not found');
      if (customer.phone === null)
        return refuse(['input', 'customerId'], 'Customer must have a phone number');
      const { state: said, optInLevel, updatedAt } = input.whatsAppMarketingConsent;
      state.setPhoneMarketing(customer, 'whatsapp', {
        state: said,
        optInLevel: optInLevel ?? customer.whatsAppMarketing.optInLevel,
        updatedAt: timeOf(updatedAt),
      });
      return { customerPhoneNumber: phoneNumber(customer), userErrors: [] };
    },
  };
}

const refusal = (errorType: string, nothing: string) => (field: string[], message: string) => ({
  [nothing]: null,
  userErrors: [{ __typename: errorType, code: 'INVALID', field, message }],
});

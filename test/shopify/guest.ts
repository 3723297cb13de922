import type { Customer } from './shop-model.ts';

interface Guest {
  id: bigint;
  email: string;
  country: string;
  at: Date;
  firstName?: string | null;
  lastName?: string | null;
}

/** A customer who ordered and never said anything of marketing. */
export function guestOf({ id, email, country, at, firstName = null, lastName = null }: Guest): Customer {
  const silent = { optInLevel: null, updatedAt: null };
  return {
    id,
    firstName,
    lastName,
    email,
    phone: null,
    country,
    tags: [],
    emailMarketing: { state: 'NOT_SUBSCRIBED', ...silent },
    smsMarketing: { state: 'NEVER_SUBSCRIBED', ...silent },
    whatsAppMarketing: { state: 'NEVER_SUBSCRIBED', ...silent },
    createdAt: at,
    updatedAt: at,
  };
}

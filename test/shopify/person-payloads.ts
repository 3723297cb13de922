import type { Customer } from './shop-state.ts';

type Json = Record<string, unknown>;

/** Where a customer's parcels go: everybody lives in the same street. */
export function addressPayload(from: Customer): Json {
  return {
    first_name: from.firstName,
    last_name: from.lastName,
    name: [from.firstName, from.lastName].filter(Boolean).join(' '),
    company: null,
    address1: 'Am Sandtorkai 7',
    address2: null,
    city: 'Hamburg',
    zip: '20457',
    province: 'Hamburg',
    province_code: 'HH',
    country: 'Germany',
    country_code: 'DE',
    latitude: null,
    longitude: null,
    phone: from.phone ?? '+4940123456',
  };
}

/** The customer inside an order. */
export function customerPayload(from: Customer, currency: string, time: (date: Date) => string): Json {
  const address = {
    id: Number(from.id) * 10,
    customer_id: Number(from.id),
    country_name: 'Germany',
    default: true,
  };
  return {
    id: Number(from.id),
    admin_graphql_api_id: `gid://shopify/Customer/${from.id}`,
    created_at: time(from.createdAt),
    updated_at: time(from.updatedAt),
    first_name: from.firstName,
    last_name: from.lastName,
    state: 'disabled',
    note: null,
    verified_email: true,
    multipass_identifier: null,
    tax_exempt: false,
    email: from.email,
    phone: from.phone,
    currency,
    tax_exemptions: [],
    default_address: { ...addressPayload(from), ...address },
  };
}

import { normalisedAddress } from '~/contacts/contact';
import type { ShopId } from '~/lib/ids';
import { hashFor } from '~/lib/secrets.server';

/** The keyed hash of an address, or of a number in E.164, as a contact of the shop has it. */
export function addressHash(shop: ShopId, channel: string, address: string): string {
  return channel === 'email'
    ? hashFor(shop, 'email', normalisedAddress(address))
    : hashFor(shop, 'phone', address);
}

import type { z } from 'zod';
import type { Channel } from '~/channels/channel';
import { addressHash } from '~/contacts/address-hash.server';
import type { ShopId } from '~/lib/ids';
import { suppressible } from '~/messaging/suppression';
import type { suppressionQuery } from '~/ui/list-queries';

/** Which of the suppressed addresses the address of their list asks for. */
export const suppressionFilter = (
  shop: ShopId,
  { tab, search }: Pick<z.infer<typeof suppressionQuery>, 'tab' | 'search'>,
): { channel?: Channel; hashes?: string[] } => ({
  ...(tab !== 'all' && { channel: tab }),
  ...(search.trim() && { hashes: hashesOf(shop, search) }),
});

/** What is searched for by its hash: the list keeps no addresses. */
function hashesOf(shop: ShopId, search: string): string[] {
  return ['email', 'sms'].flatMap((channel) => {
    const address = suppressible(channel, search);
    return address === undefined ? [] : [addressHash(shop, channel, address)];
  });
}

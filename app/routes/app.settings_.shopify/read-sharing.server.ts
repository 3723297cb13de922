import { countWords } from '~/attribution/order-word-store.server';
import type { Shop } from '~/db.server';
import { unscopedKnownScopes } from '~/shopify/session-store.server';
import { SCOPE_OF, type Shared } from '~/shopify/sharing';
import { loadSharing } from '~/shopify/sharing-store.server';
import type { SharingItem } from './sharing-card';
import { whyNot } from './why-not';

/** What Shopify may be told, and how it stands. */
export async function readSharing(shop: Shop): Promise<SharingItem[]> {
  const sharing = await loadSharing(shop.id);
  const scopes = await unscopedKnownScopes(shop.domain);
  const missing = (what: Shared) => (scopes.includes(SCOPE_OF[what]) ? undefined : SCOPE_OF[what]);
  const words = await countWords(shop.id);
  return [
    {
      what: 'orders',
      title: 'Who earned each order',
      text: 'Each credited order of the last 60 days says in its metafield $app.credited_message which message earned it, by which model, and where its receipt is: for Shopify Flow, other reports and your theme. It names no customer. When the credit changes so does the metafield; when you turn this off, or a customer asks to be forgotten, it is removed. Sales Trail needs Shopify’s permission to write to orders; it writes nothing else there.',
      on: sharing.orders,
      missingScope: missing('orders'),
      state: [
        ...(words.written > 0 ? [`${orders(words.written)} who earned it.`] : []),
        ...(words.waiting > 0 ? [`Waiting to be written or looked at: ${words.waiting.toLocaleString('en')}.`] : []),
        ...(words.refused > 0
          ? [`Refused by Shopify, such as orders that are gone there: ${words.refused.toLocaleString('en')}.`]
          : []),
      ],
      problem: sharing.ordersFailure === null ? undefined : whyNot(sharing.ordersFailure),
    },
  ];
}

const orders = (count: number) => (count === 1 ? '1 order says' : `${count.toLocaleString('en')} orders say`);

import { countWords } from '~/attribution/order-word-store.server';
import type { Shop } from '~/db.server';
import { formatMoment } from '~/lib/period';
import { activityStates } from '~/shopify/marketing-store.server';
import { unscopedKnownScopes } from '~/shopify/session-store.server';
import { SCOPE_OF, type Shared } from '~/shopify/sharing';
import { loadSharing } from '~/shopify/sharing-store.server';
import type { SharingItem } from './sharing-card';
import { whyNot, whyRefused } from './why-not';

/** What Shopify may be told, and how it stands. */
export async function readSharing(shop: Shop): Promise<SharingItem[]> {
  const sharing = await loadSharing(shop.id);
  const scopes = await unscopedKnownScopes(shop.domain);
  const missing = (what: Shared) => (scopes.includes(SCOPE_OF[what]) ? undefined : SCOPE_OF[what]);
  const words = await countWords(shop.id);
  const activities = await activityStates(shop.id, REFUSED_SHOWN);
  return [
    {
      what: 'orders',
      title: 'Who earned each order',
      text: 'Each credited order of the last 60 days says in its metafield $app.credited_message which message earned it, by which model, and where its receipt is: for Shopify Flow, other reports and your theme.',
      details: [
        'It names no customer and no amount.',
        'It changes with the credit, and is removed when you turn this off or a customer asks to be forgotten.',
        'Shopify asks you to let Sales Trail write to orders; it writes nothing else there.',
      ],
      on: sharing.orders,
      missingScope: missing('orders'),
      state: [
        ...(words.written > 0 ? [`${orders(words.written)} who earned it.`] : []),
        ...(words.waiting > 0
          ? [`Waiting to be written or looked at: ${words.waiting.toLocaleString('en')}.`]
          : []),
        ...(words.refused > 0
          ? [`Refused by Shopify, such as orders that are gone there: ${words.refused.toLocaleString('en')}.`]
          : []),
      ],
      problem: sharing.ordersFailure === null ? undefined : whyNot(sharing.ordersFailure, 'minute'),
    },
    {
      what: 'marketing',
      title: 'What your messages came to',
      text: 'Each campaign, automation step and tracking link that tracks sales shows as an activity in Shopify’s Marketing section, with its figures day by day: sent, delivered, opened, clicked, unsubscribed, orders and sales by your attribution settings.',
      details: [
        'Told every night for the days until yesterday. A late refund changes a day that was told, back to 90 days.',
        'What shares its tags with another is one activity: Shopify takes each set of tags once. Text messages count as social, since Shopify knows no channel for them.',
        'Removed when you turn this off. Shopify asks you to let Sales Trail write marketing activities.',
      ],
      on: sharing.marketing,
      missingScope: missing('marketing'),
      state: [
        ...(activities.told > 0
          ? [
              `${activities.told.toLocaleString('en')} ${activities.told === 1 ? 'activity' : 'activities'} in Shopify.`,
            ]
          : []),
        ...(sharing.marketing && sharing.marketingToldAt
          ? [`Last told ${formatMoment(sharing.marketingToldAt, shop.timeZone)}.`]
          : []),
        ...activities.refused.map(({ title, failure }) => `“${title}”: ${whyRefused(failure)}`),
      ],
      problem: sharing.marketingFailure === null ? undefined : whyNot(sharing.marketingFailure, 'hour'),
    },
  ];
}

const REFUSED_SHOWN = 10;

const orders = (count: number) => (count === 1 ? '1 order says' : `${count.toLocaleString('en')} orders say`);

import { canSend, type Channel } from '~/channels/channel';
import { connectedChannels } from '~/channels/provider-of.server';
import type { Message, Shop } from '~/db.server';
import { env } from '~/env.server';
import { unscopedKnownScopes } from '~/shopify/session-store.server';
import type { ContentValues } from './content-values';

/** A signed link token's usual length: four numbers and their signature. */
const TOKEN_LENGTH = 20;

/** What the editor of a message needs. */
export async function loadEditor(shop: Shop, channel: Channel, message: Message) {
  const { subject, preheader, html, design, template, text, voice } = message;
  return {
    channel,
    shop: { storefrontUrl: shop.storefrontUrl, currency: shop.currency },
    sender: shop.name,
    shortLink: `${env.SHOPIFY_APP_URL}/l/${'x'.repeat(TOKEN_LENGTH)}`,
    ownAddress: channel === 'email' ? (shop.email ?? '') : '',
    connected: canSend(channel, await connectedChannels(shop.id)).ok,
    tracked: message.trackSales,
    uploads: channel === 'email' && (await unscopedKnownScopes(shop.domain)).includes('write_files'),
    content: {
      subject,
      preheader,
      html,
      design: design ?? '',
      template: template ?? '',
      text,
      voice,
    } satisfies ContentValues,
  };
}

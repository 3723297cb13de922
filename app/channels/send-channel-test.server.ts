import { randomBytes } from 'node:crypto';
import type { Channel, Handover } from '~/channels/channel';
import { providerOf } from '~/channels/provider-of.server';
import type { Shop } from '~/db.server';
import { readableId } from '~/lib/ids';

/**
 * Sends a short text of our own through whoever sends for a channel of the shop now. It belongs to no campaign; nothing of
 * it is kept but, where the provider refuses the account, why.
 * @param to an address, or a number in E.164
 * @returns undefined where nobody sends for the channel
 */
export async function sendChannelTest(
  shop: Pick<Shop, 'id' | 'name'>,
  channel: Channel,
  to: string,
): Promise<Handover | undefined> {
  const text = `A test from Sales Trail: ${shop.name} can reach you here.`;
  switch (channel) {
    case 'email': {
      const provider = await providerOf(shop.id, channel);
      return provider?.send({
        from: { name: shop.name, address: provider.sender },
        to,
        subject: `A test from ${shop.name}`,
        html: '',
        text,
        messageId: `test.${readableId(randomBytes(10))}@${provider.sender.split('@')[1]}`,
        headers: {},
      });
    }
    case 'sms':
      return (await providerOf(shop.id, channel))?.send({ to, text, reference: '' });
    case 'whatsapp':
      return (await providerOf(shop.id, channel))?.send({ kind: 'session', to, text, reference: '' });
    case 'voice':
      return (await providerOf(shop.id, channel))?.send({ to, text, language: 'en-US', reference: '' });
  }
}

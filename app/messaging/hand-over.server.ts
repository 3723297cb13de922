import { deliveryReference, mailToken } from '~/channels/callback-token.server';
import type { Channel, Handover, Provider } from '~/channels/channel';
import { DELIVERY_HEADER } from '~/channels/email/returned-mail';
import { addressHash } from '~/contacts/address-hash.server';
import { env } from '~/env.server';
import type { ShopId } from '~/lib/ids';
import { type CompiledMessage, composeMail } from '~/messaging/compose';
import { composeCall, composeTemplate, composeText } from '~/messaging/compose-text';
import { DEFAULT_LANGUAGE } from '~/messaging/spoken';
import type { FilledTemplate } from '~/messaging/whatsapp-template';
import type { Tags } from '~/tagging/tags';
import { linkToken, openToken, unsubscribeToken } from '~/tracking/link-token.server';

/** A message version ready to be made into each recipient's copy. */
export interface CompiledVersion {
  channel: Channel;
  content: CompiledMessage;
  /** As it was written. */
  text: string;
  /** What a call is spoken in, such as en-GB; empty: the usual. */
  language: string;
  /** Of a WhatsApp message that is sent as one. */
  template: FilledTemplate | undefined;
  /** Null where sales are not tracked. */
  tags: Tags | null;
}

export interface HandedOver {
  shop: ShopId;
  id: bigint;
  versionId: bigint;
  /** The address or number that the recipient may be reached at. */
  address: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  shopName: string;
}

/** Composes one recipient's copy and gives it to the channel's provider. Never sends twice by itself. */
export async function handOver(
  version: CompiledVersion,
  recipient: HandedOver,
  provider: Provider<Channel> | undefined,
): Promise<Handover> {
  if (!provider) return NOT_CONNECTED;
  const { shop, id, versionId, address } = recipient;
  const { content } = version;
  const reference = deliveryReference(shop, id);
  const frame = {
    reference,
    unsubscribeUrl: `${env.SHOPIFY_APP_URL}/u/${unsubscribeToken(shop, id)}`,
    link: (position: number) => `${env.SHOPIFY_APP_URL}/l/${linkToken(shop, id, versionId, position)}`,
  };
  const person = { ...recipient, phone: address };
  switch (version.channel) {
    case 'email': {
      const from = { name: recipient.shopName, address: provider.sender };
      const token = mailToken(shop, id, addressHash(shop, 'email', address));
      const messageId = `${token}@${provider.sender.split('@')[1]}`;
      const openUrl = `${env.SHOPIFY_APP_URL}/o/${openToken(shop, id, versionId)}`;
      const mail = composeMail(
        content,
        { ...recipient, email: address },
        { ...frame, from, messageId, openUrl },
      );
      const headers = { ...mail.headers, [DELIVERY_HEADER]: token };
      return provider.send({ ...mail, headers, returnPath: provider.returnPath });
    }
    case 'sms':
      return provider.send(composeText(content, person, frame));
    case 'whatsapp': {
      const { template, tags } = version;
      return provider.send(
        template
          ? composeTemplate(template, tags, person, reference)
          : { kind: 'session', ...composeText(content, person, frame) },
      );
    }
    case 'voice':
      return provider.send(
        composeCall(version.text, person, { language: version.language || DEFAULT_LANGUAGE, reference }),
      );
  }
}

/** Disconnected since it was queued: nothing goes out on the channel until a provider is connected again. */
const NOT_CONNECTED: Handover = { outcome: 'denied', reason: 'channel_not_connected' };

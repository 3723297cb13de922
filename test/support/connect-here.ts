import { writeSync } from 'node:fs';
import { inboxUrl, metaVerifyToken } from '~/channels/callback-token.server';
import { saveProvider } from '~/channels/provider-store.server';
import { closeDatabase } from '~/db.server';
import { unscopedLoadShopByDomain } from '~/shopify/shop-store.server';
import { META_ACCOUNT } from '../shopify/meta.ts';
import { TWILIO_ACCOUNT } from '../shopify/twilio.ts';
import { SENDER } from './phone-providers.ts';

/** Stores the providers of one shop's phone channels with the settings of the app that runs; prints where replies go. */
const shop = await unscopedLoadShopByDomain(process.argv[2] ?? '');
if (!shop) throw new Error('the shop has not opened the app yet');
const now = new Date();
const twilio = { sender: SENDER, credentials: { provider: 'twilio' as const, ...TWILIO_ACCOUNT } };
await saveProvider(shop.id, 'sms', twilio, now);
await saveProvider(shop.id, 'voice', twilio, now);
await saveProvider(
  shop.id,
  'whatsapp',
  { sender: '+15550001111', credentials: { provider: 'meta', ...META_ACCOUNT } },
  now,
);
writeSync(
  1,
  JSON.stringify({
    sms: inboxUrl('twilio', shop.id, 'sms'),
    whatsapp: inboxUrl('meta', shop.id, 'whatsapp'),
    verifyToken: metaVerifyToken(shop.id),
  }),
);
await closeDatabase();

import { type Channel, channelOf } from '~/channels/channel';
import { type Credentials, credentialsSchema, hintOf, type ProviderName } from '~/channels/credentials';
import { type ChannelProvider, type Db, db } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { seal, unseal } from '~/lib/secrets.server';

/** A connected provider as it may be shown: without its credentials. */
export interface ConnectedProvider {
  channel: Channel;
  provider: ProviderName;
  sender: string;
  hint: string;
  connectedAt: Date;
  lastError: string | null;
  lastErrorAt: Date | null;
}

/** Connects a provider to a channel, in place of the one before. */
export async function saveProvider(
  shop: ShopId,
  channel: Channel,
  { sender, credentials }: { sender: string; credentials: Credentials },
  now: Date,
): Promise<void> {
  const data = {
    provider: credentials.provider,
    sender,
    sealedCredentials: seal(JSON.stringify(credentials)),
    hint: hintOf(credentials),
    connectedAt: now,
    lastError: null,
    lastErrorAt: null,
  };
  const shopId_channel = { shopId: shop, channel };
  await db.channelProvider.upsert({
    where: { shopId_channel },
    create: { ...shopId_channel, ...data },
    update: data,
  });
}

/** @returns whether there was one */
export async function deleteProvider(shop: ShopId, channel: Channel): Promise<boolean> {
  const { count } = await db.channelProvider.deleteMany({ where: { shopId: shop, channel } });
  return count > 0;
}

/** The shop's own providers, in the order of their channels' names. */
export async function listProviders(shop: ShopId, tx: Db = db): Promise<ConnectedProvider[]> {
  const rows = await tx.channelProvider.findMany({ where: { shopId: shop }, orderBy: { channel: 'asc' } });
  return rows.map(shownOf);
}

/** The provider of a channel with its credentials, to be used and never shown; undefined where none is connected. */
export async function loadProvider(
  shop: ShopId,
  channel: Channel,
): Promise<(ConnectedProvider & { credentials: Credentials }) | undefined> {
  const row = await findRow(shop, channel);
  return row && { ...shownOf(row), credentials: credentialsOf(row) };
}

/**
 * As `loadProvider`, for a page that has to open whatever happened: without the credentials where they were sealed with
 * another key.
 */
export async function loadProviderToChange(
  shop: ShopId,
  channel: Channel,
): Promise<(ConnectedProvider & { credentials: Credentials | undefined }) | undefined> {
  const row = await findRow(shop, channel);
  if (!row) return undefined;
  try {
    return { ...shownOf(row), credentials: credentialsOf(row) };
  } catch {
    return { ...shownOf(row), credentials: undefined };
  }
}

/** The channels whose stored credentials were sealed with another key, so that nothing can be sent on them. */
export async function unreadableChannels(shop: ShopId, tx: Db = db): Promise<Channel[]> {
  const rows = await tx.channelProvider.findMany({ where: { shopId: shop }, orderBy: { channel: 'asc' } });
  return rows.flatMap((row) => {
    try {
      credentialsOf(row);
      return [];
    } catch {
      return channelOf(row.channel);
    }
  });
}

const findRow = async (shop: ShopId, channel: Channel): Promise<ChannelProvider | undefined> =>
  (await db.channelProvider.findUnique({ where: { shopId_channel: { shopId: shop, channel } } })) ??
  undefined;

const credentialsOf = (row: ChannelProvider): Credentials =>
  credentialsSchema.parse(JSON.parse(unseal(row.sealedCredentials)));

/** Notes why a provider takes nothing more; null where it does again. */
export async function noteProviderError(
  shop: ShopId,
  channel: Channel,
  reason: string | null,
  now: Date,
): Promise<void> {
  await db.channelProvider.updateMany({
    where: { shopId: shop, channel },
    data: { lastError: reason, lastErrorAt: reason === null ? null : now },
  });
}

const shownOf = (row: ChannelProvider): ConnectedProvider => ({
  channel: channelOf(row.channel),
  provider: row.provider as ProviderName,
  sender: row.sender,
  hint: row.hint,
  connectedAt: row.connectedAt,
  lastError: row.lastError,
  lastErrorAt: row.lastErrorAt,
});

import { formatMoney } from '~/lib/money';
import { type AdminSite, appPath } from './admin-pages.ts';
import { readAppConfig } from './app-config.ts';
import { openAdminApi } from './graphql.ts';
import { startInbox } from './inbox.ts';
import { type LocalImap, startImap } from './imap.ts';
import { openTokenOffice } from './oauth.ts';
import { type LocalMeta, startMeta } from './meta.ts';
import { currentTotals } from './order-money.ts';
import { Phones } from './phones.ts';
import { startPlatform } from './platform.ts';
import { type Customer, type Product, ShopState } from './shop-state.ts';
import { type LocalSmtp, startSmtp } from './smtp.ts';
import { startStorefront } from './storefront.ts';
import { startTunnel } from './tunnel.ts';
import { type LocalTwilio, startTwilio } from './twilio.ts';
import { startWebhooks, type WebhookControl } from './webhooks.ts';

export interface LocalShopifyOptions {
  apiKey: string;
  apiSecret: string;
  /** Where the app listens, or will. */
  appUrl: string;
  /** Any that is free where none is named. */
  ports?: {
    platform?: number;
    storefront?: number;
    tunnel?: number;
    smtp?: number;
    imap?: number;
    inbox?: number;
    twilio?: number;
    meta?: number;
  };
  /** How long Shopify takes to know an order's journey. */
  journeyDelayMs: number;
}

export interface LocalShopify {
  /** What `*.myshopify.com` is routed to; the admin's pages too. */
  platformUrl: string;
  storefrontUrl: string;
  /** The app's public address. */
  tunnelUrl: string;
  smtpUrl: string;
  /** Where mails come back to that cannot be delivered. */
  imap: LocalImap;
  inboxUrl: string;
  /** What goes wrong on the phone, by number, and the approved templates. */
  phones: Phones;
  twilio: LocalTwilio;
  meta: LocalMeta;
  /** Where the admin shows a page of the app, such as `/app/campaigns`. */
  adminUrl(path: string): string;
  products: Product[];
  /** Members of the newsletter's segment whom it may be sent to. */
  subscribers: (Customer & { email: string })[];
  /** What Shopify says an order is worth now, such as €12.30. */
  totalOf(orderName: string): string;
  state: ShopState;
  webhooks: WebhookControl;
  /** What goes wrong with mails, by recipient. */
  mailFaults: LocalSmtp['faults'];
  /** Refuses the next requests to the Admin API as throttled. */
  throttleNext(requests: number): void;
  stop(): Promise<void>;
}

/** Opens one shop with everything around it, the app installed: all on loopback, all in memory. */
export async function startLocalShopify(options: LocalShopifyOptions): Promise<LocalShopify> {
  const { apiKey, apiSecret, appUrl, ports = {}, journeyDelayMs } = options;
  const now = () => new Date();
  const app = { apiKey, apiSecret };
  const config = readAppConfig();
  const state = new ShopState();
  state.installApp(config.scopes);

  const storefront = await startStorefront(state, { port: ports.storefront ?? 0 });
  state.shop.storefrontUrl = storefront.url;
  const phones = new Phones(state, 200);
  const inbox = await startInbox(state, phones, { port: ports.inbox ?? 0 });
  const imap = await startImap({ port: ports.imap ?? 0 });
  const smtp = await startSmtp(state, { port: ports.smtp ?? 0, comesBack: (raw) => imap.mailbox.put(raw) });
  const twilio = await startTwilio(phones, { port: ports.twilio ?? 0 });
  const meta = await startMeta(phones, { port: ports.meta ?? 0 });
  const api = openAdminApi({ state, now, journeyDelayMs, pixelSettings: config.pixelSettings });
  const site: AdminSite = { state, config, app, tunnelUrl: appUrl, inboxUrl: inbox.url };
  const tokens = openTokenOffice(state, app, now);
  const platform = await startPlatform({ site, tokens, api, port: ports.platform ?? 0 });
  const tunnel = await startTunnel({ port: ports.tunnel ?? 0, appUrl, adminUrl: platform.url });
  site.tunnelUrl = tunnel.url;
  const webhooks = startWebhooks(state, { config, apiSecret, appUrl: tunnel.url });

  return {
    platformUrl: platform.url,
    storefrontUrl: storefront.url,
    tunnelUrl: tunnel.url,
    smtpUrl: smtp.url,
    imap,
    inboxUrl: inbox.url,
    phones,
    twilio,
    meta,
    adminUrl: (path) => platform.url + appPath(site) + path,
    products: state.products,
    subscribers: state
      .membersOf(state.segment('Newsletter subscribers'))
      .filter((customer): customer is Customer & { email: string } => customer.email !== null)
      .filter((customer) => customer.emailMarketing.state === 'SUBSCRIBED'),
    totalOf: (orderName) =>
      formatMoney({ minor: currentTotals(state.order(orderName)).totalMinor, currency: state.shop.currency }),
    state,
    webhooks,
    mailFaults: smtp.faults,
    throttleNext: (requests) => api.throttleNext(requests),
    stop: async () => {
      webhooks.stop();
      for (const server of [tunnel, platform, twilio, meta, smtp, imap, inbox, storefront])
        await server.stop();
    },
  };
}

import { randomBytes } from 'node:crypto';
import { type LocalShopify, startLocalShopify } from '../shopify/start.ts';
import { type AppEnvironment, freePort, type RunningApp, startApp } from './running-app.ts';

const API_KEY = 'sales-trail-local';

export interface WholeTrail {
  app: RunningApp;
  /** What the app was started with: what a command of the app is run with beside it. */
  environment: AppEnvironment;
  shopify: LocalShopify;
  /** Starts the app again on the same address and database, after it was stopped or killed. */
  restartApp(): Promise<void>;
  stop(): Promise<void>;
}

export interface WholeTrailOptions {
  /** Where the data is: a server, or a folder for the embedded one. */
  database: { url: string } | { dir: string };
  ports?: {
    app?: number;
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
  journeyDelayMs?: number;
  encryptionKey?: string;
}

/** The built app beside the local Shopify: what `npm run demo`, the journeys and the screenshots all run on. */
export async function startWholeTrail(options: WholeTrailOptions): Promise<WholeTrail> {
  const port = options.ports?.app ?? (await freePort());
  const apiSecret = randomBytes(16).toString('hex');
  const shopify = await startLocalShopify({
    apiKey: API_KEY,
    apiSecret,
    appUrl: `http://127.0.0.1:${port}`,
    ports: options.ports,
    journeyDelayMs: options.journeyDelayMs ?? 1_000,
  });
  const environment: AppEnvironment = {
    NODE_ENV: 'production',
    PORT: String(port),
    BIND_ADDRESS: '127.0.0.1',
    LOCAL_SHOPIFY_URL: shopify.platformUrl,
    SHOPIFY_API_KEY: API_KEY,
    SHOPIFY_API_SECRET: apiSecret,
    SHOPIFY_APP_URL: shopify.tunnelUrl,
    ENCRYPTION_KEY: options.encryptionKey ?? randomBytes(32).toString('base64'),
    SMTP_URL: shopify.smtpUrl,
    TWILIO_API_URL: shopify.twilio.url,
    META_GRAPH_URL: shopify.meta.url,
    MAIL_FROM: 'news@tidewater-goods.example',
    LOG_LEVEL: 'info',
    // The storefront of the local shop, where links lead.
    LINK_DOCTOR_PRIVATE_HOSTS: '127.0.0.1',
    ...('url' in options.database
      ? { DATABASE_URL: options.database.url }
      : { EMBEDDED_DATABASE_DIR: options.database.dir }),
  };
  const start = () => startApp(environment);
  const trail: WholeTrail = {
    app: await start().catch(async (error: unknown) => {
      await shopify.stop();
      throw error;
    }),
    environment,
    shopify,
    restartApp: async () => {
      trail.app = await start();
    },
    stop: async () => {
      await trail.app.stop();
      await shopify.stop();
    },
  };
  return trail;
}

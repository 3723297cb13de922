import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { AppEnvironment } from '../support/running-app.ts';

/** The app's settings in a bench: nothing but the app and its database is there, and nobody answers as Shopify. */
export function appEnvironment(databaseUrl: string, port: number): AppEnvironment {
  return {
    NODE_ENV: 'production',
    PORT: String(port),
    BIND_ADDRESS: '127.0.0.1',
    SHOPIFY_API_KEY: 'bench',
    SHOPIFY_API_SECRET: 'bench-secret',
    SHOPIFY_APP_URL: 'https://app.bench.example',
    ENCRYPTION_KEY: Buffer.alloc(32, 'bench').toString('base64'),
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'news@harbour.example',
    LOG_LEVEL: 'info',
    LOCAL_SHOPIFY_URL: 'http://127.0.0.1:1',
    DATABASE_URL: databaseUrl,
  };
}

/** Builds the app as it is now. */
export async function buildApp(): Promise<void> {
  await promisify(execFile)('npm', ['run', '-s', 'build'], { maxBuffer: 2 ** 26 });
}

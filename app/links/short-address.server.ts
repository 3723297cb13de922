import { env } from '~/env.server';

/** Where the short addresses of tracking links begin. */
export const SHORT_BASE = `${env.SHOPIFY_APP_URL}/s/`;

/** The address that is shared. */
export const shortAddress = (slug: string): string => SHORT_BASE + slug;

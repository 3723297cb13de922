import type { WordUnavailable } from '~/ui/shopify-word.server';

/** Why Shopify's own numbers are not there, for the merchant. */
export const UNAVAILABLE: Record<Exclude<WordUnavailable, 'no_access'>, { title: string; text: string }> = {
  not_approved: {
    title: 'Shopify does not let Sales Trail read this report',
    text: 'Shopify gives its reports only to apps that it has approved for customer data. The orders below are compared by what Shopify tells of their visits.',
  },
  access_lost: {
    title: 'Shopify does not let Sales Trail in',
    text: 'Open the app from your Shopify admin again.',
  },
  not_answered: {
    title: 'Shopify does not answer',
    text: 'Its numbers cannot be had right now. Try again in a moment.',
  },
  not_understood: {
    title: 'Shopify does not know this report',
    text: 'It is not told to every shop in this form. The orders below are compared by what Shopify tells of their visits.',
  },
};

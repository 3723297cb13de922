import type { Shop } from '~/db.server';
import { channelsReport } from '~/reports/channels/query.server';
import { cohortsReport } from '~/reports/cohorts/query.server';
import { differingOrdersReport } from '~/reports/shopify-word/query.server';
import { lapsedSubscriptions, subscriptionList } from '~/reports/subscriptions/list.server';
import { subscriptionProducts } from '~/reports/subscriptions/products.server';
import { subscriptionsReport } from '~/reports/subscriptions/query.server';
import type { ReportTable } from '~/reports/table';
import { tagsExplorerReport } from '~/reports/tags-explorer/query.server';
import { topMessagesReport } from '~/reports/top-messages/query.server';
import { performersTable } from '~/reports/top-performers/interpret';
import { topPerformersReport } from '~/reports/top-performers/query.server';
import { topSourcesReport } from '~/reports/top-sources/query.server';
import { upsellsReport } from '~/reports/upsells/query.server';
import { cohortsInQuery } from '~/ui/cohorts-query';
import { REPORTS } from '~/ui/report-links';
import { type ReportQuery, reportQuery } from '~/ui/report-query';
import { tagsInQuery } from '~/ui/tags-query';

interface Table {
  title: string;
  /** Whether it is asked for days, and for the day on which money is counted. */
  asks: 'days_and_basis' | 'days' | 'neither';
  read: (
    shop: Shop,
    query: ReportQuery,
    search: URLSearchParams,
    now: Date,
  ) => ReportTable | Promise<ReportTable>;
}

const TABLES: Record<string, Table> = {
  channels: {
    title: REPORTS.channels,
    asks: 'days_and_basis',
    read: (shop, { period, basis }) => channelsReport(shop, period, basis),
  },
  'top-messages': {
    title: REPORTS['top-messages'],
    asks: 'days_and_basis',
    read: (shop, { period, basis }) => topMessagesReport(shop, period, basis),
  },
  'top-sources': {
    title: REPORTS['top-sources'],
    asks: 'days_and_basis',
    read: (shop, { period, basis }) => topSourcesReport(shop, period, basis),
  },
  'tags-explorer': {
    title: REPORTS['tags-explorer'],
    asks: 'days_and_basis',
    read: (shop, { period, basis }, search) => {
      const { by, within } = tagsInQuery(search);
      return tagsExplorerReport(shop, period, basis, by, within);
    },
  },
  'top-performers': {
    title: 'Top performers',
    asks: 'days_and_basis',
    read: async (shop, { period, basis }) =>
      performersTable((await topPerformersReport(shop, period, basis)).tables),
  },
  upsells: {
    title: 'Upsells',
    asks: 'days',
    read: async (shop, { period }) => (await upsellsReport(shop, period, null)).added,
  },
  subscriptions: {
    title: REPORTS.subscriptions,
    asks: 'days',
    read: async (shop, { period }, _, now) => (await subscriptionsReport(shop, period, null, now)).won,
  },
  'subscription-list': {
    title: `${REPORTS.subscriptions}, one by one`,
    asks: 'days',
    read: (shop, { period }, _, now) => subscriptionList(shop, period, now),
  },
  'subscription-churn': {
    title: `${REPORTS.subscriptions}: churn`,
    asks: 'days',
    read: (shop, { period }, _, now) => lapsedSubscriptions(shop, period, now),
  },
  'subscription-products': {
    title: `${REPORTS.subscriptions}: products`,
    asks: 'days',
    read: (shop, { period }, _, now) => subscriptionProducts(shop, period, now),
  },
  cohorts: {
    title: REPORTS.cohorts,
    asks: 'neither',
    read: async (shop, _, search, now) => (await cohortsReport(shop, cohortsInQuery(search), now)).table,
  },
  'shopify-word-orders': {
    title: `${REPORTS['shopify-word']}: orders that differ`,
    asks: 'days',
    read: (shop, { period }) => differingOrdersReport(shop, period),
  },
};

/** The tables of reports by the names of their files. */
export const REPORT_TABLES: ReadonlyMap<string, Table> = new Map(Object.entries(TABLES));

/** A report's table for what its page's address asks for; undefined where there is no such table. */
export const reportTable = async (
  shop: Shop,
  name: string,
  search: URLSearchParams,
  now: Date,
): Promise<ReportTable | undefined> =>
  REPORT_TABLES.get(name)?.read(shop, reportQuery(search, now, shop.timeZone), search, now);

import { PageTabs } from '~/ui/page-tabs';

const SALES = '/app/reports/sales-overview';
export const SALES_TABS = {
  sales: SALES,
  subscriptions: `${SALES}/subscriptions`,
  upsells: `${SALES}/upsells`,
  topPerformers: `${SALES}/top-performers`,
} as const;

/** The pages of the Sales overview. */
export const SalesTabs = ({ selected }: { selected: keyof typeof SALES_TABS }) => (
  <PageTabs
    tabs={[
      { path: SALES_TABS.sales, content: 'Sales' },
      { path: SALES_TABS.subscriptions, content: 'Subscriptions' },
      { path: SALES_TABS.upsells, content: 'Upsells' },
      { path: SALES_TABS.topPerformers, content: 'Top performers' },
    ]}
    selected={SALES_TABS[selected]}
  />
);

const SUBSCRIPTIONS = '/app/reports/subscriptions';
export const SUBSCRIPTION_TABS = {
  analytics: SUBSCRIPTIONS,
  list: `${SUBSCRIPTIONS}/list`,
  churn: `${SUBSCRIPTIONS}/churn`,
  products: `${SUBSCRIPTIONS}/products`,
} as const;

/** The pages of the Subscriptions report. */
export const SubscriptionTabs = ({ selected }: { selected: keyof typeof SUBSCRIPTION_TABS }) => (
  <PageTabs
    tabs={[
      { path: SUBSCRIPTION_TABS.analytics, content: 'Analytics' },
      { path: SUBSCRIPTION_TABS.list, content: 'Subscriptions' },
      { path: SUBSCRIPTION_TABS.churn, content: 'Churn' },
      { path: SUBSCRIPTION_TABS.products, content: 'Products' },
    ]}
    selected={SUBSCRIPTION_TABS[selected]}
  />
);

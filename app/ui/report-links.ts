/** The reports by the names of their pages. */
export const REPORTS = {
  'sales-overview': 'Sales overview',
  channels: 'Channels',
  'top-messages': 'Top messages',
  'top-sources': 'Top sources',
  'tags-explorer': 'Tags explorer',
  subscriptions: 'Subscriptions',
  cohorts: 'Cohorts',
  'models-compared': 'Models compared',
  reconciliation: 'Reconciliation',
  'shopify-word': 'Shopify’s word',
} as const;
export type ReportName = keyof typeof REPORTS;

export const reportPath = (name: ReportName): string => `/app/reports/${name}`;

/** The menu that leads from one report to the others. */
export const otherReports = (own: ReportName) => ({
  title: 'All reports',
  actions: (Object.keys(REPORTS) as ReportName[])
    .filter((name) => name !== own)
    .map((name) => ({ content: REPORTS[name], url: reportPath(name) })),
});

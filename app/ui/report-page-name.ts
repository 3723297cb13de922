import { type ReportName, reportPath, REPORTS } from '~/ui/report-links';
import { SALES_TABS, SUBSCRIPTION_TABS } from '~/ui/report-tabs';

const PAGES = new Set<string>([
  ...(Object.keys(REPORTS) as ReportName[]).map(reportPath),
  ...Object.values(SALES_TABS),
  ...Object.values(SUBSCRIPTION_TABS),
]);

/** The page of a report that a path leads to, as its views are kept; undefined where it leads elsewhere. */
export const reportOf = (path: string): string | undefined =>
  PAGES.has(path) ? path.slice('/app/reports/'.length) : undefined;

/** What the admin adds to every address, and what means only where somebody is in a list. */
const NOT_THE_PAGES = new Set([
  ...['embedded', 'hmac', 'host', 'id_token', 'locale', 'session', 'shop', 'timestamp', 'index', '_routes'],
  'page',
]);

/** What an address itself asks of its page, in one order whatever it came in; empty where it asks for nothing. */
export function askedOf(search: URLSearchParams): string {
  const own = [...search].filter(([name]) => !NOT_THE_PAGES.has(name));
  return new URLSearchParams(own.sort(([a], [b]) => (a < b ? -1 : 1))).toString();
}

/** Opens a page as it is without any view, also where one of them is what it opens with. */
export const STANDARD = 'view=standard';

import type { LoaderFunctionArgs } from '@remix-run/node';
import type { Shop } from '~/db.server';
import { asText, csvStream } from '~/lib/csv-stream.server';
import { lastDays } from '~/lib/period';
import {
  automationStepsFile,
  campaignLinksFile,
  differingOrdersFile,
  reconciledDaysFile,
} from '~/reports/files/details.server';
import { automationsFile, campaignsFile, linksFile, suppressionFile } from '~/reports/files/lists.server';
import { ordersFile } from '~/reports/files/orders.server';
import { linesOf, type TableFile } from '~/reports/files/table-file';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { compareOrders } from '~/ui/compare-orders.server';
import { csvHeaders } from '~/ui/csv-headers';
import {
  automationsQuery,
  campaignsQuery,
  linksQuery,
  reconciledDays,
  suppressionQuery,
} from '~/ui/list-queries';
import { notFound } from '~/ui/not-found';
import { idOf } from '~/ui/open-draft.server';
import { orderFilter } from '~/ui/order-query';
import { suppressionFilter } from '~/ui/suppression-filter.server';

type Query = Record<string, string>;
type Read = (shop: Shop, query: Query, now: Date) => TableFile | undefined | Promise<TableFile | undefined>;

async function compared(shop: Shop, query: Query, now: Date) {
  const days = Number(reconciledDays.parse(query['days']));
  const found = await compareOrders(shop, lastDays(days, now, shop.timeZone));
  if (!found.ok) throw new Response(null, { status: 503 });
  return found.value;
}

const FILES: Record<string, Read> = {
  orders: (shop, query) => ordersFile(shop, orderFilter(query, shop.timeZone)),
  campaigns: (shop, query) => campaignsFile(shop, campaignsQuery.parse(query)),
  automations: (shop, query) => automationsFile(shop, automationsQuery.parse(query)),
  links: (shop, query, now) => linksFile(shop, linksQuery.parse(query), now),
  suppression: (shop, query) =>
    suppressionFile(shop, suppressionFilter(shop.id, suppressionQuery.parse(query))),
  'campaign-links': (shop, query) => campaignLinksFile(shop, idOf(query['id'])),
  'automation-steps': (shop, query) => automationStepsFile(shop, idOf(query['id'])),
  'reconciled-days': async (shop, query, now) => reconciledDaysFile(await compared(shop, query, now)),
  'differing-orders': async (shop, query, now) => differingOrdersFile(await compared(shop, query, now)),
};

/** All rows of a list as a CSV file, for what its page's address asks for; sent as it is read. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const list = params.list ?? '';
  const read = Object.hasOwn(FILES, list) ? FILES[list] : undefined;
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const file = await read?.(shop, query, new Date());
  if (!file) throw notFound();
  return new Response(csvStream(linesOf(file, shop.timeZone, asText)), { headers: csvHeaders(list) });
}

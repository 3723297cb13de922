import type { LoaderFunctionArgs } from '@remix-run/node';
import type { Shop } from '~/db.server';
import { asText, csvStream } from '~/lib/csv-stream.server';
import { channelsReport } from '~/reports/channels/query.server';
import { modelsFile } from '~/reports/models-compared/file-table';
import { modelsCompared } from '~/reports/models-compared/query.server';
import { differingOrdersReport } from '~/reports/shopify-word/query.server';
import { lapsedSubscriptions, subscriptionList } from '~/reports/subscriptions/list.server';
import { subscriptionProducts } from '~/reports/subscriptions/products.server';
import { subscriptionsReport } from '~/reports/subscriptions/query.server';
import { cohortsReport } from '~/reports/cohorts/query.server';
import type { FileTable } from '~/reports/table';
import { tagsExplorerReport } from '~/reports/tags-explorer/query.server';
import { topMessagesReport } from '~/reports/top-messages/query.server';
import { performersTable } from '~/reports/top-performers/interpret';
import { topPerformersReport } from '~/reports/top-performers/query.server';
import { topSourcesReport } from '~/reports/top-sources/query.server';
import { upsellsReport } from '~/reports/upsells/query.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { cohortsInQuery } from '~/ui/cohorts-query';
import { dimensionLabel, modelsQuery } from '~/ui/models-query';
import { notFound } from '~/ui/not-found';
import { reportQuery } from '~/ui/report-query';
import { shopifyWord } from '~/ui/shopify-word.server';
import { tagsInQuery } from '~/ui/tags-query';

/** All rows of a report as a CSV file, for what its page's address asks for. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const table = await tableOf(shop, params.report ?? '', new URL(request.url).searchParams);
  if (!table) throw notFound();
  return new Response(csvStream(linesOf(table)), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${params.report ?? 'report'}.csv"`,
      'Cache-Control': 'no-store',
    },
  });
}

async function tableOf(shop: Shop, name: string, search: URLSearchParams): Promise<FileTable | undefined> {
  const now = new Date();
  const { period, basis } = reportQuery(search, now, shop.timeZone);
  const { by, within } = tagsInQuery(search);
  switch (name) {
    case 'channels':
      return channelsReport(shop, period, basis);
    case 'top-messages':
      return topMessagesReport(shop, period, basis);
    case 'top-sources':
      return topSourcesReport(shop, period, basis);
    case 'tags-explorer':
      return tagsExplorerReport(shop, period, basis, by, within);
    case 'shopify-word':
      return (await shopifyWord(shop, period)).table;
    case 'shopify-word-orders':
      return differingOrdersReport(shop, period);
    case 'subscriptions':
      return (await subscriptionsReport(shop, period, null, now)).won;
    case 'subscription-list':
      return subscriptionList(shop, period, now);
    case 'subscription-churn':
      return lapsedSubscriptions(shop, period, now);
    case 'subscription-products':
      return subscriptionProducts(shop, period, now);
    case 'upsells':
      return (await upsellsReport(shop, period, null)).added;
    case 'top-performers':
      return performersTable((await topPerformersReport(shop, period, basis)).tables);
    case 'cohorts':
      return (await cohortsReport(shop, cohortsInQuery(search), now)).table;
    case 'models-compared':
      return comparedModels(shop, search);
    default:
      return undefined;
  }
}

async function comparedModels(shop: Shop, search: URLSearchParams): Promise<FileTable> {
  const { period, dimension, measure } = modelsQuery(search, new Date(), shop.timeZone);
  return modelsFile(await modelsCompared(shop, period, dimension, measure), dimensionLabel[dimension]);
}

/** Names as text, numbers as they are. */
function* linesOf({ columns, rows }: FileTable): Generator<string[]> {
  yield columns.map(({ title }) => title);
  for (const { cells } of rows)
    yield cells.map(({ raw }, place) => (columns[place]?.definition === null ? asText(raw) : raw));
}

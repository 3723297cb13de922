import type { LoaderFunctionArgs } from '@remix-run/node';
import type { Shop } from '~/db.server';
import { asText, csvStream } from '~/lib/csv-stream.server';
import { modelsFile } from '~/reports/models-compared/file-table';
import { modelsCompared } from '~/reports/models-compared/query.server';
import type { FileTable } from '~/reports/table';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { csvHeaders } from '~/ui/csv-headers';
import { dimensionLabel, modelsQuery } from '~/ui/models-query';
import { notFound } from '~/ui/not-found';
import { reportQuery } from '~/ui/report-query';
import { reportTable } from '~/ui/report-tables.server';
import { shopifyWord } from '~/ui/shopify-word.server';

/** All rows of a report as a CSV file, for what its page's address asks for. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const table = await tableOf(shop, params.report ?? '', new URL(request.url).searchParams, new Date());
  if (!table) throw notFound();
  return new Response(csvStream(linesOf(table)), { headers: csvHeaders(params.report ?? 'report') });
}

/**
 * What Shopify is asked for is for a merchant who waits, and a comparison has a column for each model: both are not among
 * the tables that programs may ask for.
 */
async function tableOf(
  shop: Shop,
  name: string,
  search: URLSearchParams,
  now: Date,
): Promise<FileTable | undefined> {
  if (name === 'models-compared') return comparedModels(shop, search, now);
  if (name !== 'shopify-word') return reportTable(shop, name, search, now);
  return (await shopifyWord(shop, reportQuery(search, now, shop.timeZone).period)).table;
}

async function comparedModels(shop: Shop, search: URLSearchParams, now: Date): Promise<FileTable> {
  const { period, dimension, measure } = modelsQuery(search, now, shop.timeZone);
  return modelsFile(await modelsCompared(shop, period, dimension, measure), dimensionLabel[dimension]);
}

/** Names as text, numbers as they are. */
function* linesOf({ columns, rows }: FileTable): Generator<string[]> {
  yield columns.map(({ title }) => title);
  for (const { cells } of rows)
    yield cells.map(({ raw }, place) => (columns[place]?.definition === null ? asText(raw) : raw));
}

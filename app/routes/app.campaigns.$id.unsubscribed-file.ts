import type { LoaderFunctionArgs } from '@remix-run/node';
import { csvStream } from '~/lib/csv-stream.server';
import { allUnsubscribed } from '~/reports/delivery-list/query.server';
import { csvHeaders } from '~/ui/csv-headers';
import { openCampaign } from '~/ui/open-draft.server';

/** Who unsubscribed through a campaign, as a CSV file: by Shopify's number of the customer, without names or addresses. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { id, shop } = await openCampaign(request, params.id);
  const lines = async function* () {
    yield ['Customer ID', 'Unsubscribed at', 'How', 'Agreed again', 'Variant'];
    for await (const { customerId, atIso, how, again, variant } of allUnsubscribed(shop, id))
      yield [customerId ?? '', atIso, how, again ? 'yes' : 'no', variant];
  };
  return new Response(csvStream(lines()), { headers: csvHeaders('unsubscribed') });
}

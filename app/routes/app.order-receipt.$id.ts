import type { LoaderFunctionArgs } from '@remix-run/node';
import { orderReceipt } from '~/reports/order-receipt/query.server';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { idOf } from '~/ui/open-draft.server';
import { readableSubject } from '~/tagging/readable-subject';
import type { ReceiptAnswer } from '../../extensions/order-receipt/src/block-text';

/** The receipt of an order for the block on the order's page in the admin, which asks from an origin of its own. */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const { shop, cors } = await authenticateMerchant(request);
  const receipt = await orderReceipt(shop, idOf(params.id));
  if (!receipt) return cors(new Response(null, { status: 404 }));
  const { orderId, bucket, bucketLabel, sentence, lasting, nearest, grade } = receipt;
  const answer: ReceiptAnswer = {
    orderId,
    bucket,
    bucketLabel,
    sentence: readableSubject(sentence),
    lasting,
    nearest: nearest && readableSubject(nearest),
    grade: grade && { label: grade.label, meaning: grade.meaning },
  };
  return cors(Response.json(answer));
}

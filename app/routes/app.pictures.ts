import type { ActionFunctionArgs } from '@remix-run/node';
import { authenticateMerchant } from '~/shopify/authenticate-merchant.server';
import { MOST_ALT_LENGTH, MOST_PICTURE_BYTES, pictureRefusalInWords } from '~/shopify/picture';
import { uploadPicture } from '~/shopify/upload-picture.server';
import type { PictureAnswer } from '~/ui/message-editor/send-picture';

/** Takes a picture of the merchant, as the bytes of the request, into the shop's files. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop } = await authenticateMerchant(request);
  const length = Number(request.headers.get('content-length') ?? Infinity);
  if (length > MOST_PICTURE_BYTES) return said({ ok: false, text: pictureRefusalInWords.too_large });
  const { searchParams } = new URL(request.url);
  const uploaded = await uploadPicture(shop, {
    bytes: new Uint8Array(await request.arrayBuffer()),
    name: searchParams.get('name') ?? '',
    alt: (searchParams.get('alt') ?? '').slice(0, MOST_ALT_LENGTH),
  });
  return said(
    uploaded.ok
      ? { ok: true, ...uploaded.value }
      : { ok: false, text: pictureRefusalInWords[uploaded.reason] },
  );
}

const said = (answer: PictureAnswer) => Response.json(answer);

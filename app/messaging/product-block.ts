import { escapeHtml } from '~/tagging/html-entities';

/** A product of the shop as a message shows it. */
export interface Product {
  title: string;
  /** As shown, in the shop's currency. */
  price: string;
  url: string;
  /** Empty where the product has no picture. */
  image: string;
}

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/**
 * A product for an e-mail: a table, as every mail program lays it out, the picture beside title, price and link.
 * `data-product` holds what it was made from, so that an editor knows the block again.
 */
export function productHtml(product: Product): string {
  const title = escapeHtml(product.title);
  const url = escapeHtml(product.url);
  const image = product.image
    ? '<td width="140" valign="top" style="padding:0 16px 0 0">' +
      `<a href="${url}"><img src="${escapeHtml(product.image)}" alt="${title}" width="124" style="display:block;width:124px;max-width:100%;border:0;border-radius:8px"></a></td>`
    : '';
  return (
    `<table role="presentation" data-product="${escapeHtml(JSON.stringify(product))}" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:16px 0"><tbody><tr>${image}` +
    `<td valign="middle" style="${FONT};font-size:16px;line-height:24px;color:#303030">` +
    `<strong>${title}</strong><br>${escapeHtml(product.price)}<br>` +
    `<a href="${url}" style="color:#0b5cad">See the product</a></td></tr></tbody></table>`
  );
}

/** A product in a text message. */
export const productText = ({ title, price, url }: Product): string => `${title}, ${price}: ${url}`;

/** The product that a block was made from; undefined where it is none of ours. */
export function productOf(data: string | null): Product | undefined {
  try {
    const { title, price, url, image } = JSON.parse(data ?? '') as Record<string, unknown>;
    if (typeof title !== 'string' || typeof price !== 'string') return undefined;
    if (typeof url !== 'string' || typeof image !== 'string') return undefined;
    return { title, price, url, image };
  } catch {
    return undefined;
  }
}
